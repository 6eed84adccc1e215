import Domain
import Foundation
import Testing

@testable import selfheal

/// What `selfheal triage` prints of failures that are understood already.
struct TriageOutputTests {
    private final class Sheet { var text = "" }

    private func printed(
        _ failures: [FailureReport], as format: TriageCommand.Format = .table, groups: Bool = false
    ) throws -> String {
        let sheet = Sheet()
        var output = TriageOutput(format, tellsGroups: groups) { sheet.text += $0 }
        for failure in failures { output.add(failure) }
        try output.end()
        return sheet.text
    }

    private func failure(
        _ name: String, group: String = "c0ffee", file: String = "orders.spec.ts", line: Int = 3, project: String = "",
        severity: FailureReport.Severity = .critical, rootCause: String = "The server refused the connection.",
        evidence: [FailureReport.Evidence] = []
    ) -> FailureReport {
        FailureReport(
            id: name, fingerprint: name, testName: name, project: project, file: file, line: line,
            errorMessage: "Error: refused", category: .network, kind: "connection-refused", severity: severity,
            culprit: .environment, confidence: 0.952, verdict: .environment, evidence: evidence, rootCause: rootCause,
            group: group)
    }

    @Test("Asked for causes, JSON and its lines have one for each, with all of its failures", arguments: [true, false])
    func printsGroups(asLines: Bool) throws {
        let failures = [failure("lists"), failure("pays", group: "beef"), failure("shows")]
        let text = try printed(failures, as: asLines ? .jsonl : .json, groups: true)
        let list = asLines ? "[\(text.split(separator: "\n").joined(separator: ","))]" : text
        let groups = try JSON.decode([GroupReport].self, from: Data(list.utf8))
        #expect(groups.map(\.failures) == [["lists", "shows"], ["pays"]])
        #expect(groups.first?.rootCause.hasPrefix("2 tests fail for one cause") == true)
        #expect(try printed([], as: .json, groups: true) == "[]\n")
        #expect(try printed(failures, groups: true) == printed(failures))
    }

    @Test("A cause is a row for each of its tests in columns, with what explains all of them below")
    func printsTable() throws {
        var second = failure(
            "pays", group: "beef", line: 120, project: "firefox", severity: .low, rootCause: "The button has no name.",
            evidence: [
                .init(rule: "ui.not-found", text: "no element: TimeoutError\nand more", source: "error"),
                .init(rule: "circumstance.base-not-run", text: "the base commit was not run", source: "base-run"),
            ])
        second.category = .ui
        second.kind = "locator-not-found"
        second.culprit = .test
        second.confidence = 0.07
        second.verdict = .testOutdated
        second.suggestedFix = .init(playbook: "restart-backend", class: .a, why: "it helped before")
        let text = try printed([second, failure("lists"), failure("shows", line: 14)])
        #expect(
            text == """
                3 red tests, 2 causes

                TEST                               CATEGORY  KIND                CONFIDENCE  SEVERITY  CULPRIT      VERDICT
                orders.spec.ts:3 lists             network   connection-refused        95 %  critical  environment  environment
                orders.spec.ts:14 shows            network   connection-refused        95 %  critical  environment  environment
                  [c0ffee] 2 tests fail for one cause: “lists” and “shows”. The server refused the connection.

                [firefox] orders.spec.ts:120 pays  ui        locator-not-found          7 %  low       test         test-outdated
                  [beef] The button has no name.
                  May be mended by restart-backend: it helped before.
                  · no element: TimeoutError [ui.not-found]

                """)
    }

    @Test("Of many tests with one cause five are named and the others counted")
    func countsFurtherTests() throws {
        let text = try printed((1...8).map { failure("test \($0)") })
        #expect(text.hasPrefix("8 red tests, 1 cause\n"))
        #expect(text.contains("orders.spec.ts:3 test 5 ") && !text.contains("test 6"))
        #expect(text.contains("\nand 3 more\n"))
    }

    @Test("Of more causes than anybody would read the first are shown and the others counted")
    func countsFurtherCauses() throws {
        let text = try printed((1...2003).map { failure("test", group: "\($0)") })
        #expect(text.hasPrefix("2003 red tests, 2003 causes\n"))
        #expect(text.hasSuffix("\n3 further causes are not shown; --format jsonl has every failure\n"))
    }

    @Test("The most severe cause comes first, among equals the one with more tests")
    func ordersCauses() throws {
        let text = try printed([
            failure("a", group: "1", severity: .low), failure("b", group: "2"), failure("c", group: "3"),
            failure("d", group: "3"),
        ])
        let groups = text.split(separator: "\n").compactMap { $0.split(separator: "[").last?.prefix(2) }
        #expect(groups.filter { $0.hasSuffix("]") } == ["3]", "2]", "1]"])
    }

    @Test("No column is wider than its limit, and no line of the explanation than a hundred places")
    func boundsWidths() throws {
        let long = String(repeating: "does a very long thing ", count: 20)
        let text = try printed([
            failure(
                long, file: "suites/checkout/payment/with-cards/orders.spec.ts",
                rootCause: long + String(long.filter { $0 != " " }),
                evidence: [.init(rule: "network.refused", text: long, source: "error")])
        ])
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 146 } && lines.dropFirst(3).allSatisfy { $0.count <= 104 })
        #expect(
            lines[2].hasPrefix("…t/with-cards/orders.spec.ts:3 does a very long thing does …  network "), "\(lines[2])"
        )
    }

    @Test("What would steer the terminal or break the columns is replaced, and wide letters are counted as two places")
    func keepsColumns() throws {
        let text = try printed([
            failure("注文を支払う"), failure("a\u{1B}[31mred\nline"), failure("turned\u{202E}round", rootCause: "\u{7}bell"),
        ])
        let rows = text.split(separator: "\n").filter { $0.contains("connection-refused") }
        #expect(rows[0].hasPrefix("orders.spec.ts:3 注文を支払う    network"), "\(rows)")
        #expect(rows[1].hasPrefix("orders.spec.ts:3 a\u{FFFD}[31mred\u{FFFD}line  network"), "\(rows)")
        #expect(rows[2].hasPrefix("orders.spec.ts:3 turned\u{FFFD}round    network"), "\(rows)")
        #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{7}"))
    }

    @Test("Nothing red is one sentence, and in JSON an empty list")
    func printsNothingRed() throws {
        #expect(try printed([]) == "Nothing is red.\n")
        #expect(try printed([], as: .json) == "[]\n")
        #expect(try printed([], as: .jsonl) == "")
    }

    @Test(
        "JSON is one list and JSON lines have a line for each failure, both with every failure as a job's report has it"
    )
    func printsJSON() throws {
        let failures = [failure("lists"), failure("shows")]
        let lines = try printed(failures, as: .jsonl).split(separator: "\n")
        #expect(try lines.map { try JSON.decode(FailureReport.self, from: .init($0.utf8)) } == failures)
        let list = try printed(failures, as: .json)
        #expect(try JSON.decode([FailureReport].self, from: .init(list.utf8)) == failures)
    }

    @Test(
        "The form for people is called table, and text as with every other command",
        arguments: [
            ("table", TriageCommand.Format.table), ("text", .table), ("json", .json), ("jsonl", .jsonl), ("xml", nil),
        ])
    func namesFormats(name: String, format: TriageCommand.Format?) {
        #expect(TriageCommand.Format(argument: name) == format)
    }

    @Test("Output leaves in large pieces, in its order, and the rest at the end")
    func buffersOutput() {
        var pieces: [Int] = []
        var whole: [UInt8] = []
        let output = BufferedOutput {
            pieces.append($0.count)
            whole += $0
        }
        let line = String(repeating: "x", count: 999) + "\n"
        for _ in 0..<100 { output.write(line) }
        output.flush()
        output.flush()
        #expect(pieces == [66_000, 34_000])
        #expect(whole == Array(String(repeating: line, count: 100).utf8))
    }
}
