import Domain
import Evidence
import Foundation

/// What a run's report says, in the words of the pipeline.
struct SuiteReading: Sendable {
    let report: PlaywrightReport
    let red: [RedTest]
    /// Files relative to the repository.
    let keys: [TestKey: PlaywrightReport.Test.Outcome]

    /// - Parameter folder: the worktree that the suite ran in; nil for a report from elsewhere, whose files stay relative to
    ///   its tests.
    init(_ result: SuiteResult, folder given: String?) throws {
        guard let data = FileManager.default.contents(atPath: result.report) else {
            throw SuiteUnavailable("the report \(result.report) is gone: was the data folder cleaned while a job ran?")
        }
        let report = try PlaywrightReport.read([UInt8](data), name: result.report)
        let folder = given ?? report.rootDirectory
        var red: [RedTest] = []
        var keys: [TestKey: PlaywrightReport.Test.Outcome] = [:]
        for test in report.tests {
            let key = Self.key(test, root: report.rootDirectory, folder: folder)
            // Repeated runs of one test: the worst one counts.
            if keys[key] != .unexpected { keys[key] = test.outcome }
            if test.outcome == .unexpected { red.append(RedTest(test, file: key.file, folder: folder)) }
        }
        if red.isEmpty, let error = report.errors.first {
            red.append(RedTest(outside: error.message, suite: report.configFile, output: result.output))
        }
        self.report = report
        self.red = red
        self.keys = keys
    }

    var summary: HealingReport.Summary {
        var summary = HealingReport.Summary()
        for test in report.tests {
            summary.tests += 1
            switch test.outcome {
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
        for root in [folder, URL(filePath: folder).resolvingSymlinksInPath().path(percentEncoded: false)] {
            let prefix = root.hasSuffix("/") ? root : root + "/"
            if path.hasPrefix(prefix) {
                let name = String(path.dropFirst(prefix.count))
                return name.split(separator: "/").contains("..") ? nil : name
            }
        }
        return nil
    }
}

extension SuiteReading {
    /// Every run of every test, repeats included.
    func outcomes(folder: String) -> [(key: TestKey, outcome: PlaywrightReport.Test.Outcome)] {
        report.tests.map { (key($0, folder: folder), $0.outcome) }
    }

    /// The trace of each test's last result.
    func traces(folder: String) -> [TestKey: String] {
        var traces: [TestKey: String] = [:]
        for test in report.tests {
            for attachment in test.results.last?.attachments ?? [] where attachment.name == "trace" {
                if case .file(let path) = attachment.content { traces[key(test, folder: folder)] = path }
            }
        }
        return traces
    }

    private func key(_ test: PlaywrightReport.Test, folder: String) -> TestKey {
        Self.key(test, root: report.rootDirectory, folder: folder)
    }

    static func key(_ test: PlaywrightReport.Test, root: String, folder: String) -> TestKey {
        let absolute = test.file.hasPrefix("/") ? test.file : "\(root)/\(test.file)"
        return TestKey(project: test.project, file: relative(absolute, to: folder) ?? test.file, title: test.title)
    }
}
