import Foundation
import GitHub
import HTTPClient

/// What goes wrong with one call.
struct Fault: Sendable, CustomStringConvertible {
    enum Kind: String, Sendable, CaseIterable {
        case limitWithRetryAfter, secondaryLimit, tooMany, serverError, htmlPage, htmlInsteadOfAnswer, cutOff
        case reset, timeout

        func answer() throws -> TransportResponse {
            switch self {
            case .limitWithRetryAfter: Self.json(403, "You have exceeded a limit", ["retry-after": "1"])
            case .secondaryLimit: Self.json(403, "You have exceeded a secondary rate limit. Please wait")
            case .tooMany: Self.json(429, "Too many requests")
            case .serverError: Self.json(500, "Server Error")
            case .htmlPage: Self.html(502)
            case .htmlInsteadOfAnswer: Self.html(200)
            case .cutOff: TransportResponse(status: 200, headers: [:], body: Data(#"{"sha": "0123"#.utf8))
            case .reset: throw TransportError.connection("reset by peer")
            case .timeout: throw TransportError.timedOut(after: .seconds(30))
            }
        }

        private static func json(
            _ status: Int, _ message: String, _ headers: [String: String] = [:]
        ) -> TransportResponse {
            TransportResponse(status: status, headers: headers, body: Data(#"{"message":"\#(message)"}"#.utf8))
        }

        private static func html(_ status: Int) -> TransportResponse {
            TransportResponse(
                status: status, headers: ["Content-Type": "text/html"], body: Data("<html>Unicorn</html>".utf8))
        }
    }

    /// The first call is 0.
    let call: Int
    let kind: Kind
    /// Whether the call is not carried out; otherwise only its answer is lost.
    let isBefore: Bool

    var description: String { "\(kind) \(isBefore ? "before" : "after") call \(call)" }
}
