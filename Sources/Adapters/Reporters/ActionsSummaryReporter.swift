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
        let text = Data(ReportMarkdown(report).text.utf8)
        do {
            guard let handle = FileHandle(forWritingAtPath: path) else {
                try text.write(to: URL(filePath: path))
                return
            }
            defer { try? handle.close() }
            try handle.seekToEnd()
            try handle.write(contentsOf: text)
        } catch {
            Logger(label: "selfheal.report").error(
                "Actions summary not written", metadata: ["path": "\(path)", "error": "\(error)"])
        }
    }
}
