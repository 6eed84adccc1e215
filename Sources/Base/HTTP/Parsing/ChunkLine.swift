/// The line in front of a chunk: its size, and extensions that are checked and ignored. Source: RFC 9112 §7.1.
struct ChunkLine {
    let size: Int
    let extensionBytes: Int

    /// - Parameter octets: the line without its CRLF.
    init(_ octets: ArraySlice<UInt8>) throws(RequestRejection) {
        let digits = octets.prefix { Octet.hexValue($0) != nil }
        guard !digits.isEmpty, Self.areExtensions(octets[digits.endIndex...]) else {
            throw .malformed("A chunk starts with its size in hexadecimal digits, and well-formed extensions at most.")
        }
        guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw RequestRejection(.contentTooLarge, "A chunk is larger than this server can count.")
        }
        self.size = size
        extensionBytes = octets.endIndex - digits.endIndex
    }

    /// Source: RFC 9112 §7.1.1: `*( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )`.
    private static func areExtensions(_ octets: ArraySlice<UInt8>) -> Bool {
        var rest = octets
        while !rest.isEmpty {
            guard skip(Octet.semicolon, &rest), skipToken(&rest) else { return false }
            guard skip(Octet.equals, &rest) else { continue }
            guard rest.first == Octet.quote ? skipQuotedString(&rest) : skipToken(&rest) else { return false }
        }
        return true
    }

    /// Skips `octet` and the blanks around it; skips nothing when it does not come next.
    private static func skip(_ octet: UInt8, _ rest: inout ArraySlice<UInt8>) -> Bool {
        let afterBlanks = rest.drop(while: Octet.isBlank)
        guard afterBlanks.first == octet else { return false }
        rest = afterBlanks.dropFirst().drop(while: Octet.isBlank)
        return true
    }

    private static func skipToken(_ rest: inout ArraySlice<UInt8>) -> Bool {
        let token = rest.prefix(while: Octet.isToken)
        rest = rest[token.endIndex...]
        return !token.isEmpty
    }

    private static func skipQuotedString(_ rest: inout ArraySlice<UInt8>) -> Bool {
        rest = rest.dropFirst()
        while let octet = rest.popFirst() {
            if octet == Octet.quote { return true }
            if octet == Octet.backslash, rest.popFirst().map(Octet.isFieldValue) != true { return false }
            if !Octet.isFieldValue(octet) { return false }
        }
        return false
    }
}
