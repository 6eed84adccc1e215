import Foundation
import FoundationNetworking

/// HTTP by Foundation, with connections kept between requests, without cookies, caches and stored passwords.
package final class URLSessionTransport: HTTPTransport {
    private let session: URLSession
    private let collector: ResponseCollector

    /// - Parameter answerLimitBytes: counted after decompression; a larger answer is an error.
    package init(answerLimitBytes: Int = 20 << 20) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.httpCookieStorage = nil
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        collector = ResponseCollector(limitBytes: answerLimitBytes)
        session = URLSession(configuration: configuration, delegate: collector, delegateQueue: nil)
    }

    /// A session keeps its delegate until it is told to end.
    deinit { session.finishTasksAndInvalidate() }

    package func send(_ request: TransportRequest) async throws -> TransportResponse {
        let limit = request.timeout
        return try await withThrowingTaskGroup(of: TransportResponse.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await self.exchange(request) }
            group.addTask {
                try await Task.sleep(for: limit)
                throw TransportError.timedOut(after: limit)
            }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    private func exchange(_ request: TransportRequest) async throws -> TransportResponse {
        var wire = URLRequest(url: request.url, cachePolicy: .reloadIgnoringLocalCacheData)
        // The group's clock decides; this one only keeps Foundation's own, shorter one from deciding first.
        wire.timeoutInterval = request.timeout / .seconds(1) + 5
        wire.httpMethod = request.method
        wire.httpBody = request.body
        for (name, value) in request.headers { wire.setValue(value, forHTTPHeaderField: name) }
        let task = session.dataTask(with: wire)
        defer { collector.forget(task.taskIdentifier) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if collector.expect(task.taskIdentifier, continuation) { task.resume() }
            }
        } onCancel: {
            collector.abandon(task.taskIdentifier)
            task.cancel()
        }
    }
}
