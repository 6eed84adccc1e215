package import Foundation

/// Carries one HTTP request to its server and the answer back; knows nothing of GitHub and repeats nothing.
package protocol HTTPTransport: Sendable {
    /// Any status is an answer, redirects too, which are not followed.
    /// - Throws: `TransportError`, or `CancellationError` when the task was cancelled.
    func send(_ request: TransportRequest) async throws -> TransportResponse
}

package struct TransportRequest: Sendable {
    package var method: String
    package var url: URL
    package var headers: [String: String]
    package var body: Data?
    /// For the whole exchange, until the last byte of the answer.
    package var timeout: Duration

    package init(method: String, url: URL, headers: [String: String], body: Data?, timeout: Duration) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

package struct TransportResponse: Sendable {
    package let status: Int
    private let headers: [String: String]
    package let body: Data

    package init(status: Int, headers: [String: String], body: Data) {
        self.status = status
        self.headers = Dictionary(headers.map { ($0.lowercased(), $1) }, uniquingKeysWith: { first, _ in first })
        self.body = body
    }

    /// The same head with another body.
    package init(_ head: Self, body: Data) {
        status = head.status
        headers = head.headers
        self.body = body
    }

    /// The value of a header field, whose name may be in any case.
    package func header(_ name: String) -> String? { headers[name.lowercased()] }
}

/// No whole answer came. The server may have done what was asked all the same, unless nothing was connected.
package enum TransportError: Error, Hashable, CustomStringConvertible {
    case timedOut(after: Duration)
    /// Refused or not resolved: no byte of the request was sent.
    case notConnected(String)
    /// Reset, or closed early.
    case connection(String)
    case answerTooLarge(limitBytes: Int)

    package var description: String {
        switch self {
        case .timedOut(let limit): "no answer within \(limit)"
        case .notConnected(let reason): "nothing could be connected to: \(reason)"
        case .connection(let reason): "the connection failed: \(reason)"
        case .answerTooLarge(let limitBytes): "the answer is larger than \(limitBytes) bytes"
        }
    }
}
