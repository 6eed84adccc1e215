import Foundation

/// Takes secrets out of text that leaves the service: errors, reports, pull requests.
package struct Redaction: Sendable {
    /// Shorter ones would hide words that are no secret.
    private static let shortest = 6
    private let secrets: [String]

    package init(secrets: [String]) {
        // As they are, and as they stand in JSON; the longest first, in case one is part of another.
        let escaped = secrets.compactMap { secret in
            (try? JSON.encode([secret])).map { String(decoding: $0.dropFirst(2).dropLast(2), as: UTF8.self) }
        }
        self.secrets = Set(secrets + escaped).filter { $0.count >= Self.shortest }.sorted { $0.count > $1.count }
    }

    package func apply(to text: String) -> String {
        secrets.reduce(text) { $1.isEmpty || !$0.contains($1) ? $0 : $0.replacing($1, with: "[secret]") }
    }

    /// Every text in the value.
    package func apply<Value: Codable>(to value: Value) throws -> Value {
        if secrets.isEmpty { return value }
        let text = String(decoding: try JSON.encode(value), as: UTF8.self)
        return try JSON.decode(Value.self, from: Data(apply(to: text).utf8))
    }
}
