import ArgumentParser
import Domain
import Evidence
import Foundation
import Pipeline

struct TriageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "triage", abstract: "Classifies the failures of Playwright JSON reports; runs nothing.",
        discussion: "Example: selfheal triage report.json --format jsonl")

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, jsonl }

    @Argument(help: "Reports that `playwright test --reporter=json` wrote.")
    var reports: [String]
    @Option(help: "What is printed: text, json or jsonl.")
    var format = Format.text

    func run() async throws {
        try await Reporting.errors(as: ExitStatus.usage) {
            var failures: [FailureReport] = []
            var isSound = true
            for report in reports {
                guard Self.isReadable(report) else {
                    isSound = false
                    Reporting.print(error: "\(report) cannot be read: check the path")
                    continue
                }
                do {
                    failures += try ReportTriage.failures(ofReport: report)
                } catch {
                    isSound = false
                    Reporting.print(error: "\(error)")
                }
            }
            switch format {
            case .json: print(String(decoding: try JSON.encode(failures, pretty: true), as: UTF8.self))
            case .jsonl: for failure in failures { print(String(decoding: try JSON.encode(failure), as: UTF8.self)) }
            case .text: for failure in failures { Self.printText(failure) }
            }
            if !isSound { throw ExitStatus.usage }
        }
    }

    private static func isReadable(_ path: String) -> Bool {
        (try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped)) != nil
    }

    private static func printText(_ failure: FailureReport) {
        print("\(failure.category.rawValue)/\(failure.kind)  \(failure.severity.rawValue)  \(failure.culprit.rawValue)")
        print("  \(failure.testName)  (\(failure.file):\(failure.line))")
        for item in failure.evidence { print("    · \(item.text.split(separator: "\n").first ?? "") [\(item.rule)]") }
    }
}
