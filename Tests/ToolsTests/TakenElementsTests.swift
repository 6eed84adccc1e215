import Domain
import Foundation
import Pipeline
import Testing

@testable import Tools

struct TakenElementsTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "taken \(UUID().uuidString)")
        .path(percentEncoded: false)

    private func taken(_ selectors: [String]) -> TakenElements {
        var run = SuiteRun(
            repository: RepositorySettings(name: "acme/shop"), folder: folder, output: folder, projects: [],
            tracing: .none)
        run.takingAway = selectors
        return TakenElements(run)
    }

    @Test("Node is told to load the program beside what the suite already tells it, in a folder of any name")
    func tellsNode() throws {
        var variables = ["NODE_OPTIONS": "--no-warnings"]
        try taken(["#add"]).prepare(in: folder, &variables)
        let program = folder + "/taken-elements.cjs"
        #expect(variables["NODE_OPTIONS"] == "--no-warnings --require \"\(program)\"")
        #expect(FileManager.default.fileExists(atPath: program))
        let order = try #require(variables["SELFHEAL_TAKE_AWAY"])
        #expect(order.contains(##""selectors":["#add"]"##))
    }

    @Test("A run that takes nothing away is as it was, and what an earlier run took away is forgotten")
    func leavesAlone() throws {
        var variables: [String: String] = [:]
        try taken([]).prepare(in: folder, &variables)
        #expect(variables.isEmpty && taken([]).found == nil)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let lines = "\"#add\"\n\"#other\"\n\"#add\"\nhalf a li"
        try Data(lines.utf8).write(to: URL(filePath: folder + "/taken-away.jsonl"))
        #expect(taken(["#add", "#pay"]).found == ["#add"])
        try taken(["#add"]).prepare(in: folder, &variables)
        #expect(taken(["#add"]).found == [])
    }
}
