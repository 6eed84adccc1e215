import Domain
import Evidence
import Foundation

/// What the suite said at the commit under repair.
struct TestRun: Codable, Hashable, Sendable {
    /// One for each project, in the order run; a single one when the suite ran whole.
    let results: [SuiteResult]
    let summary: HealingReport.Summary
    let projects: [HealingReport.Project]
    let red: [RedTest]

    var seconds: Double { results.reduce(0) { $0 + $1.seconds } }
}

/// Runs the suite, keeping the trace of every test that fails. Configured projects run one after the other, in their order.
struct TestStage: Sendable {
    let bench: Workbench

    /// - Parameters:
    ///   - name: of the runs' folders, so that a later run keeps the artifacts of the earlier one.
    ///   - inParts: the repository's `shards` count. What runs in parts runs in fresh checkouts, so that it is not for a
    ///     worktree that something was done to.
    func run(_ revision: Revision, name: String = "test", inParts: Bool = false) async throws -> TestRun {
        try await bench.worktree(bench.folders.head, at: revision.sha)
        let projects = bench.request.job.projects.isEmpty ? bench.repository.projects : bench.request.job.projects
        // Later runs of the suite are of what was just done to it.
        let recall = Recall(bench: bench)
        let tracesAll = inParts && recall.tracesAll
        var results: [SuiteResult] = []
        var skipped: [HealingReport.Project] = []
        for (index, project) in (projects.isEmpty ? [nil] : projects.map(Optional.some)).enumerated() {
            if let project, let reason = try dead(results, projects) {
                skipped.append(.init(name: project, notRun: reason))
                await bench.journal.tell(.log("project \(project) is not run: \(reason)"))
                continue
            }
            let folder = project.map { "\(name)-\(index + 1)-\(Self.plain($0))" } ?? name
            let run = SuiteRun(
                repository: bench.repository, folder: bench.folders.head, output: bench.folders.run(folder),
                projects: project.map { [$0] } ?? [], tracing: tracesAll ? .all : .failed)
            // The health checks are few, and their answer is waited for. Parts leave no traces of what is green.
            let parts = inParts && project != HealthGate.project ? ShardedRun(run, at: revision.sha, bench) : nil
            if let parts {
                results.append(try await parts.result())
            } else {
                results.append(try await bench.run(run))
            }
        }
        let reading = try SuiteReading(results, folder: bench.folders.head)
        guard !reading.keys.isEmpty || !reading.red.isEmpty else {
            let said = CutText.end(of: results.last?.output ?? "", limitBytes: 2000)
            throw SuiteUnavailable(
                "the suite of \(bench.repository.name) has no test"
                    + (projects.isEmpty ? "" : " in the projects \(projects.joined(separator: ", "))")
                    + ": check `projects` and `test` in selfheal.yaml\n\(said)")
        }
        if tracesAll {
            try await recall.remember(reading, folder: bench.folders.head, at: revision.sha)
            recall.clear(reading, folder: bench.folders.head)
        }
        return TestRun(
            results: results, summary: reading.summary, projects: reading.projects + skipped, red: reading.red)
    }

    /// Why what follows the health checks is not worth a run; nil when it is, or when they have not run yet.
    private func dead(_ results: [SuiteResult], _ projects: [String]) throws -> String? {
        guard let index = projects.firstIndex(of: HealthGate.project), results.indices.contains(index) else {
            return nil
        }
        let reading = try SuiteReading(results[index], folder: bench.folders.head)
        let passed = reading.keys.count { $0.value == .expected || $0.value == .flaky }
        return HealthGate.objection(
            passed: passed, failures: try reading.red.map { try FailureTriage.report(TracedFailure($0)) })
    }

    /// A project's name as part of a folder's.
    private static func plain(_ name: String) -> String {
        String(name.map { $0.isLetter || $0.isNumber ? $0 : "-" }.prefix(40))
    }
}

extension SuiteReading {
    /// Counts by project, by name.
    var projects: [HealingReport.Project] {
        Dictionary(grouping: keys, by: \.key.project).map { name, tests in
            var project = HealingReport.Project(name: name)
            project.tests = tests.count
            project.passed = tests.count { $0.value == .expected }
            project.failed = tests.count { $0.value == .unexpected }
            project.flaky = tests.count { $0.value == .flaky }
            project.skipped = tests.count { $0.value == .skipped || $0.value == .unknown }
            return project
        }.sorted { $0.name < $1.name }
    }
}
