import Foundation

/// Takes secrets out of text that leaves the service: errors, reports, pull requests. Those that it knows, and what looks like
/// one, such as a token that a playbook has just made and a call's log shows.
package struct Redaction: Sendable {
    /// Shorter ones would hide words that are no secret.
    private static let shortest = 6
    private let secrets: [String]

    package init(secrets: [String]) {
        // The longest first, in case one is part of another.
        let disguises = secrets.filter { $0.count >= Self.shortest }.flatMap(Self.disguises)
        self.secrets = Set(secrets + disguises).filter { $0.count >= Self.shortest }.sorted { $0.count > $1.count }
    }

    /// As a secret stands in JSON, in a URL, and in Base64 wherever in it the secret begins.
    private static func disguises(of secret: String) -> [String] {
        let escaped = (try? JSON.encode([secret])).map { String(decoding: $0.dropFirst(2).dropLast(2), as: UTF8.self) }
        let plain = CharacterSet(charactersIn: "-._~").union(.alphanumerics)
        let encoded = secret.addingPercentEncoding(withAllowedCharacters: plain)
        let base64 = (0..<3).map { offset in
            // Of the first and the last group of three bytes, what the neighbours decide is left out.
            let text = Data(repeating: 0, count: offset) + Data(secret.utf8)
            let whole = text.prefix(text.count / 3 * 3).base64EncodedString()
            return String(whole.dropFirst(offset == 0 ? 0 : 4))
        }
        return [escaped, encoded].compactMap(\.self) + base64.filter { $0.count >= 8 }
    }

    package func apply(to text: String) -> String { apply(to: [text])[0] }

    /// Without the secrets whose values are known; for who looks for the others with marks of their own.
    package func withoutKnown(_ text: String) -> String {
        secrets.reduce(text) { $1.isEmpty || !$0.contains($1) ? $0 : $0.replacing($1, with: Self.mark) }
    }

    /// The texts are looked through together: what one shows as a secret is taken out of the others, too.
    private func apply(to texts: [String]) -> [String] {
        var shapes = SecretShapes()
        return shapes.redact(texts.map(withoutKnown)).map {
            $0.contains("«SECRET_") ? $0.replacing(/«SECRET_\d{1,6}»/, with: Self.mark) : $0
        }
    }

    private static let mark = "[secret]"

    /// Every text in the value. Keys, numbers and the words of enumerations are no texts, whatever a secret is.
    package func apply<Value: Codable>(to value: Value) throws -> Value {
        let json = try JSON.encode(value)
        do {
            return try JSON.decode(Value.self, from: changed(json) { _ in true })
        } catch is DecodingError {
            // A secret that is a word of an enumeration, such as `manual`, does not make the value unreadable.
            return try JSON.decode(Value.self, from: changed(json) { !Self.isWord($0) })
        }
    }

    private func changed(_ json: Data, where isText: (String) -> Bool) -> Data {
        var texts: [String] = []
        _ = JSONTexts.changed(in: json) { text in
            texts.append(text)
            return text
        }
        let redacted = apply(to: texts)
        var index = -1
        return JSONTexts.changed(in: json) { text in
            index += 1
            return isText(text) ? redacted[index] : text
        }
    }

    private static func isWord(_ text: String) -> Bool {
        text.utf8.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || $0 == UInt8(ascii: "-") }
    }
}
