import Domain
import Foundation
import ModelContextProtocol
import Pipeline

/// One server with the tools that it has; which those are depends on Playwright's version.
struct PlaywrightLivePage: LivePage {
    let description: String
    private let client: MCPClient
    private let tools: [String: MCPTool]

    /// Waits for the suite's web server and runs the test, whose own limit the runner takes off.
    private static let debugging = Duration.seconds(180)
    private static let asking = Duration.seconds(20)

    init(_ client: MCPClient, _ server: MCPServer, tools: [MCPTool]) {
        self.client = client
        self.tools = Dictionary(tools.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        description = "\(server.name) \(server.version) with \(tools.count) tools"
    }

    func debug(_ test: TestSelection, project: String) async throws -> String {
        struct Arguments: Encodable, Sendable { let test: [String: String] }
        let (list, tool) = (try self.tool("test_list"), try self.tool("test_debug"))
        let listed = try await call(list, [String: String](), within: Self.debugging)
        let id = try ListedTest.id(of: test, project: project, in: listed)
        let title = test.titles.joined(separator: " › ")
        let answer = try await call(tool, Arguments(test: ["id": id, "title": title]), within: Self.debugging)
        guard let error = PlaywrightAnswer(answer).pausedError else {
            throw LivePageUnavailable(
                "`\(title)` did not stop at an error when it was debugged: \(answer.suffix(300))")
        }
        return error
    }

    func open(_ address: String) async throws {
        guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host() != nil else {
            throw LivePageUnavailable("\(address.prefix(200)) is no page that a browser is sent to")
        }
        _ = try await call(try tool("browser_navigate"), ["url": url.absoluteString])
    }

    func snapshot() async throws -> String {
        let answer = try await call(try tool("browser_snapshot"), [String: String]())
        guard let tree = PlaywrightAnswer(answer).snapshot else {
            throw LivePageUnavailable("the server's answer shows no accessibility tree")
        }
        return tree
    }

    func counts(of selectors: [String]) async throws -> [Int?] {
        guard !selectors.isEmpty else { return [] }
        let answer: String
        if let tool = tools["browser_run_code_unsafe"] ?? tools["browser_run_code"] {
            answer = try await call(tool, ["code": try CountingCode.runner(selectors)])
        } else {
            answer = try await call(try tool("browser_evaluate"), ["function": try CountingCode.page(selectors)])
        }
        guard let text = PlaywrightAnswer(answer).result,
            let counts = try? JSON.decode([Int?].self, from: Data(text.utf8)), counts.count == selectors.count
        else { throw LivePageUnavailable("the server's answer has no number for each locator") }
        return counts
    }

    func console() async throws -> [String] {
        PlaywrightAnswer(try await call(try tool("browser_console_messages"), ["level": "warning"])).consoleMessages
    }

    func network() async throws -> [String] {
        PlaywrightAnswer(try await call(try tool("browser_network_requests"), [String: String]())).requests
    }

    private func tool(_ name: String) throws -> MCPTool {
        guard let tool = tools[name] else {
            throw LivePageUnavailable(
                "the server (\(description)) has no tool `\(name)`"
                    + (name.hasPrefix("test_") ? ": tests are debugged from Playwright 1.56 on" : ""))
        }
        return tool
    }

    /// Arguments that the tool does not know in this version are left out.
    private func call(_ tool: MCPTool, _ arguments: [String: String]) async throws -> String {
        var known = arguments.filter { tool.arguments.contains($0.key) }
        // Where the server keeps a diary it wants to know why.
        if tool.arguments.contains("intent") { known["intent"] = "look at the page without changing it" }
        return try await call(tool, known, within: Self.asking)
    }

    private func call(
        _ tool: MCPTool, _ arguments: some Encodable & Sendable, within limit: Duration
    ) async throws -> String {
        let result: MCPToolResult
        do {
            result = try await client.call(tool.name, arguments, within: limit)
        } catch let error as MCPError {
            throw LivePageUnavailable("`\(tool.name)`: \(error)")
        }
        guard !result.isError else {
            throw LivePageUnavailable("`\(tool.name)` failed: \(PlaywrightAnswer(result.text).error.prefix(500))")
        }
        return result.text
    }
}
