import Foundation
package import HTTPClient
import Synchronization

/// Answers from a script, one after the other, and keeps what it was asked.
package final class ScriptedTransport: HTTPStreamTransport {
    package enum Step: Sendable {
        case answer(Int, [String: String], String)
        case fails(TransportError)
        /// A streamed body in these pieces, and what then breaks it off.
        case pieces(Int, [String: String], [String], then: TransportError?)

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
        case .pieces(let status, let headers, let pieces, then: nil):
            return TransportResponse(status: status, headers: headers, body: Data(pieces.joined().utf8))
        case .fails(let error), .pieces(_, _, _, then: let error?):
            throw error
        case nil:
            throw TransportError.connection("the script is at its end")
        }
    }

    package func stream<Value: Sendable>(
        _ request: TransportRequest, patience: StreamPatience, _ read: (TransportStream) async throws -> Value
    ) async throws -> Value {
        guard case .pieces(let status, let headers, let pieces, let error)? = state.withLock({ $0.script.first }) else {
            let response = try await send(request)
            return try await read(Self.stream(response, [String(decoding: response.body, as: UTF8.self)], nil))
        }
        state.withLock { state in
            state.requests.append(request)
            state.script.removeFirst()
        }
        let head = TransportResponse(status: status, headers: headers, body: Data())
        return try await read(Self.stream(head, pieces, error))
    }

    private static func stream(
        _ head: TransportResponse, _ pieces: [String], _ error: TransportError?
    ) -> TransportStream {
        let rest = Mutex(pieces[...])
        return TransportStream(head: TransportResponse(head, body: Data())) {
            if let piece = rest.withLock({ $0.popFirst() }) { return Data(piece.utf8) }
            if let error { throw error }
            return nil
        }
    }
}
