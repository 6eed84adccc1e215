import Domain
import Foundation
package import Pipeline

extension PlaywrightRunner: ReportMerger {
    private static let limit = Duration.seconds(600)

    /// Runs `playwright merge-reports` as the suite's own command calls Playwright. It needs no turn: nothing is served.
    package func merge(_ merge: ReportMerge) async throws {
        let repository = merge.repository
        let folder = try SuiteFolder.find(in: merge.folder, command: repository.test)
        // The parts ran in folders of their own, which Playwright does not merge unless it is told where the tests are.
        let testDirectory = String(decoding: try JSON.encode(merge.testDirectory), as: UTF8.self)
        try Data("export default { testDir: \(testDirectory) };\n".utf8).write(to: URL(filePath: merge.configuration))
        defer { try? FileManager.default.removeItem(atPath: merge.configuration) }
        var variables = environment.suite(repository)
        variables["PLAYWRIGHT_JSON_OUTPUT_FILE"] = merge.report
        variables["PLAYWRIGHT_JSON_OUTPUT_NAME"] = merge.report
        variables["FORCE_COLOR"] = "0"
        let words =
            PlaywrightCall(repository.test).program
            + ["merge-reports", "--reporter=json", "--config=\(merge.configuration)", merge.blobs]
        let end = try await tools.run(.init(words, in: folder, environment: variables, timeout: Self.limit))
        guard !end.isTimedOut, end.status == 0, FileManager.default.fileExists(atPath: merge.report) else {
            let how = end.isTimedOut ? "did not end within \(Self.limit)" : "ended with status \(end.status)"
            throw SuiteUnavailable(
                "`\(words.prefix(3).joined(separator: " "))` \(how), so that the parts of the suite of "
                    + "\(repository.name) have no common report: leave `shards` out to run it whole\n"
                    + SuiteUnavailable.tail(end.output))
        }
    }
}
