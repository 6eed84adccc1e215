import ArgumentParser
import Foundation
import Locators

struct LocateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "locate", abstract: "Ranks candidate elements for a remembered element.",
        discussion: """
            One case a document, or one a line: {"target": {attribute: text}, "candidates": [{"key", "attributes": {..}}]}.
            Example: selfheal locate cases.jsonl
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "File with one case (.json) or one a line (.jsonl); - for standard input.")
    var file: String
    @Flag(help: "Choose even when no candidate may be trusted.")
    var always = false
    @Option(help: "What is printed for each case: json, one line, or text.")
    var format = Format.json

    func run() async throws {
        try await Reporting.errors(as: ExitStatus.usage) {
            guard
                let data = file == "-"
                    ? FileHandle.standardInput.readDataToEndOfFile()
                    : FileManager.default.contents(atPath: file)
            else { throw ConfigurationError(problems: ["\(file) cannot be read: check the path"]) }
            var isSound = true
            for result in LocateCase.cases(in: data) {
                switch result {
                case .success(let located):
                    let answer = located.answer(always: always)
                    switch format {
                    case .json: print(try answer.line())
                    case .text: print(answer.text)
                    }
                case .failure(let error):
                    isSound = false
                    Reporting.print(error: "\(file), \(error)")
                }
            }
            if !isSound { throw ExitStatus.usage }
        }
    }
}
