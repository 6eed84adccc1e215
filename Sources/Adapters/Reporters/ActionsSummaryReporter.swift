package import Domain
import Foundation
import Logging
package import Pipeline

/// Appends the report to the summary page of a GitHub Actions run. Source: GitHub, "Adding a job summary".
package struct ActionsSummaryReporter: Reporter {
    private let path: String

    /// - Parameter path: value of `GITHUB_STEP_SUMMARY`.
    package init(path: String) { self.path = path }

    package func report(_ report: HealingReport, in folders: JobFolders) {
        do {
            guard let handle = FileHandle(forUpdatingAtPath: path) else {
                try Data(ReportMarkdown(report).text.utf8).write(to: URL(filePath: path))
                return
            }
            defer { try? handle.close() }
            // The limit is for all that a step writes; GitHub drops everything when it is exceeded.
            let room = ReportMarkdown.limitBytes - Int(try handle.seekToEnd())
            let text = ReportMarkdown(report, limitBytes: room).text
            if text.isEmpty { log("there is no room: other commands of this step have filled it", .warning) }
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            log("\(error)", .error)
        }
    }

    private func log(_ reason: String, _ level: Logger.Level) {
        Logger(label: "selfheal.report").log(
            level: level, "Actions summary not written", metadata: ["path": "\(path)", "reason": "\(reason)"])
    }
}
