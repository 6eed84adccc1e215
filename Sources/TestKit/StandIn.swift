import Foundation
import HTTPClient

/// A server of another program that speaks a real protocol and fails on command, beside the tests.
package struct StandIn: Sendable {
    /// What it said when it began to serve.
    package let facts: [String: String]
    private let transport = URLSessionTransport()

    /// - Parameter variable: of the environment, with one JSON object; nil when it is not set.
    package init?(variable: String) {
        guard let text = ProcessInfo.processInfo.environment[variable],
            let facts = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        else { return nil }
        self.facts = facts.compactMapValues { $0 as? String ?? ($0 as? [String])?.first }
    }

    package struct Refused: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Parameter body: JSON; nil: a GET.
    package func ask(_ url: String, _ body: Any? = nil, headers: [String: String] = [:]) async throws -> Any {
        guard let url = URL(string: url) else { throw Refused(description: url) }
        let response = try await transport.send(
            TransportRequest(
                method: body == nil ? "GET" : "POST", url: url,
                headers: headers.merging(["Content-Type": "application/json", "User-Agent": "tests"]) { first, _ in
                    first
                },
                body: try body.map { try JSONSerialization.data(withJSONObject: $0) }, timeout: .seconds(20)))
        guard (200..<300).contains(response.status) else {
            throw Refused(
                description: "\(url.path): \(response.status) \(String(decoding: response.body, as: UTF8.self))")
        }
        return response.body.isEmpty ? [:] : try JSONSerialization.jsonObject(with: response.body)
    }
}
