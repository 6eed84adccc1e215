import Domain
import Foundation
import Synchronization

/// Our end of a connection to a server of the Model Context Protocol; the streams are the caller's.
///
/// Source: Model Context Protocol, revision 2025-06-18: lifecycle, standard streams, tools, roots, ping, cancellation.
package final class MCPClient: Sendable {
    /// What is more than that ends the connection.
    package struct Limits: Sendable {
        package var messageBytes = 16 * 1024 * 1024
        /// Lines that the server prints, messages or not.
        package var lines = 100_000
        /// Messages of ours that the server has not read yet.
        package var unread = 256
        package var toolPages = 20

        package init() {}
    }

    private typealias Waiter = CheckedContinuation<[UInt8], any Error>
    private struct State {
        var framing: MessageFraming
        var waiting: [Int: Waiter] = [:]
        var lastID = 0
        var lines = 0
        var skipped = 0
        var end: MCPError?
    }

    /// What is to be written to the server, in order; ends with the connection.
    package let outgoing: AsyncStream<[UInt8]>
    let limits: Limits
    private let queue: AsyncStream<[UInt8]>.Continuation
    private let state: Mutex<State>
    private let roots: [Root]

    /// - Parameter roots: folders that the server may take for its workspace.
    package init(roots: [String], limits: Limits = Limits()) {
        self.limits = limits
        self.roots = roots.map(Root.init)
        state = Mutex(State(framing: MessageFraming(limitBytes: limits.messageBytes)))
        (outgoing, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(limits.unread))
    }

    /// Lines that were no message, or answered nothing that was asked.
    package var skippedLines: Int { state.withLock { $0.skipped } }

    /// Takes what the server printed, in pieces of any size.
    package func receive(_ bytes: [UInt8]) {
        do {
            for line in try state.withLock({ try $0.framing.append(bytes) }) { take(line) }
        } catch {
            end("it printed a line of more than \(limits.messageBytes) bytes")
        }
    }

    /// Fails everything that still waits, and whatever is asked from now on. The first reason stays.
    package func end(_ reason: String) {
        let error = MCPError.ended(reason)
        let waiting = state.withLock { state in
            if state.end == nil { state.end = error }
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for waiter in waiting { waiter.resume(throwing: error) }
        queue.finish()
    }

    private func take(_ line: [UInt8]) {
        let isTooMuch = state.withLock { state in
            state.lines += 1
            return state.lines > limits.lines
        }
        if isTooMuch { return end("it printed more than \(limits.lines) lines") }
        switch RPCIncoming(line) {
        case .answer(.number(let id), let fault): answer(id, with: line, fault)
        case .request(let id, "ping"): send(RPCOutgoing(id: id, result: RPCNothing()))
        case .request(let id, "roots/list"): send(RPCOutgoing(id: id, result: ["roots": roots]))
        case .request(let id, let method):
            send(RPCOutgoing<RPCNothing>(id: id, error: .unknown(method: method)))
        case .notification: break
        case .answer(.text, _), nil: skip()
        }
    }

    private func skip() { state.withLock { $0.skipped += 1 } }

    private func answer(_ id: Int, with line: [UInt8], _ fault: RPCFault?) {
        guard let waiter = state.withLock({ $0.waiting.removeValue(forKey: id) }) else { return skip() }
        if let fault { waiter.resume(throwing: fault) } else { waiter.resume(returning: line) }
    }

    /// Queues a message; a server that reads none of them any more is given up.
    func send(_ message: RPCOutgoing<some Encodable>) {
        do {
            if case .dropped = queue.yield(try message.line()) {
                end("it has left \(limits.unread) messages unread")
            }
        } catch {
            end("a message to it cannot be written as JSON: \(error)")
        }
    }

    func nextID() -> Int {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// Sends a request and waits for its answer, for ever if need be. Who is cancelled leaves at once.
    func answer(to id: Int, _ message: RPCOutgoing<some Encodable>) async throws -> [UInt8] {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiter: Waiter) in
                let obstacle: (any Error)? = state.withLock { state in
                    if let end = state.end { return end }
                    if Task.isCancelled { return CancellationError() }
                    state.waiting[id] = waiter
                    return nil
                }
                if let obstacle { waiter.resume(throwing: obstacle) } else { send(message) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiting.removeValue(forKey: id) }
            waiter?.resume(throwing: CancellationError())
        }
    }
}

extension RPCFault: Error {}

/// A folder as the protocol names it.
private struct Root: Encodable {
    let uri: String
    let name: String

    init(_ folder: String) {
        let url = URL(filePath: folder, directoryHint: .isDirectory)
        uri = url.absoluteString
        name = url.lastPathComponent
    }
}
