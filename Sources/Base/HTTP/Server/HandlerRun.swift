internal import Logging
internal import Sockets

/// One handler at work on one request. Tells the event loop how it ends, whatever happens.
struct HandlerRun: Sendable {
    let request: HTTPRequest
    let ticket: Ticket
    let mailbox: Mailbox<ServerMessage>
    let gzipFromBytes: Int
    let logger: Logger

    func run(_ handler: HTTPHandler) async {
        do {
            await deliver(prepared(try await handler(request)))
        } catch {
            await deliver(prepared(response(to: error)))
        }
    }

    /// Of a handler that does not wait for anything.
    func response(from handler: (HTTPRequest) throws -> HTTPResponse) -> PreparedResponse {
        do {
            return prepared(try handler(request))
        } catch {
            return prepared(response(to: error))
        }
    }

    private func prepared(_ response: HTTPResponse) -> PreparedResponse {
        response.prepared(for: request, gzipFromBytes: gzipFromBytes)
    }

    /// What the client learns of an error: nothing, unless the error says what.
    private func response(to error: any Error) -> HTTPResponse {
        if let error = error as? any HTTPResponseError { return error.response }
        log("Handler failed", error)
        return .problem(.internalServerError, detail: "The server failed at this request; its log says more.")
    }

    func deliver(_ response: PreparedResponse) async {
        guard case .stream(_, let produce) = response.content, request.method != .head else {
            mailbox.post(.answered(ticket, response))
            return
        }
        mailbox.post(.streamStarted(ticket, response))
        do {
            try await produce(writer)
            mailbox.post(.streamEnded(ticket, isComplete: true))
        } catch {
            if !(error is BodyWriter.ClientGone || error is CancellationError) { log("Stream failed", error) }
            mailbox.post(.streamEnded(ticket, isComplete: false))
        }
    }

    private var writer: BodyWriter {
        BodyWriter { [mailbox, ticket] octets in
            try await withCheckedThrowingContinuation { continuation in
                if !mailbox.post(.streamed(ticket, octets, continuation)) {
                    continuation.resume(throwing: BodyWriter.ClientGone())
                }
            }
        }
    }

    private func log(_ event: Logger.Message, _ error: any Error) {
        logger.error(
            event,
            metadata: [
                "request.id": "\(request.id)", "request.method": "\(request.method)", "request.path": "\(request.path)",
                "error": "\(error)",
            ])
    }
}
