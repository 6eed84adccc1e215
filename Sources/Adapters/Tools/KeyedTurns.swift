import Synchronization

/// Lets work with the same key happen one after the other, in the order of arrival.
final class KeyedTurns: Sendable {
    private struct Line {
        var waiting: [CheckedContinuation<Void, Never>] = []
    }
    private let lines = Mutex<[String: Line]>([:])

    func take<Value>(_ key: String, _ work: () async throws -> Value) async rethrows -> Value {
        await withCheckedContinuation { continuation in
            let isFree = lines.withLock { lines in
                if lines[key] == nil {
                    lines[key] = Line()
                    return true
                }
                lines[key]?.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
        defer { pass(key) }
        return try await work()
    }

    private func pass(_ key: String) {
        let next = lines.withLock { lines -> CheckedContinuation<Void, Never>? in
            guard let line = lines[key], !line.waiting.isEmpty else {
                lines[key] = nil
                return nil
            }
            return lines[key]?.waiting.removeFirst()
        }
        next?.resume()
    }
}
