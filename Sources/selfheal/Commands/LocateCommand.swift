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

    @Argument(help: "File with one case (.json) or one a line (.jsonl); - for standard input.")
    var file: String
    @Flag(help: "Choose even when no candidate may be trusted.")
    var always = false

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
                case .success(let located): print(try located.answer(always: always).line())
                case .failure(let error):
                    isSound = false
                    Reporting.print(error: "\(file), \(error)")
                }
            }
            if !isSound { throw ExitStatus.usage }
        }
    }
}
