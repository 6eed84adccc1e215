import Foundation
import FoundationNetworking
import Synchronization

/// Puts the pieces together that a URL session delivers, for all of its tasks, and hands each answer over once.
final class ResponseCollector: NSObject, URLSessionDataDelegate {
    typealias Continuation = CheckedContinuation<TransportResponse, any Error>

    private struct Exchanges {
        var collecting: [Int: (continuation: Continuation, body: Data)] = [:]
        var streaming: [Int: StreamExchange] = [:]
        /// Cancelled before anyone waited for them.
        var abandoned: Set<Int> = []
    }

    private let limitBytes: Int
    private let exchanges = Mutex(Exchanges())

    init(limitBytes: Int) { self.limitBytes = limitBytes }

    /// False, and the continuation resumed, when the exchange was abandoned already.
    func expect(_ task: Int, _ continuation: Continuation) -> Bool {
        let isWanted = exchanges.withLock { exchanges in
            guard exchanges.abandoned.remove(task) == nil else { return false }
            exchanges.collecting[task] = (continuation, Data())
            return true
        }
        if !isWanted { continuation.resume(throwing: CancellationError()) }
        return isWanted
    }

    func expect(_ task: Int, _ stream: StreamExchange) { exchanges.withLock { $0.streaming[task] = stream } }

    func forgetStream(_ task: Int) {
        exchanges.withLock { _ = $0.streaming.removeValue(forKey: task) }
    }

    func abandon(_ task: Int) {
        let pending = exchanges.withLock { exchanges in
            let pending = exchanges.collecting.removeValue(forKey: task)
            if pending == nil { exchanges.abandoned.insert(task) }
            return pending
        }
        pending?.continuation.resume(throwing: CancellationError())
    }

    /// After the exchange: it may have been abandoned while its answer was on the way to the one who waited.
    func forget(_ task: Int) { exchanges.withLock { _ = $0.abandoned.remove(task) } }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let task = dataTask.taskIdentifier
        if let stream = exchanges.withLock({ $0.streaming[task] }) {
            if let response = dataTask.response as? HTTPURLResponse {
                stream.receive(TransportResponse(response, body: Data()))
            }
            if !stream.receive(data) { dataTask.cancel() }
            return
        }
        let tooLarge = exchanges.withLock { exchanges in
            exchanges.collecting[task]?.body.append(data)
            let isTooLarge = (exchanges.collecting[task]?.body.count ?? 0) > limitBytes
            return isTooLarge ? exchanges.collecting.removeValue(forKey: task) : nil
        }
        guard let tooLarge else { return }
        dataTask.cancel()
        tooLarge.continuation.resume(throwing: TransportError.answerTooLarge(limitBytes: limitBytes))
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        if let stream = exchanges.withLock({ $0.streaming.removeValue(forKey: task.taskIdentifier) }) {
            return end(stream, of: task, error)
        }
        let pending = exchanges.withLock { $0.collecting.removeValue(forKey: task.taskIdentifier) }
        guard let (continuation, body) = pending else { return }
        if let error {
            continuation.resume(throwing: TransportError(error, of: task))
        } else if let response = task.response as? HTTPURLResponse {
            continuation.resume(returning: TransportResponse(response, body: body))
        } else {
            continuation.resume(throwing: TransportError.connection("an answer that is not HTTP"))
        }
    }

    private func end(_ stream: StreamExchange, of task: URLSessionTask, _ error: (any Error)?) {
        if let error { return stream.fail(TransportError(error, of: task)) }
        if let response = task.response as? HTTPURLResponse {
            stream.receive(TransportResponse(response, body: Data()))
        }
        stream.end()
    }

    /// Redirects are the caller's to follow: only it knows which host may see the token.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}

extension TransportError {
    /// Foundation says "cannot connect" whenever any address of the host has refused, also when the next one has taken the
    /// request and then failed. libcurl's own words tell the two apart; words that are not known may have been sent.
    fileprivate init(_ error: any Error, of task: URLSessionTask) {
        let words = error.localizedDescription
        let isUnsent =
            switch (error as? URLError)?.code {
            case .cannotFindHost, .dnsLookupFailed: true
            case .cannotConnectToHost: Self.refusals.contains(where: words.hasPrefix)
            default: false
            }
        let isUntouched = task.response == nil && task.countOfBytesSent == 0 && task.countOfBytesReceived == 0
        self = isUnsent && isUntouched ? .notConnected(words) : .connection(words)
    }

    /// What libcurl says when no address could be connected to. Source: its lib/connect.c and lib/strerror.c.
    private static let refusals = ["Failed to connect to", "Couldn't connect to", "Could not connect to"]
}

extension TransportResponse {
    fileprivate init(_ response: HTTPURLResponse, body: Data) {
        var headers: [String: String] = [:]
        for (name, value) in response.allHeaderFields { headers["\(name)"] = "\(value)" }
        self.init(status: response.statusCode, headers: headers, body: body)
    }
}
