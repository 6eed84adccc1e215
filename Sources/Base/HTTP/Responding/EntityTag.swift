/// The version of a representation. Source: RFC 9110 §8.8.3.
package struct EntityTag: Equatable, Sendable {
    /// With its quotes, and `W/` in front where it is weak.
    package let text: String

    /// - Parameter text: as in a header field.
    package init?(_ text: String) {
        let opaque = text.hasPrefix("W/") ? text.dropFirst(2) : text[...]
        guard opaque.utf8.count >= 2, opaque.hasPrefix("\""), opaque.hasSuffix("\""),
            opaque.utf8.dropFirst().dropLast().allSatisfy({ $0 > 0x20 && $0 != Octet.quote && $0 != 0x7F })
        else { return nil }
        self.text = text
    }

    /// A strong tag from the octets themselves: FNV-1a, 64 bits. Fit to see changes, not to see forgeries.
    package init(hashing octets: [UInt8]) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for octet in octets { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01B3 }
        text = "\"\(String(hash, radix: 36))\""
    }

    /// The same version, in another content coding: another tag. Source: RFC 9110 §8.8.3.3.
    func coded(_ coding: String) -> EntityTag? {
        EntityTag("\(text.dropLast())-\(coding)\"")
    }

    private var isWeak: Bool { text.hasPrefix("W/") }
    private var opaque: Substring { isWeak ? text.dropFirst(2) : text[...] }

    /// Source: RFC 9110 §8.8.3.2.
    func matchesStrongly(_ other: EntityTag) -> Bool { !isWeak && self == other }

    /// Whether an `If-None-Match` field names this tag, so that the client has this version already.
    /// Source: RFC 9110 §13.1.2: weak comparison; `*` names every tag.
    func isNamed(inIfNoneMatch field: String) -> Bool {
        if field == "*" { return true }
        var rest = field.utf8[...]
        while let start = rest.firstIndex(of: Octet.quote) {
            guard let end = rest[(rest.index(after: start))...].firstIndex(of: Octet.quote) else { return false }
            if rest[start...end].elementsEqual(opaque.utf8) { return true }
            rest = rest[rest.index(after: end)...]
        }
        return false
    }
}
