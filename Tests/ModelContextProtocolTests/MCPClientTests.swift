import Foundation
import Synchronization
import Testing

@testable import ModelContextProtocol

struct MCPClientTests {
    private let limit = Duration.seconds(60)
    private let client = MCPClient(roots: ["/srv/shop"])

    @Test("A greeting names a revision, and is followed by the word that we are ready")
    func greets() async throws {
        let server = ScriptedServer { line in
            guard line.contains(#""method":"initialize""#) else { return [] }
            let reply = #"{"protocolVersion":"2025-03-26","serverInfo":{"name":"Runner","version":"1.63.0"}}"#
            return [ScriptedServer.result(reply, to: line)]
        }
        let found = try await server.serve(client) { try await client.initialize(within: limit) }
        #expect(found == MCPServer(name: "Runner", version: "1.63.0"))
        #expect(server.heard.first?.contains(#""protocolVersion":"2025-06-18""#) == true)
        #expect(server.heard.last == #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
    }

    @Test("A server of an unknown revision is not talked to, and the error names both sides")
    func refusesUnknownRevisions() async throws {
        let server = ScriptedServer { line in
            let reply = #"{"protocolVersion":"2999-01-01","serverInfo":{"name":"x","version":"1"}}"#
            return [ScriptedServer.result(reply, to: line)]
        }
        let error = await #expect(throws: MCPError.self) {
            try await server.serve(client) { try await client.initialize(within: limit) }
        }
        #expect(error?.description.contains("2999-01-01") == true)
        #expect(error?.description.contains("2025-06-18") == true)
        #expect(server.heard.count == 1)
    }

    @Test("Answers reach who asked, in whatever order they come")
    func matchesAnswers() async throws {
        let asked = Mutex<[String]>([])
        let server = ScriptedServer { line in
            asked.withLock { lines in
                lines.append(line)
                guard lines.count == 3 else { return [] }
                return lines.reversed().map { line in
                    ScriptedServer.text(line.contains("first") ? "1" : line.contains("second") ? "2" : "3", to: line)
                }
            }
        }
        let texts = try await server.serve(client) {
            async let first = client.call("first", [String: String](), within: limit)
            async let second = client.call("second", [String: String](), within: limit)
            async let third = client.call("third", [String: String](), within: limit)
            return try await [first, second, third].map(\.text)
        }
        #expect(texts == ["1", "2", "3"])
    }

    @Test("Messages are put together from pieces of any size, and several may come at once")
    func framesMessages() async throws {
        let server = ScriptedServer { line in
            let answer = ScriptedServer.text("grüezi", to: line) + "\r\n\n" + #"{"jsonrpc":"2.0","method":"x"}"# + "\n"
            for byte in answer.utf8 { client.receive([byte]) }
            return []
        }
        let result = try await server.serve(client) { try await client.call("greet", ["a": "b"], within: limit) }
        #expect(result.text == "grüezi")
        #expect(client.skippedLines == 0)
    }

    @Test("What is no message, or answers nothing that was asked, is skipped and counted")
    func skipsGarbage() async throws {
        let server = ScriptedServer { line in
            [
                "Debugger attached.", "{\"id\":", "[]", #"{"id":1,"result":{}}"#, #"{"jsonrpc":"2.0","id":1}"#,
                #"{"jsonrpc":"2.0","id":77,"result":{}}"#, #"{"jsonrpc":"2.0","id":"1","result":{}}"#,
                ScriptedServer.text("here", to: line), ScriptedServer.text("again", to: line),
            ]
        }
        let result = try await server.serve(client) {
            try await client.call("look", [String: String](), within: limit)
        }
        #expect(result.text == "here")
        #expect(client.skippedLines == 8)
    }

    @Test("The server's own requests are answered: a ping, our folders, and what we do not know with a refusal")
    func answersTheServer() async throws {
        let server = ScriptedServer { line in
            guard line.contains("tools/call") else { return [] }
            return [
                #"{"jsonrpc":"2.0","id":"p-1","method":"ping"}"#,
                #"{"jsonrpc":"2.0","id":7,"method":"roots/list"}"#,
                #"{"jsonrpc":"2.0","id":8,"method":"sampling/createMessage","params":{}}"#,
                ScriptedServer.text("done", to: line),
            ]
        }
        _ = try await server.serve(client) { try await client.call("work", [String: String](), within: limit) }
        #expect(
            server.heard.dropFirst() == [
                #"{"id":"p-1","jsonrpc":"2.0","result":{}}"#,
                #"{"id":7,"jsonrpc":"2.0","result":{"roots":[{"name":"shop","uri":"file:///srv/shop/"}]}}"#,
                #"{"error":{"code":-32601,"message":"Method not found: sampling/createMessage"},"id":8,"jsonrpc":"2.0"}"#,
            ])
    }

    @Test("The list of tools is read page by page, with the names of their arguments")
    func listsTools() async throws {
        let server = ScriptedServer { line in
            let isSecond = line.contains(#""cursor":"more""#)
            let page =
                isSecond
                ? #"{"tools":[{"name":"b"}]}"#
                : #"{"tools":[{"name":"a","inputSchema":{"properties":{"x":{},"y":true}}}],"nextCursor":"more"}"#
            return [ScriptedServer.result(page, to: line)]
        }
        let tools = try await server.serve(client) { try await client.tools(within: limit) }
        #expect(tools == [MCPTool(name: "a", arguments: ["x", "y"]), MCPTool(name: "b", arguments: [])])
    }

    @Test("A list without an end is given up")
    func limitsPages() async throws {
        let server = ScriptedServer { [ScriptedServer.result(#"{"tools":[],"nextCursor":"more"}"#, to: $0)] }
        await #expect(throws: MCPError.unreadable(method: "tools/list", reason: "the list has more than 20 pages")) {
            try await server.serve(client) { try await client.tools(within: limit) }
        }
    }

    @Test("A tool that fails is a result; a request that is refused, or answered with something else, is an error")
    func tellsFailuresApart() async throws {
        let server = ScriptedServer { line in
            if line.contains("refuse") {
                let id = ScriptedServer.id(of: line)
                return [#"{"jsonrpc":"2.0","id":\#(id),"error":{"code":-32602,"message":"no such tool"}}"#]
            }
            let result = line.contains("odd") ? #"{"content":"text"}"# : #"{"content":[],"isError":true}"#
            return [ScriptedServer.result(result, to: line)]
        }
        try await server.serve(client) {
            let failed = try await client.call("fail", [String: String](), within: limit)
            #expect(failed.isError)
            await #expect(throws: MCPError.refused(method: "tools/call", code: -32602, message: "no such tool")) {
                try await client.call("refuse", [String: String](), within: limit)
            }
            let odd = await #expect(throws: MCPError.self) {
                try await client.call("odd", [String: String](), within: limit)
            }
            #expect(odd?.description.contains("cannot be read") == true)
        }
    }

    @Test("After its deadline a request is taken back, and the next one is answered; a late answer is skipped")
    func keepsDeadlines() async throws {
        let server = ScriptedServer { line in
            if line.contains("slow") { return [] }
            if line.contains("notifications/cancelled") { return [#"{"jsonrpc":"2.0","id":1,"result":{}}"#] }
            return [ScriptedServer.text("quick", to: line)]
        }
        try await server.serve(client) {
            await #expect(throws: MCPError.timedOut(method: "tools/call", limit: .milliseconds(30))) {
                try await client.call("slow", [String: String](), within: .milliseconds(30))
            }
            let next = try await client.call("next", [String: String](), within: limit)
            #expect(next.text == "quick")
        }
        #expect(server.heard.contains { $0.contains(#""method":"notifications/cancelled","params":{"reason":"#) })
        #expect(server.heard.contains { $0.contains(#""requestId":1"#) })
        #expect(client.skippedLines == 1)
    }

    @Test("Who is cancelled leaves at once, and the server is told")
    func cancels() async throws {
        let (asked, signal) = AsyncStream.makeStream(of: Void.self)
        let server = ScriptedServer { _ in
            signal.yield()
            return []
        }
        try await server.serve(client) {
            let task = Task { try await client.call("wait", [String: String](), within: limit) }
            for await _ in asked { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(server.heard.contains { $0.contains("notifications/cancelled") })
    }

    @Test("The end of the connection fails what waits and what is asked later, with the first reason")
    func ends() async throws {
        let server = ScriptedServer { _ in
            client.end("it has crashed")
            client.end("later")
            return []
        }
        try await server.serve(client) {
            for _ in 1...2 {
                await #expect(throws: MCPError.ended("it has crashed")) {
                    try await client.call("any", [String: String](), within: limit)
                }
            }
        }
    }

    @Test("A line without an end, lines without number and messages that nobody reads end the connection")
    func keepsLimits() async throws {
        var limits = MCPClient.Limits()
        limits.messageBytes = 1000
        limits.lines = 5
        limits.unread = 3

        let long = MCPClient(roots: [], limits: limits)
        for _ in 1...11 { long.receive([UInt8](repeating: 32, count: 100)) }
        await #expect(throws: MCPError.ended("it printed a line of more than 1000 bytes")) {
            try await long.call("any", [String: String](), within: limit)
        }
        let chatty = MCPClient(roots: [], limits: limits)
        chatty.receive(Array(String(repeating: "log\n", count: 6).utf8))
        await #expect(throws: MCPError.ended("it printed more than 5 lines")) {
            try await chatty.call("any", [String: String](), within: limit)
        }
        let deaf = MCPClient(roots: [], limits: limits)
        let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"# + "\n"
        deaf.receive(Array(String(repeating: ping, count: 4).utf8))
        await #expect(throws: MCPError.ended("it has left 3 messages unread")) {
            try await deaf.call("any", [String: String](), within: limit)
        }
    }
}
