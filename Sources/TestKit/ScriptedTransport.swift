import Foundation
package import HTTPClient
import Synchronization

/// Answers from a script, one after the other, and keeps what it was asked.
package final class ScriptedTransport: HTTPTransport {
    package enum Step: Sendable {
        case answer(Int, [String: String], String)
        case fails(TransportError)

        package static func json(_ status: Int, _ body: String, _ headers: [String: String] = [:]) -> Self {
            .answer(
                status, headers.merging(["Content-Type": "application/json; charset=utf-8"]) { first, _ in first }, body
            )
        }
    }

    private let state: Mutex<(script: [Step], requests: [TransportRequest])>

    package init(_ script: Step...) { state = Mutex((script, [])) }
    package init(_ script: [Step]) { state = Mutex((script, [])) }

    package var requests: [TransportRequest] { state.withLock { $0.requests } }
    package var remaining: Int { state.withLock { $0.script.count } }

    package func send(_ request: TransportRequest) async throws -> TransportResponse {
        try Task.checkCancellation()
        let step = state.withLock { state in
            state.requests.append(request)
            return state.script.isEmpty ? nil : state.script.removeFirst()
        }
        switch step {
        case .answer(let status, let headers, let body):
            return TransportResponse(status: status, headers: headers, body: Data(body.utf8))
        case .fails(let error):
            throw error
        case nil:
            throw TransportError.connection("the script is at its end")
        }
    }
}
