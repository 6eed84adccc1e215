/// The kind of a body, without its parameters: `application/json`. Source: RFC 9110 §8.3.1.
package struct MediaType: Hashable, Sendable, CustomStringConvertible {
    /// In lower case.
    package let type: String
    package let subtype: String

    package static let json = Self(type: "application", subtype: "json")
    package static let form = Self(type: "application", subtype: "x-www-form-urlencoded")

    private init(type: String, subtype: String) {
        self.type = type
        self.subtype = subtype
    }

    /// Reads a `Content-Type`. Parameters such as `; charset=utf-8` are allowed and left out.
    /// - Returns: nil when the text is not a media type.
    package init?(_ field: String) {
        let essence = field.utf8.prefix { $0 != Octet.semicolon }.reversed().drop(while: Octet.isBlank).reversed()
        let parts = essence.split(separator: Octet.slash, omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Octet.isToken) }) else { return nil }
        type = String(decoding: parts[0].map(Octet.lowercased), as: UTF8.self)
        subtype = String(decoding: parts[1].map(Octet.lowercased), as: UTF8.self)
    }

    package var description: String { "\(type)/\(subtype)" }

    /// Text of some kind, which gzip makes much smaller.
    var isCompressible: Bool {
        switch (type, subtype) {
        case ("text", let subtype): subtype != "event-stream"
        case ("application", "json"), ("application", "javascript"), ("application", "xml"),
            ("application", "yaml"), ("application", "x-ndjson"):
            true
        default: subtype.hasSuffix("+json") || subtype.hasSuffix("+xml")
        }
    }
}
