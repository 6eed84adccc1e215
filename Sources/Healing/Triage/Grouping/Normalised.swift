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
    /// they are a word of their own, as in `row-17`, and so are the parts without digits, as in `address1-city`.
    private static func stable(_ word: Bytes) -> [UInt8] {
        guard word.contains(where: \.isDigit) else { return Array(word) }
        let isHash = word.count >= 8 && word.allSatisfy { $0.isDigit || (97...102).contains($0) || $0 == 45 }
        let digits = word.count(where: \.isDigit)
        if isHash || digits * 2 > word.count && word.prefix(while: { !$0.isDigit }).count < 3 { return [35] }
        var bytes: [UInt8] = []
        var rest = word
        while let byte = rest.first {
            let part = rest.prefix { !isJoint($0) }
            bytes += part.isEmpty ? [byte] : stablePart(part)
            rest = rest.dropFirst(max(1, part.count))
        }
        return bytes
    }

    private static func isJoint(_ byte: UInt8) -> Bool { byte == 45 || byte == 95 }

    private static func stablePart(_ part: Bytes) -> [UInt8] {
        let digits = part.count(where: \.isDigit)
        guard digits > 0 else { return Array(part) }
        let head = part.prefix { !$0.isDigit }
        // More digits than letters or a short head: nothing of it can be trusted to come again.
        return isMixed(part) || digits * 2 > part.count && head.count < 3 ? [35] : head + [35]
    }

    /// Letters and digits change so often that people would not have written it.
    private static func isMixed(_ part: Bytes) -> Bool {
        part.count >= 6 && zip(part, part.dropFirst()).count { $0.isDigit != $1.isDigit } >= 2
    }

    /// The host without the hash or the number that each deployment of a preview has. A server's own digits, as in `api2`, and
    /// those of a plain address are its name.
    static func host(_ address: Bytes) -> String {
        let host = Address.host(of: address)
        guard host.contains(where: \.isLetter), host.first != 91 else { return host.text }
        return host.split(separator: 46, omittingEmptySubsequences: false).map { label in
            label.split(separator: 45, omittingEmptySubsequences: false).map { part in
                isMixed(part) || !part.isEmpty && part.allSatisfy(\.isDigit) ? "#" : part.text
            }.joined(separator: "-")
        }.joined(separator: ".")
    }

    /// Path and host name without port, query and ids: `http://localhost:4000/api/orders/17?x=1` becomes `localhost/api/orders/#`.
    static func endpoint(_ address: String) -> String {
        let bytes = address.foldedBytes(limit: 2048)[...]
        let host = Address.isLocal(bytes) ? "local" : Self.host(bytes)
        return host + Normalised(Address.path(of: bytes).text).text
    }
}
