import Compression
import Evidence
import TestKit
import Testing

struct BlobReportTests {
    private func archive(_ entries: [(String, String)]) throws -> ZIPArchive {
        var zip = StoredZIP()
        for (name, text) in entries { zip.add(name, text) }
        return try ZIPArchive(zip.bytes, name: "blob.zip")
    }

    private let metadata = #"{"method":"onBlobReportMetadata","params":{"version":2}}"# + "\n"

    @Test(
        "Says where the suite and its configuration lay",
        arguments: [
            ("../playwright.config.ts", "/w/e2e/playwright.config.ts"), ("/w/p.ts", "/w/p.ts"),
            ("./a/p.ts", "/w/e2e/tests/a/p.ts"),
        ])
    func readsPlaces(configFile: String, absolute: String) throws {
        let line =
            #"{"method":"onConfigure","params":{"config":{"configFile":"\#(configFile)","rootDir":"/w/e2e/tests"}}}"#
        let report = try BlobReport(try archive([("resources/a.png", "x"), ("report.jsonl", metadata + line)]))
        #expect(report.rootDirectory == "/w/e2e/tests")
        #expect(report.configFile == absolute)
    }

    @Test("A suite without a configuration has none")
    func hasNoConfiguration() throws {
        let line = #"{"method":"onConfigure","params":{"config":{"rootDir":"/w"}}}"# + "\n{broken"
        #expect(try BlobReport(try archive([("report.jsonl", metadata + line)])).configFile.isEmpty)
    }

    @Test("An archive of something else is an error that names it", arguments: ["a.txt", "report.jsonl"])
    func refusesOthers(name: String) throws {
        let archive = try archive([(name, metadata)])
        #expect { try BlobReport(archive) } throws: { "\($0)".contains("blob.zip") }
    }

    // MARK: Tests

    private static func config(_ separator: String = "/") -> String {
        """
        {"method":"onBlobReportMetadata","params":{"version":2,"pathSeparator":"\(separator == "/" ? "/" : #"\\"#)"}}
        {"method":"onConfigure","params":{"config":{"rootDir":"/w","version":"1.63.0","workers":2}}}

        """
    }

    /// A file with one test in a describe block.
    private static func project(
        retries: Int = 0, entries: String = "entries", file: String = "a.spec.ts"
    ) -> String {
        let test = """
            {"testId":"t1","title":"pays","retries":\(retries),"tags":["@slow"],
            "location":{"file":"\(file)","line":7,"column":3},"annotations":[]}
            """
        let inner = entries == "entries" ? #""entries":[\#(test)]"# : #""suites":[],"tests":[\#(test)]"#
        let outer = entries == "entries" ? "entries" : "suites"
        return """
            {"method":"onProject","params":{"project":{"name":"chromium","suites":[{"title":"a.spec.ts",
            "\(outer)":[{"title":"cart",\(inner)}]}]}}}
            """.replacing("\n", with: "") + "\n"
    }

    private static func attempt(_ retry: Int, _ status: String, expected: String = "passed", more: String = "")
        -> String
    {
        let error = #"{"message":"Error: \u001b[31mno\u001b[39m \#(retry)","stack":"Error: no\n    at a.spec.ts:8:1"}"#
        return """
            {"method":"onTestBegin","params":{"testId":"t1","result":{"id":"r\(retry)","retry":\(retry),"startTime":1}}}
            {"method":"onStdIO","params":{"testId":"t1","resultId":"r\(retry)","type":"stdout","data":"log \(retry)"}}
            {"method":"onStepBegin","params":{"testId":"t1","resultId":"r\(retry)","step":{"id":"s"}}}
            \(more){"method":"onTestEnd","params":{"test":{"testId":"t1","expectedStatus":"\(expected)","timeout":30000},
            "result":{"id":"r\(retry)","duration":5,"status":"\(status)","errors":\(status == "passed" ? "[]" : "[\(error)]")}}}
            """.replacing(",\n\"result\"", with: ",\"result\"") + "\n"
    }

    private func read(
        _ events: String, root expected: String = "/w"
    ) throws -> (tests: [PlaywrightReport.Test], rest: PlaywrightReport) {
        var tests: [PlaywrightReport.Test] = []
        let report = try BlobReport(try archive([("report.jsonl", events)]))
        let rest = try report.read(attachmentsIn: "/out") { test, root in
            #expect(root == expected)
            tests.append(test)
        }
        return (tests, rest)
    }

    @Test(
        "A red test is what the JSON report would say of it, in the events of old and new versions",
        arguments: ["entries", "tests"])
    func readsTests(entries: String) throws {
        let attachment = """
            {"method":"onAttach","params":{"testId":"t1","resultId":"r1","attachments":[
            {"name":"trace","contentType":"application/zip","path":"resources/x.zip"},
            {"name":"trace","path":"../../etc/passwd"},{"name":"trace","path":"/etc/passwd"}]}}
            """.replacing("\n", with: "") + "\n"
        let (tests, rest) = try read(
            Self.config() + Self.project(retries: 1, entries: entries) + Self.attempt(0, "failed")
                + Self.attempt(1, "timedOut", more: attachment))
        let test = try #require(tests.first)
        #expect(tests.count == 1 && test.outcome == .unexpected && rest.statistics.unexpected == 1)
        #expect(test.title == "cart › pays" && test.project == "chromium" && test.file == "a.spec.ts")
        #expect(test.id == "t1" && test.line == 7 && test.tags == ["@slow"] && test.timeout == .seconds(30))
        #expect(test.results.map(\.status) == [.failed, .timedOut] && test.results.map(\.retry) == [0, 1])
        #expect(test.results[1].errors.first?.message == "Error: no 1" && test.results[1].output == "log 1")
        #expect(
            test.results[1].attachments.map(\.content) == [.file("/out/resources/x.zip"), .missing, .missing])
        #expect(rest.playwrightVersion == "1.63.0" && rest.unreadable.map(\.reason) == ["it ends before the run did"])
    }

    @Test(
        "What became of a test is what Playwright counts",
        arguments: [
            (["failed", "passed"], "passed", PlaywrightReport.Test.Outcome.flaky), (["passed"], "passed", .expected),
            (["failed"], "failed", .expected), (["passed"], "failed", .unexpected), (["skipped"], "skipped", .skipped),
            (["failed", "interrupted"], "passed", .unexpected), (["interrupted"], "passed", .skipped),
            ([], "passed", .skipped),
        ])
    func countsOutcomes(statuses: [String], expected: String, outcome: PlaywrightReport.Test.Outcome) throws {
        let attempts = statuses.enumerated().map { Self.attempt($0, $1, expected: expected) }.joined()
        let (tests, rest) = try read(Self.config() + Self.project(retries: statuses.count - 1) + attempts)
        #expect(tests.map(\.outcome) == [outcome])
        #expect(rest.statistics.expected == (outcome == .expected ? 1 : 0))
    }

    @Test("A red test is handed on when its last attempt ends, whatever follows")
    func handsOnAtOnce() throws {
        let (tests, rest) = try read(
            Self.config() + Self.project() + Self.attempt(0, "failed") + "{broken\n"
                + #"{"method":"onError","params":{"error":{"message":"Error: the server did not start"}}}"# + "\n"
                + #"{"method":"onTestEnd","params":{"test":{"testId":"gone"},"result":{"id":"r"}}}"#)
        #expect(tests.map(\.outcome) == [.unexpected])
        #expect(rest.errors.map(\.message) == ["Error: the server did not start"])
        #expect(rest.unreadable.count == 3)
    }

    @Test("Files of a machine with backslashes are named with slashes")
    func readsBackslashes() throws {
        let (tests, _) = try read(
            Self.config(#"\"#) + Self.project(file: #"shop\\a.spec.ts"#) + Self.attempt(0, "failed"))
        #expect(tests.map(\.file) == ["shop/a.spec.ts"])
    }

    @Test("A report that Playwright 1.63 wrote has the tests that it lists, with their attempts")
    func readsPlaywrights() throws {
        let text = String(decoding: try Fixture.bytes("blob-report.jsonl"), as: UTF8.self)
        let (tests, rest) = try read(text, root: "/app/tests")
        #expect(rest.unreadable.isEmpty && rest.playwrightVersion == "1.63.0")
        #expect(
            Dictionary(tests.map { ($0.title, $0.outcome) }, uniquingKeysWith: { first, _ in first }) == [
                "cart › pays": .unexpected, "cart › is flaky": .flaky, "cart › lists": .expected,
                "should fail": .expected, "later": .skipped,
            ])
        let red = try #require(tests.first { $0.outcome == .unexpected })
        #expect(red.results.count == 2 && red.file == "a.spec.ts" && red.line == 3)
        let last = try #require(red.results.last)
        #expect(last.output == "hello\n" && last.errors.first?.message.hasPrefix("TimeoutError: locator.click") == true)
        #expect(last.errors.first?.snippet?.contains("getByRole") == true)
        #expect(Set(last.attachments.map(\.name)) == ["screenshot", "trace", "error-context"])
    }
}
