internal import Synchronization

/// Names of requests for logs and clients.
enum RequestID {
    /// The client's own, where it is 1 to 128 visible ASCII characters and so can do no harm in a log.
    static func valid(_ field: String?) -> String? {
        guard let field, (1...128).contains(field.utf8.count), field.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return field
    }

    /// Makes names that no other process makes, from a random number of this one and a counter.
    static func generator() -> @Sendable () -> String {
        let prefix = String(UInt64.random(in: .min ... .max), radix: 36) + "-"
        let counter = Counter()
        return { prefix + String(counter.next()) }
    }

    private final class Counter: Sendable {
        private let count = Atomic(0)

        func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
    }
}
