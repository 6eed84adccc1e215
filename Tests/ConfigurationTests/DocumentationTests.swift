import Foundation
import Testing

@testable import selfheal

/// What people copy out of the documentation has to be a configuration.
struct DocumentationTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let sections = [
        "server", "store", "workers", "repositories", "limits", "llm", "notify", "artifacts",
    ]

    /// Blocks of YAML, each with its page and line.
    private static func blocks() throws -> [(place: String, text: String)] {
        let docs = try FileManager.default.contentsOfDirectory(
            at: root.appending(path: "docs"), includingPropertiesForKeys: nil)
        let pages = docs.filter { $0.pathExtension == "md" } + [root.appending(path: "README.md")]
        return try pages.sorted { $0.path < $1.path }.flatMap { page in
            var found: [(place: String, text: String)] = []
            var block: [Substring]?
            let lines = try String(contentsOf: page, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                if line == "```yaml" {
                    block = []
                } else if line == "```", let ended = block {
                    found.append(("\(page.lastPathComponent):\(index - ended.count)", ended.joined(separator: "\n")))
                    block = nil
                } else {
                    block?.append(line)
                }
            }
            return found
        }
    }

    /// Playbooks alone are shown without the entry of the repository that they belong to.
    private static func whole(_ block: String) -> String {
        if sections.contains(where: { block.hasPrefix("\($0):") }) { return block }
        let playbooks = block.split(separator: "\n").map { "      " + $0 }.joined(separator: "\n")
        return "repositories:\n  - name: acme/shop\n    playbooks:\n" + playbooks
    }

    @Test("Every example of the documentation is a configuration that says something")
    func readsExamples() throws {
        let blocks = try Self.blocks()
        #expect(blocks.count > 5)
        for block in blocks {
            #expect(throws: Never.self, "\(block.place)") {
                let file = try ConfigurationFile.parse(Self.whole(block.text), file: block.place)
                #expect(file != ConfigurationFile(), "\(block.place)")
            }
        }
    }

    @Test("The configuration that deployments begin with can be read")
    func readsDeployed() throws {
        let text = try String(contentsOf: Self.root.appending(path: "deploy/selfheal.yaml"), encoding: .utf8)
        #expect(try !ConfigurationFile.parse(text, file: "deploy/selfheal.yaml").repositories.isEmpty)
    }

    @Test("systemd starts the service again however often it dies, but not with a wrong configuration")
    func startsAgain() throws {
        let unit = try String(contentsOf: Self.root.appending(path: "deploy/systemd/selfheal.service"), encoding: .utf8)
        let settings = Set(unit.split(separator: "\n"))
        #expect(
            settings.isSuperset(of: [
                "StartLimitIntervalSec=0", "Restart=always", "RestartSec=5",
                "RestartPreventExitStatus=2",
            ]))
        #expect(!unit.contains("StartLimitBurst"))
    }
}
