import Domain
import Evidence
import Foundation

/// What a run's report says, in the words of the pipeline.
struct SuiteReading: Sendable {
    private let reports: [PlaywrightReport]
    let red: [RedTest]
    /// Files relative to the repository.
    let keys: [TestKey: PlaywrightReport.Test.Outcome]

    /// - Parameter folder: the worktree that the suite ran in; nil for a report from elsewhere, whose files stay relative to
    ///   its tests.
    init(_ result: SuiteResult, folder: String?) throws { try self.init([result], folder: folder) }

    /// Several runs, such as one for each project, as if they were one.
    init(_ results: [SuiteResult], folder given: String?) throws {
        var reports: [PlaywrightReport] = []
        var red: [RedTest] = []
        var keys: [TestKey: PlaywrightReport.Test.Outcome] = [:]
        for result in results {
            guard FileManager.default.fileExists(atPath: result.report) else {
                throw SuiteUnavailable(
                    "the report \(result.report) is gone: was the data folder cleaned while a job ran?")
            }
            let report = try PlaywrightReport.read(file: result.report)
            let folder = given ?? report.rootDirectory
            let before = red.count
            var earlier = Set(red.map(\.key))
            for test in report.tests {
                let key = Self.key(test, root: report.rootDirectory, folder: folder)
                // Repeated runs of one test: the worst one counts.
                if keys[key] != .unexpected { keys[key] = test.outcome }
                // A project that others depend on runs before each of them; what is red there is told once.
                if test.outcome == .unexpected, !earlier.contains(key) {
                    red.append(RedTest(test, file: key.file, folder: folder))
                    // And before each part of the suite.
                    if result.shards != nil { earlier.insert(key) }
                }
            }
            if red.count == before, let error = report.errors.first {
                red.append(RedTest(outside: error.message, suite: report.configFile, output: result.output))
            }
            reports.append(report)
        }
        self.reports = reports
        self.red = red
        self.keys = keys
    }

    var summary: HealingReport.Summary {
        var summary = HealingReport.Summary()
        for outcome in keys.values {
            summary.tests += 1
            switch outcome {
            case .expected: summary.passed += 1
            case .unexpected: summary.failed += 1
            case .flaky: summary.flaky += 1
            case .skipped, .unknown: summary.skipped += 1
            }
        }
        return summary
    }

    /// Symbolic links are followed on both sides, because Playwright reports real paths.
    static func relative(_ path: String, to folder: String) -> String? {
        // Following links asks the file system, which is for the few that need it.
        let roots = [{ folder }, { URL(filePath: folder).resolvingSymlinksInPath().path(percentEncoded: false) }]
        for root in roots.lazy.map({ $0() }) {
            let prefix = root.hasSuffix("/") ? root : root + "/"
            if path.hasPrefix(prefix) {
                let name = String(path.dropFirst(prefix.count))
                return name.split(separator: "/").contains("..") ? nil : name
            }
        }
        // A part of the suite ran in a worktree of its own, perhaps on another node.
        guard JobFolders.head(of: folder + "/") != nil, let head = JobFolders.head(of: path) else { return nil }
        let name = String(path.dropFirst(head.count + 1))
        return name.split(separator: "/").contains("..") ? nil : name
    }
}

extension SuiteReading {
    /// Every run of every test, repeats included.
    func outcomes(folder: String) -> [(key: TestKey, outcome: PlaywrightReport.Test.Outcome)] {
        reports.flatMap { report in report.tests.map { (key($0, report, folder), $0.outcome) } }
    }

    /// The trace of each test's last result.
    func traces(folder: String) -> [TestKey: String] {
        var traces: [TestKey: String] = [:]
        for report in reports {
            for test in report.tests {
                for attachment in test.results.last?.attachments ?? [] where attachment.name == "trace" {
                    if case .file(let path) = attachment.content { traces[key(test, report, folder)] = path }
                }
            }
        }
        return traces
    }

    /// The traces of tests that passed as they should, at their first attempt.
    func goodTraces(folder: String) -> [TestKey: String] {
        var traces: [TestKey: String] = [:]
        for report in reports {
            for test in report.tests where test.outcome == .expected && test.results.count == 1 {
                for attachment in test.results[0].attachments
                where attachment.name == "trace" && test.results[0].status == .passed {
                    if case .file(let path) = attachment.content { traces[key(test, report, folder)] = path }
                }
            }
        }
        return traces
    }

    private func key(_ test: PlaywrightReport.Test, _ report: PlaywrightReport, _ folder: String) -> TestKey {
        Self.key(test, root: report.rootDirectory, folder: folder)
    }

    static func key(_ test: PlaywrightReport.Test, root: String, folder: String) -> TestKey {
        let absolute = test.file.hasPrefix("/") ? test.file : "\(root)/\(test.file)"
        return TestKey(project: test.project, file: relative(absolute, to: folder) ?? test.file, title: test.title)
    }
}
