package import Domain
import Foundation
package import Pipeline
import Turns

/// Runs a suite with Playwright's own runner, as its users do: `npx playwright test` with the JSON reporter and, beside
/// it, a reporter of ours that says how far the run has come.
package struct PlaywrightRunner: SuiteRunner {
    let tools: ToolRunner
    let environment: ChildEnvironment
    let reporters: String
    /// Two runs of one suite would fight for the port of its web server.
    let turns = KeyedTurns()

    /// - Parameter reporters: folder that the progress reporter is written to.
    package init(tools: ToolRunner, environment: ChildEnvironment, reporters: String) {
        self.tools = tools
        self.environment = environment
        self.reporters = reporters
    }

    package func run(
        _ run: SuiteRun, onProgress: @escaping @Sendable (Job.Progress) async -> Void
    ) async throws -> SuiteResult {
        try await turns.take(run.repository.name) {
            let folder = try SuiteFolder.find(in: run.folder, command: run.repository.test)
            let reporter = try ProgressReporter.install(in: reporters)
            try FileManager.default.createDirectory(atPath: run.output, withIntermediateDirectories: true)
            let report = run.output + (run.shard == nil ? "/report.json" : "/blob.zip")
            try? FileManager.default.removeItem(atPath: report)
            var variables = environment.suite(run.repository)
            // Older versions know only the second name.
            variables["PLAYWRIGHT_JSON_OUTPUT_FILE"] = report
            variables["PLAYWRIGHT_JSON_OUTPUT_NAME"] = report
            // From Playwright 1.44.
            if run.shard != nil { variables["PLAYWRIGHT_BLOB_OUTPUT_FILE"] = report }
            variables["FORCE_COLOR"] = "0"
            let taken = TakenElements(run)
            try taken.prepare(in: reporters, &variables)
            let words = PlaywrightArguments(run, reporter: reporter).words
            let limit = Duration.seconds(run.repository.timeoutSeconds)
            let start = ContinuousClock.now
            let end = try await tools.run(
                .init(words, in: folder, environment: variables, timeout: limit),
                onLine: { line in
                    if let progress = ProgressReporter.read(line) { await onProgress(progress) }
                })
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            guard !end.isTimedOut else {
                throw SuiteUnavailable(
                    "the suite of \(run.repository.name) did not end within \(run.repository.timeoutSeconds) s and was "
                        + "killed with all its processes: raise `timeout`, or look for a test that waits for ever\n"
                        + SuiteUnavailable.tail(end.output))
            }
            guard FileManager.default.fileExists(atPath: report) else {
                throw SuiteUnavailable(
                    "`\(words.prefix(3).joined(separator: " "))` ended with status \(end.status) and left no report in "
                        + "\(run.repository.name): \(SuiteUnavailable.advice(end.output))"
                        + (run.shard == nil ? "\n" : "; `shards` needs Playwright 1.44 or newer\n")
                        + SuiteUnavailable.tail(end.output))
            }
            return SuiteResult(
                report: report, exitStatus: end.status, seconds: seconds, output: end.output, takenAway: taken.found)
        }
    }
}

extension SuiteUnavailable {
    static func tail(_ output: String) -> String {
        CutText.end(of: output.trimmingCharacters(in: .whitespacesAndNewlines), limitBytes: 2000)
    }

    static func advice(_ output: String) -> String {
        if output.contains("Cannot find module '@playwright/test'") || output.contains("command not found")
            || output.contains("could not determine executable")
        {
            return "Playwright Test is not installed there; add it to package.json, or to `setup` in selfheal.yaml"
        }
        if output.contains("SyntaxError") || output.contains("Error: Cannot find module") {
            return "the suite's configuration or a spec cannot be loaded; run it by hand to see the same error"
        }
        return "what it printed last may say why"
    }
}
