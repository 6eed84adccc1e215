import Domain
import Foundation

/// What the suite said at the commit under repair.
struct TestRun: Codable, Hashable, Sendable {
    let result: SuiteResult
    let summary: HealingReport.Summary
    let red: [RedTest]
    /// Projects in which a test is red.
    var redProjects: [String] { Set(red.map(\.project)).subtracting([""]).sorted() }
}

/// Runs the suite, keeping the trace of every test that fails.
struct TestStage: Sendable {
    let bench: Workbench

    func run(_ revision: Revision) async throws -> TestRun {
        try await bench.worktree(bench.folders.head, at: revision.sha)
        let projects = bench.request.job.projects.isEmpty ? bench.repository.projects : bench.request.job.projects
        let result = try await bench.run(
            SuiteRun(
                repository: bench.repository, folder: bench.folders.head, output: bench.folders.run("test"),
                projects: projects, tracing: .failed))
        let reading = try SuiteReading(result, folder: bench.folders.head)
        guard !reading.keys.isEmpty || !reading.red.isEmpty else {
            throw SuiteUnavailable(
                "the suite of \(bench.repository.name) has no test"
                    + (projects.isEmpty ? "" : " in the projects \(projects.joined(separator: ", "))")
                    + ": check `projects` and `test` in selfheal.yaml\n\(result.output.suffix(2000))")
        }
        return TestRun(result: result, summary: reading.summary, red: reading.red)
    }
}
