package import Domain
package import HTTPClient
package import Pipeline

/// Runs the program that a playbook names, in the clean checkout and with the environment that the playbook lists. What it
/// starts, such as a server, goes on when it ends well; when it fails or its time is over, everything is killed.
package struct CommandPlaybook: PlaybookTool {
    /// Of what the program printed, in an error.
    private static let tailLines = 20
    private static let tailBytes = 2000

    private let tools: ToolRunner
    private let environment: ChildEnvironment
    private let probe: HTTPProbe
    private let now: @Sendable () -> Timestamp

    package init(
        tools: ToolRunner, environment: ChildEnvironment, probe: HTTPProbe,
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.tools = tools
        self.environment = environment
        self.probe = probe
        self.now = now
    }

    package func fits(_ action: PlaybookSettings.Action) -> Bool {
        if case .command = action { return true }
        return false
    }

    package func look(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async -> PlaybookOutlook {
        await PlaybookOutlook(of: playbook) { try await probe.objection($0) }
    }

    package func act(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async throws -> String {
        guard case .command(let words) = playbook.action, !words.isEmpty else {
            throw PlaybookFailed("\(playbook.name) names no program", mayHaveActed: false)
        }
        guard let folder = place.folder else {
            throw PlaybookFailed("\(playbook.name) needs a checkout of the repository to run in", mayHaveActed: false)
        }
        let deadline = now().advanced(by: .seconds(playbook.timeoutSeconds))
        let name = words.joined(separator: " ")
        let result = try await run(words, named: name, in: folder, playbook)
        guard !result.isTimedOut else {
            throw PlaybookFailed(
                "`\(name)` did not end within \(playbook.timeoutSeconds) s and was killed", mayHaveActed: true)
        }
        guard result.status == 0 else {
            throw PlaybookFailed(
                "`\(name)` ended with status \(result.status): \(Self.tail(result.output))", mayHaveActed: true)
        }
        if let probe = playbook.probe, let objection = try await self.probe.objection(probe, until: deadline) {
            throw PlaybookFailed("`\(name)` ended well, but \(objection)", mayHaveActed: true)
        }
        return "ran `\(name)`"
    }

    private func run(
        _ words: [String], named name: String, in folder: String, _ playbook: PlaybookSettings
    ) async throws -> ToolRunner.Result {
        do {
            return try await tools.run(
                .init(
                    words, in: folder, environment: environment.command(playbook),
                    timeout: .seconds(playbook.timeoutSeconds), leavesProcesses: true))
        } catch let error as ToolRunner.CannotStart {
            throw PlaybookFailed(
                "\(error); is it in the repository at this commit, and executable?", mayHaveActed: false)
        }
    }

    private static func tail(_ output: String) -> String {
        let lines = output.split(separator: "\n").suffix(tailLines).joined(separator: "\n")
        return lines.isEmpty ? "it printed nothing" : CutText.end(of: lines, limitBytes: tailBytes)
    }
}
