import Domain
import Foundation
import TestKit
import Testing

@testable import Evidence

struct PlaywrightReportTests {
    private func read(_ text: String) throws -> PlaywrightReport {
        try PlaywrightReport.read(Array(text.utf8), name: "report.json")
    }

    @Test("Reads the report of Playwright 1.63")
    func readsReport() throws {
        let report = try PlaywrightReport.read(Fixture.bytes("report.json"), name: "report.json")
        #expect(report.playwrightVersion == "1.63.0")
        #expect(report.rootDirectory == "/tmp/suite/e2e")
        #expect(report.projects.map(\.name) == ["modules"])
        #expect(report.projects.first?.timeout == .seconds(8))
        #expect((report.statistics.expected, report.statistics.unexpected, report.statistics.skipped) == (1, 2, 1))
        #expect(
            report.tests.map { "\($0.file):\($0.line) \($0.title) \($0.outcome)" } == [
                "shop.spec.ts:30 survives a crash unexpected", "shop.spec.ts:37 waits for the new cart skipped",
                "shop.spec.ts:11 shop › orders with a gift wrap expected",
                "shop.spec.ts:23 shop › shows the order number unexpected",
            ])
        #expect(report.errors.isEmpty && report.unreadable.isEmpty)
    }

    @Test("A failed result has its error in parts, its steps and its attachments")
    func readsFailure() throws {
        let report = try PlaywrightReport.read(Fixture.bytes("report.json"), name: "report.json")
        let test = try #require(report.tests.last)
        #expect((test.tags, test.project, test.expectedStatus) == (["@smoke"], "modules", .passed))
        let result = try #require(test.results.first)
        #expect((result.status, result.retry) == (.failed, 0))
        let error = try #require(result.errors.first)
        #expect(error.message.hasPrefix("Error: expect(locator).toHaveText(expected) failed\n\nLocator:"))
        #expect(error.location == SourceLocation(file: "/tmp/suite/e2e/shop.spec.ts", line: 26, column: 43))
        #expect(error.snippet?.contains("> 26 |") == true)
        #expect(error.stack.contains("    at /tmp/suite/e2e/shop.spec.ts:26:43"))
        #expect(result.steps.map(\.title) == ["order"])
        #expect(result.attachments.map(\.name) == ["error-context", "trace"])
    }

    @Test("A spec keeps all of its tests, and one without an outcome of its own has that of its results")
    func readsManyTests() throws {
        func run(_ number: Int) -> String {
            #"{"projectName":"p\#(number)","expectedStatus":"passed","results":[{"status":"failed","retry":0}]}"#
        }
        let tests = (0..<300).map(run).joined(separator: ",")
        let report = try read(
            #"{"config":{},"suites":[{"title":"a","file":"a.spec.ts","specs":[{"title":"t","tests":[\#(tests)]}]}]}"#)
        #expect(report.tests.count == 300 && report.tests.allSatisfy { $0.outcome == .unexpected })
    }

    @Test("An error that stands only in the list is taken apart again")
    func takesErrorsApart() throws {
        let message =
            #"Error: \u001b[31mboom\u001b[39m\na | b\n\n\u001b[0m  1 | code\n> 2 | throw\n    |   ^\u001b[0m\n    at f (a.ts:2:3)\n    at g (a.ts:9:1)"#
        let report = try read(
            #"{"suites":[{"title":"a.ts","specs":[{"title":"t","tests":[{"results":[{"errors":[{"message":"\#(message)"}]}]}]}]}]}"#
        )
        let error = try #require(report.tests.first?.results.first?.errors.first)
        #expect(error.message == "Error: boom\na | b")
        #expect(error.snippet == "  1 | code\n> 2 | throw\n    |   ^")
        #expect(error.stack == "    at f (a.ts:2:3)\n    at g (a.ts:9:1)")
    }

    @Test("Errors outside of tests, output in pieces and bodies in base 64")
    func readsOtherParts() throws {
        let report = try read(
            #"""
            {"config":{},"errors":[{"message":"Error: http://127.0.0.1:1 is already used"},{"value":"thrown"}],"suites":[{"file":"a.ts",
            "specs":[{"title":"t","tests":[{"status":"flaky","results":[{"status":"sideways","duration":1.5,
            "stdout":[{"text":"\u001b[1ma"},{"buffer":"YsOk"}],"attachments":[{"name":"n","body":"AQI="},{"name":"gone"}]}]}]}]}]}
            """#)
        #expect(report.errors.map(\.message) == ["Error: http://127.0.0.1:1 is already used", "thrown"])
        let test = try #require(report.tests.first)
        let result = try #require(test.results.first)
        #expect((test.outcome, result.status, result.output) == (.flaky, .unknown, "abä"))
        #expect(result.duration == .microseconds(1500))
        #expect(result.attachments.map(\.content) == [.inline([1, 2]), .missing])
        #expect(report.statistics.flaky == 1)
    }

    @Test("A test of another shape is told, the others survive")
    func survivesStrangeTests() throws {
        let report = try read(
            #"""
            {"suites":[7,null,{"title":"a.ts","specs":[{"title":9,"tests":[]},{"title":"no list","tests":{}},"x",
            {"title":"strange","tests":[{"results":"none"},{"status":5,"results":[{"status":1,"duration":"long","errors":7}]}]}]}]}
            """#)
        #expect(report.tests.map(\.title) == ["strange"])
        #expect(
            report.unreadable.map(\.place) == ["a.ts", "a.ts › no list", "a.ts", "a.ts › strange"])
    }

    @Test("Output before the report is passed over")
    func skipsBanner() throws {
        let report = try read("> shop@1 test {fast}\n> playwright test\n\n{\n\"suites\": []}\ntrailing")
        #expect(report.tests.isEmpty)
    }

    @Test(
        "What is no report is an error with the place and what to do",
        arguments: [
            ("", "report.json: it is empty; Playwright writes it when the run ends"),
            ("Error: no tests found", "report.json: there is no JSON object in it; "),
            (
                #"{"suites": [{"title": "a", "sp"#,
                "report.json, byte 27: it is not readable as JSON: a string never ends; "
            ),
            (#"{"suites": [}"#, "report.json, byte 12: it is not readable as JSON: this is no JSON value; "),
            (#"{"name": "package"}"#, "report.json: it is JSON, but has neither `suites` nor `config`; "),
        ])
    func refusesOtherFiles(text: String, start: String) {
        #expect { try read(text) } throws: { "\($0)".hasPrefix(start) }
    }

    @Test("What is longer than anybody reads is cut, and what a good test printed is passed over")
    func holdsLimits() throws {
        var limits = PlaywrightReport.Limits()
        limits.textBytes = 20
        limits.outputBytes = 10
        let long = String(repeating: "x", count: 1000)
        let pieces = (1...50).map { #"{"text":"line \#($0)\n"}"# }.joined(separator: ",")
        func spec(_ status: String) -> String {
            #"""
            {"title":"\#(status)","tests":[{"status":"unexpected","results":[{"status":"\#(status)","errors":[{"message":"\#(long)"}],
            "stdout":[\#(pieces)],"attachments":[{"name":"trace","path":"t.zip"}]}]}],"line":3}
            """#
        }
        let text = #"{"suites":[{"title":"a.ts","specs":[\#(spec("failed")),\#(spec("passed"))]}]}"#
        let report = try PlaywrightReport.read(Array(text.utf8), name: "r", limits: limits)
        let results = report.tests.compactMap(\.results.first)
        #expect(results[0].errors.map(\.message) == [String(repeating: "x", count: 20)])
        #expect(results[0].output == "line 50\n")
        #expect(results[1].errors.isEmpty && results[1].output.isEmpty)
        #expect(results.map { $0.attachments.map(\.name) } == [["trace"], ["trace"]])
        #expect(report.tests.map(\.line) == [3, 3])
    }

    @Test("A report that is longer than a chunk is read the same, wherever the chunks meet")
    func readsAcrossChunks() throws {
        let text = "ä€😀\\n\\u00e4\\ud83d\\ude00\\ud83d\\\""
        let read = "ä€😀\nä😀\u{fffd}\""
        for shift in 0..<24 {
            let filler = String(repeating: "y", count: JSONStream.chunkBytes - 100 + shift)
            let report = try self.read(
                #"{"x":"\#(filler)","config":{"version":"\#(text)","workers":-12e0,"rootDir":null},"suites":[]}"#)
            #expect(report.playwrightVersion == read)
            #expect(report.workers == -12)
        }
    }

    @Test("Tests are handed on one by one with the folder that they are relative to")
    func streams() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
        try Data(Fixture.bytes("report.json")).write(to: file)
        var titles: [String] = []
        let rest = try PlaywrightReport.read(file: file.path(percentEncoded: false)) { test, root in
            titles.append("\(root)/\(test.file) \(test.line)")
        }
        #expect(titles.count == 4 && titles[0] == "/tmp/suite/e2e/shop.spec.ts 30")
        #expect(rest.tests.isEmpty && rest.statistics.unexpected == 2)
        #expect(throws: EvidenceError.self) { _ = try PlaywrightReport.read(file: "/nowhere.json") }
    }

    @Test("Damage never crashes", arguments: UInt64(1)...6)
    func survivesDamage(seed: UInt64) throws {
        let bytes = try Fixture.bytes("report.json")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<30 {
            var damaged = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
            for _ in 0..<(damaged.isEmpty ? 0 : 5) {
                damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? PlaywrightReport.read(damaged, name: "damaged.json")
        }
        let deep = String(repeating: #"{"suites":["#, count: 5000)
        #expect(throws: EvidenceError.self) { try read(deep) }
    }
}
