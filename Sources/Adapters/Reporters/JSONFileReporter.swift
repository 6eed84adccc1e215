package import Domain
import Foundation
import Logging
package import Pipeline

/// Writes the report as a JSON file, whole or not at all.
package struct JSONFileReporter: Reporter {
    private let path: String

    package init(path: String) { self.path = path }

    package func report(_ report: HealingReport, in folders: JobFolders) {
        do {
            let file = URL(filePath: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try JSON.encode(report, pretty: true).write(to: file, options: .atomic)
            try writePullRequests(report, from: folders, beside: file)
        } catch {
            Logger(label: "selfheal.report").error(
                "Report not written", metadata: ["path": "\(path)", "error": "\(error)"])
        }
    }

    /// The text of each pull request, beside the report.
    private func writePullRequests(_ report: HealingReport, from folders: JobFolders, beside file: URL) throws {
        for fix in report.fixes {
            let name = "pull-request-\(fix.id).md"
            guard let text = FileManager.default.contents(atPath: "\(folders.artifacts)/\(name)") else { continue }
            try text.write(to: file.deletingLastPathComponent().appending(path: name), options: .atomic)
        }
    }
}
