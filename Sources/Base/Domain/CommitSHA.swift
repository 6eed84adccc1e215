/// A full Git object name: 40 lowercase hexadecimal digits.
package struct CommitSHA: Hashable, Sendable, Codable, CustomStringConvertible {
    package let text: String

    package init?(_ text: String) {
        guard text.utf8.count == 40, text.utf8.allSatisfy(HexadecimalDigits.contains) else { return nil }
        self.text = text
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(text) is not a full commit SHA"))
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package var description: String { text }
    /// The first twelve digits, as people read them.
    package var short: String { String(text.prefix(12)) }
    /// What GitHub sends in `before` of a new branch and in `after` of a deleted one.
    package var isZero: Bool { text.utf8.allSatisfy { $0 == UInt8(ascii: "0") } }
}
