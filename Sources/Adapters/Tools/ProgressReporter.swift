import Domain
import Foundation

/// A Playwright reporter that prints one marked line whenever a test ends.
enum ProgressReporter {
    /// A record separator, which no sane test prints.
    private static let mark = "\u{1E}selfheal "

    private static let source = """
        'use strict';
        const mark = '\\u001eselfheal ';
        class ProgressReporter {
          constructor() { this.done = 0; this.total = 0; }
          printsToStdio() { return true; }
          onBegin(config, suite) { this.total = suite.allTests().length; this.tell(); }
          onTestEnd(test, result) {
            // A test that will be retried is not done yet.
            const again = result.status !== 'passed' && result.status !== 'skipped' && test.expectedStatus !== result.status
              && result.retry < test.retries;
            if (!again) { this.done += 1; this.tell(); }
          }
          tell() { process.stdout.write(mark + JSON.stringify({ done: this.done, total: this.total, unit: 'tests' }) + '\\n'); }
        }
        module.exports = ProgressReporter;
        """

    /// - Returns: path of the reporter's file.
    static func install(in folder: String) throws -> String {
        let path = folder + "/progress-reporter.cjs"
        if FileManager.default.contents(atPath: path) != Data(source.utf8) {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(source.utf8).write(to: URL(filePath: path), options: .atomic)
        }
        return path
    }

    static func read(_ line: String) -> Job.Progress? {
        guard let start = line.range(of: mark) else { return nil }
        return try? JSON.decode(Job.Progress.self, from: Data(line[start.upperBound...].utf8))
    }
}
