/// Text without what differs from run to run: numbers, ids, times, ports, paths above the repository, quoted markup.
struct Normalised: Hashable, Sendable {
    private static let limitBytes = 600
    let text: String

    init(_ text: String) {
        var bytes: [UInt8] = []
        var rest = text.foldedBytes(limit: Self.limitBytes)[...]
        while let byte = rest.first {
            if Self.isWordByte(byte) {
                let word = rest.prefix(while: Self.isWordByte)
                bytes.append(contentsOf: Self.stable(word))
                rest = rest.dropFirst(word.count)
            } else {
                let isBlank = byte <= 32
                if !isBlank { bytes.append(byte) } else if bytes.last != 32 { bytes.append(32) }
                rest = rest.dropFirst()
            }
        }
        self.text = bytes[...].trimmed.text
    }

    private static func isWordByte(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || byte == 95 || byte == 45 }

    /// Words with digits in them are ids, hashes, measures or counters, and become `#`; letters before them are kept when
    /// they are a word of their own, as in `row-17`.
    private static func stable(_ word: Bytes) -> [UInt8] {
        guard word.contains(where: \.isDigit) else { return Array(word) }
        let isHash = word.count >= 8 && word.allSatisfy { $0.isDigit || (97...102).contains($0) || $0 == 45 }
        let head = isHash ? [] : word.prefix { !$0.isDigit }
        let digits = word.count(where: \.isDigit)
        // More digits than letters or a short head: nothing of it can be trusted to come again.
        return digits * 2 > word.count && head.count < 3 ? [35] : head + [35]
    }

    /// Path and host name without port, query and ids: `http://localhost:4000/api/orders/17?x=1` becomes `localhost/api/orders/#`.
    static func endpoint(_ address: String) -> String {
        let bytes = address.foldedBytes(limit: 2048)[...]
        let host = Address.isLocal(bytes) ? "local" : Address.host(of: bytes).text
        return host + Normalised(Address.path(of: bytes).text).text
    }
}
