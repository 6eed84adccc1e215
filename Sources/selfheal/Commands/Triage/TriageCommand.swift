import ArgumentParser
import Domain
import Evidence
import Foundation
import Pipeline

struct TriageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "triage", abstract: "Classifies the failures of Playwright reports; runs nothing.",
        discussion: "Example: selfheal triage report.json blob-report/*.zip --format jsonl")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json, jsonl

        /// What every command calls the form for people is taken as well.
        init?(argument: String) { self.init(rawValue: argument == "text" ? "table" : argument) }

        static var allValueStrings: [String] { ["text"] + allCases.map(\.rawValue) }
    }

    @Argument(help: "Reports that `playwright test` wrote with --reporter=json or --reporter=blob.")
    var reports: [String]
    @Option(help: "What is printed: table (also called text), json or jsonl.")
    var format = Format.table
    @Flag(help: "With json and jsonl: the causes, each with its failures' ids, instead of the failures.")
    var groups = false

    func run() async throws {
        try await Reporting.errors(as: ExitStatus.usage) {
            let standardOutput = BufferedOutput { FileHandle.standardOutput.write(Data($0)) }
            defer { standardOutput.flush() }
            var output = TriageOutput(format, tellsGroups: groups, write: standardOutput.write)
            var isSound = true
            for report in reports {
                guard Self.isReadable(report) else {
                    isSound = false
                    Reporting.print(error: "\(report) cannot be read: check the path")
                    continue
                }
                do {
                    let problems = try ReportTriage.read(report) { output.add($0) }
                    for problem in problems { Reporting.print(error: problem) }
                    if !problems.isEmpty { isSound = false }
                } catch {
                    isSound = false
                    Reporting.print(error: "\(error)")
                }
            }
            try output.end()
            if !isSound { throw ExitStatus.usage }
        }
    }

    private static func isReadable(_ path: String) -> Bool {
        let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        return kind != nil && kind != .typeDirectory && FileManager.default.isReadableFile(atPath: path)
    }
}
