package import Domain
import ModelContextProtocol
package import Pipeline
import Turns

/// Live pages of Playwright's own MCP servers, run in the suite's folder with the suite's environment.
package struct PlaywrightLivePages: LivePages {
    /// The whole stay of one server.
    private static let stay = Duration.seconds(600)
    private static let greeting = Duration.seconds(30)
    private let runner: PlaywrightRunner

    /// - Parameter runner: what runs the suite otherwise: the two take turns, because the suite has one web server.
    package init(beside runner: PlaywrightRunner) { self.runner = runner }

    package func withLivePages<Value: Sendable>(
        in folder: String, of repository: RepositorySettings,
        _ body: @escaping @Sendable (any LivePage) async throws -> Value
    ) async throws -> Value {
        try await runner.turns.take(repository.name) {
            let suite: String
            do {
                suite = try SuiteFolder.find(in: folder, command: repository.test)
            } catch {
                throw LivePageUnavailable("\(error)")
            }
            var reasons: [String] = []
            for server in PlaywrightServer.allCases {
                do {
                    return try await serve(server, in: suite, of: repository, body)
                } catch let missing as ServerMissing {
                    reasons.append(missing.description)
                }
            }
            throw LivePageUnavailable(
                "the Playwright of \(repository.name) brings no MCP server, update it to 1.56 or later: "
                    + reasons.joined(separator: "; "))
        }
    }

    private func serve<Value: Sendable>(
        _ server: PlaywrightServer, in suite: String, of repository: RepositorySettings,
        _ body: @escaping @Sendable (any LivePage) async throws -> Value
    ) async throws -> Value {
        var variables = runner.environment.suite(repository)
        variables["FORCE_COLOR"] = "0"
        let words = server.words(test: repository.test, environment: variables)
        let name = words.joined(separator: " ")
        let client = MCPClient(roots: [suite])
        let conversation = ToolRunner.Conversation(
            input: client.outgoing, onOutput: client.receive,
            onEnd: { client.end("`\(name)` has ended\(Self.lastWords($0))") })
        do {
            return try await runner.tools.converse(
                .init(words, in: suite, environment: variables, timeout: Self.stay), conversation
            ) {
                defer { client.end("its job is done") }
                return try await body(try await connect(client))
            }
        } catch let error as ToolRunner.CannotStart {
            throw ServerMissing(description: error.description)
        } catch let error as ToolRunner.TimedOut {
            throw LivePageUnavailable(error.description)
        }
    }

    private func connect(_ client: MCPClient) async throws -> PlaywrightLivePage {
        let server: MCPServer
        do {
            server = try await client.initialize(within: Self.greeting)
        } catch let error as MCPError {
            // Older versions end with `unknown command`; whatever else happens, a second server would fare no better.
            if case .ended(let reason) = error { throw ServerMissing(description: reason) }
            throw LivePageUnavailable(error.description)
        }
        do {
            return PlaywrightLivePage(client, server, tools: try await client.tools(within: Self.greeting))
        } catch let error as MCPError {
            throw LivePageUnavailable(error.description)
        }
    }

    /// What a program complained about last, as the rest of a sentence.
    private static func lastWords(_ errors: String) -> String {
        let lines = errors.split(whereSeparator: \.isNewline).suffix(3).joined(separator: " ")
        return lines.isEmpty ? "" : ": \(lines.suffix(300))"
    }

    /// This Playwright has no such server.
    private struct ServerMissing: Error, CustomStringConvertible {
        let description: String
    }
}
