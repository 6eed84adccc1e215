import Foundation
import FoundationNetworking

/// HTTP by Foundation, without cookies, caches and stored passwords.
///
/// Connections are kept for requests that only read. Any other gets one of its own: when a kept connection is reset before
/// the first byte of the answer, libcurl sends the request again by itself and tells nobody, although the server may have
/// carried it out.
package final class URLSessionTransport: HTTPStreamTransport {
    /// A session, with the one who listens to it; a session keeps its listener until it is told to end.
    private struct Line {
        let session: URLSession
        let collector: ResponseCollector

        init(limitBytes: Int) {
            let configuration = URLSessionConfiguration.ephemeral
            configuration.httpShouldSetCookies = false
            configuration.httpCookieAcceptPolicy = .never
            configuration.httpCookieStorage = nil
            configuration.urlCache = nil
            configuration.urlCredentialStorage = nil
            collector = ResponseCollector(limitBytes: limitBytes)
            session = URLSession(configuration: configuration, delegate: collector, delegateQueue: nil)
        }

        func end() { session.finishTasksAndInvalidate() }
    }

    private let kept: Line
    private let answerLimitBytes: Int

    /// - Parameter answerLimitBytes: counted after decompression; a larger answer is an error.
    package init(answerLimitBytes: Int = 20 << 20) {
        self.answerLimitBytes = answerLimitBytes
        kept = Line(limitBytes: answerLimitBytes)
    }

    deinit { kept.end() }

    package func send(_ request: TransportRequest) async throws -> TransportResponse {
        try await within(request.timeout) { try await self.exchange(request) }
    }

    package func stream<Value: Sendable>(
        _ request: TransportRequest, patience: StreamPatience, _ read: (TransportStream) async throws -> Value
    ) async throws -> Value {
        let (line, isOwn) = line(for: request)
        let exchange = StreamExchange(limitBytes: answerLimitBytes)
        let task = line.session.dataTask(with: wire(request))
        line.collector.expect(task.taskIdentifier, exchange)
        defer {
            line.collector.forgetStream(task.taskIdentifier)
            task.cancel()
            if isOwn { line.end() }
        }
        let end = ContinuousClock.now.advanced(by: request.timeout)
        let next: @Sendable (Duration) async throws -> StreamExchange.Event = { silence in
            let rest = ContinuousClock.now.duration(to: end)
            guard rest > .zero else { throw TransportError.timedOut(after: request.timeout) }
            return try await exchange.next(within: min(silence, rest))
        }
        task.resume()
        guard case .head(let head) = try await next(patience.first) else {
            throw TransportError.connection("an answer that is not HTTP")
        }
        return try await read(
            TransportStream(head: head) {
                if case .piece(let data) = try await next(patience.between) { data } else { nil }
            })
    }

    private func exchange(_ request: TransportRequest) async throws -> TransportResponse {
        let (line, isOwn) = line(for: request)
        let collector = line.collector
        let task = line.session.dataTask(with: wire(request))
        defer {
            collector.forget(task.taskIdentifier)
            if isOwn { line.end() }
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if collector.expect(task.taskIdentifier, continuation) { task.resume() }
            }
        } onCancel: {
            collector.abandon(task.taskIdentifier)
            task.cancel()
        }
    }

    private func line(for request: TransportRequest) -> (Line, isOwn: Bool) {
        let isReading = ["GET", "HEAD"].contains(request.method)
        return isReading ? (kept, false) : (Line(limitBytes: answerLimitBytes), true)
    }

    private func wire(_ request: TransportRequest) -> URLRequest {
        var wire = URLRequest(url: request.url, cachePolicy: .reloadIgnoringLocalCacheData)
        // Our own clocks decide; this one only keeps Foundation's own, shorter one from deciding first.
        wire.timeoutInterval = request.timeout / .seconds(1) + 5
        wire.httpMethod = request.method
        wire.httpBody = request.body
        for (name, value) in request.headers { wire.setValue(value, forHTTPHeaderField: name) }
        return wire
    }
}
