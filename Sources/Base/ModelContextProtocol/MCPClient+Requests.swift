import Domain
import Foundation

extension MCPClient {
    /// The first is what we ask for; what we use is the same in all of them.
    private static let revisions = ["2025-06-18", "2025-11-25", "2025-03-26", "2024-11-05"]

    /// Opens the connection.
    package func initialize(within limit: Duration) async throws -> MCPServer {
        struct Greeting: Encodable, Sendable {
            struct Capabilities: Encodable, Sendable { let roots = RPCNothing() }
            let protocolVersion: String
            let capabilities = Capabilities()
            let clientInfo = ["name": "selfheal", "version": "1"]
        }
        struct Reply: Decodable {
            let protocolVersion: String
            let serverInfo: MCPServer
        }
        let reply: Reply = try await request(
            "initialize", Greeting(protocolVersion: Self.revisions[0]), within: limit)
        guard Self.revisions.contains(reply.protocolVersion) else {
            let known = Self.revisions.joined(separator: ", ")
            throw MCPError.unreadable(
                method: "initialize",
                reason: "it speaks revision \(reply.protocolVersion.prefix(40)) of the protocol, known are \(known)")
        }
        send(RPCOutgoing<RPCNothing>(method: "notifications/initialized"))
        return reply.serverInfo
    }

    /// All tools of the server.
    /// - Parameter limit: for each page of the list.
    package func tools(within limit: Duration) async throws -> [MCPTool] {
        struct Page: Decodable {
            let tools: [MCPTool]
            let nextCursor: String?
        }
        var tools: [MCPTool] = []
        var place: [String: String] = [:]
        for _ in 1...limits.toolPages {
            let page: Page = try await request("tools/list", place, within: limit)
            tools += page.tools
            guard let cursor = page.nextCursor else { return tools }
            place = ["cursor": cursor]
        }
        throw MCPError.unreadable(
            method: "tools/list", reason: "the list has more than \(limits.toolPages) pages")
    }

    package func call(
        _ tool: String, _ arguments: some Encodable & Sendable, within limit: Duration
    ) async throws -> MCPToolResult {
        try await request("tools/call", ToolCall(name: tool, arguments: arguments), within: limit)
    }

    /// - Parameter limit: after it the server is told that nobody waits any more.
    private func request<Content: Decodable>(
        _ method: String, _ params: some Encodable & Sendable, within limit: Duration
    ) async throws -> Content {
        let id = nextID()
        let line: [UInt8]
        do {
            line = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                defer { group.cancelAll() }
                group.addTask {
                    try await self.answer(to: id, RPCOutgoing(id: .number(id), method: method, params: params))
                }
                group.addTask {
                    try await Task.sleep(for: limit)
                    throw MCPError.timedOut(method: method, limit: limit)
                }
                guard let first = try await group.next() else { throw CancellationError() }
                return first
            }
        } catch let fault as RPCFault {
            throw MCPError.refused(method: method, code: fault.code, message: fault.message)
        } catch {
            tellOff(id, method, error)
            throw error
        }
        do {
            return try JSON.decode(RPCIncoming.Answer<Content>.self, from: Data(line)).result
        } catch {
            throw MCPError.unreadable(method: method, reason: "its content is not what the protocol says")
        }
    }

    /// The protocol forbids it for the greeting.
    private func tellOff(_ id: Int, _ method: String, _ error: any Error) {
        struct Cancelled: Encodable {
            let requestId: Int
            let reason: String
        }
        if method == "initialize" { return }
        if case .ended? = error as? MCPError { return }
        send(
            RPCOutgoing(
                method: "notifications/cancelled", params: Cancelled(requestId: id, reason: "nobody waits for it")))
    }
}

private struct ToolCall<Arguments: Encodable & Sendable>: Encodable, Sendable {
    let name: String
    let arguments: Arguments
}
