import Domain
import Evidence
import Foundation
import TestKit
import Testing

@testable import Pipeline

struct ReportTriageTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "triage-\(UUID().uuidString)")

    /// A report with one red test.
    private func failure(_ error: String, attachments: String = "") throws -> FailureReport {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let report = folder.appending(path: "report.json")
        try """
        {"config": {"rootDir": "/app"}, "errors": [], "suites": [{"title": "a.spec.ts", "file": "a.spec.ts", "specs": [
          {"title": "lists", "ok": false, "id": "1", "file": "a.spec.ts", "line": 3, "column": 1, "tests": [
            {"projectName": "api", "expectedStatus": "passed", "status": "unexpected", "results": [
              {"status": "failed", "errors": [{"message": "\(error)"}], "attachments": [\(attachments)]}]}]}]}]}
        """.write(to: report, atomically: true, encoding: .utf8)
        var found: [FailureReport] = []
        try ReportTriage.read(report.path(percentEncoded: false)) { found.append($0) }
        return try #require(found.first)
    }

    private static let shapeDiffers =
        #"Error: expect(received).toEqual(expected) // deep equality\n\n-   \"cents\": Any<Number>,\n+   \"price\": \"1\","#

    @Test("The line of the test that an error quotes says whether a value came from an answer or from a page")
    func readsQuotedCode() throws {
        let quoted =
            Self.shapeDiffers
            + #"\n\n> 3 |   expect(await answer.json()).toEqual(shape);\n    |   ^\n    at /app/a.spec.ts:3:9"#
        #expect(try failure(quoted).kind == "schema-mismatch")
        #expect(try failure(Self.shapeDiffers).kind == "assertion-text-or-value")
        #expect(try !failure(quoted).errorMessage.contains("answer.json()"))
    }

    @Test("A report alone is enough for a verdict where its signs are, with the words of what would disprove it")
    func decides() throws {
        let refused = try failure("Error: page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:4173/")
        #expect(refused.verdict == .environment && refused.suggestedFix?.playbook == "restart-backend")
        #expect(refused.rootCause.contains("The environment is at fault"))
        #expect(refused.rootCause.contains("It would be disproven by"))
        let bare = try failure("Test timeout of 30000ms exceeded.")
        #expect(bare.verdict == .unknown)
    }

    @Test("What kept a suite from running is its one failure")
    func readsErrorsOutsideOfTests() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let report = folder.appending(path: "none.json")
        try
            #"{"config": {}, "errors": [{"message": "Error: Timed out waiting 60000ms from config.webServer."}], "suites": []}"#
            .write(to: report, atomically: true, encoding: .utf8)
        var found: [FailureReport] = []
        try ReportTriage.read(report.path(percentEncoded: false)) { found.append($0) }
        #expect(found.map(\.kind) == ["webserver-not-started"])
    }

    @Test("The picture and the trace that the runner kept are in the report")
    func namesArtifacts() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let picture = folder.appending(path: "a.png").path(percentEncoded: false)
        let bytes = Data([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a])
        try bytes.write(to: URL(filePath: picture))
        let found = try failure(
            "Error: nothing",
            attachments: """
                {"name": "screenshot", "contentType": "image/png", "path": "\(picture)"},
                {"name": "trace", "contentType": "application/zip", "path": "/gone/trace.zip"}
                """)
        #expect(found.screenshot == bytes.base64EncodedString())
        #expect(found.trace == "/gone/trace.zip")
    }

    private static let logInForm = """
        - heading "Log in" [level=1]
        - textbox "Email"
        - textbox "Password"
        - button "Log in"
        """
    private static let logInPage = "# Page snapshot\n\n```yaml\n\(logInForm)\n```\n"
    private static let missing =
        #"TimeoutError: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByTestId('pay')"#

    @Test("What the page was is read from the report itself where older versions put it, in each of their forms")
    func readsInlineContexts() throws {
        func attachment(_ name: String, _ type: String, _ text: String) -> String {
            #"{"name": "\#(name)", "contentType": "\#(type)", "body": "\#(Data(text.utf8).base64EncodedString())"}"#
        }
        let json = String(decoding: try JSON.encode(["pageSnapshot": Self.logInForm]), as: UTF8.self)
        for attached in [
            attachment("_prompt-0", "text/markdown", Self.logInPage),
            attachment("_error-context-0", "application/json", json),
            attachment("error-context", "text/markdown", Self.logInPage),
        ] {
            let found = try failure(Self.missing, attachments: attached)
            #expect(found.category == .auth, "\(attached)")
            #expect(!found.evidence.contains { $0.rule == "context-missing" })
        }
        #expect(try failure(Self.missing).category == .ui)
    }

    @Test("Where the runner told of the page once for each error, the next is read when the first is gone")
    func readsFurtherContexts() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.logInPage.write(toFile: path("error-context-1.md"), atomically: true, encoding: .utf8)
        let found = try failure(
            Self.missing,
            attachments: """
                {"name": "_error-context-0", "contentType": "text/markdown", "path": "/gone/error-context-0.md"},
                {"name": "_error-context-1", "contentType": "text/markdown", "path": "\(path("error-context-1.md"))"}
                """)
        #expect(found.category == .auth && !found.evidence.contains { $0.rule == "context-missing" })
    }

    @Test("A page that is too large for the report is told as a gap, and is no page")
    func tellsCutContext() throws {
        let long = String(repeating: "- paragraph: it goes on\n", count: 8_000)
        let json = String(decoding: try JSON.encode(["pageSnapshot": long]), as: UTF8.self)
        let found = try failure(
            Self.missing,
            attachments: """
                {"name": "_error-context-0", "contentType": "application/json",
                 "body": "\(Data(json.utf8).base64EncodedString())"}
                """)
        #expect(found.evidence.contains { $0.rule == "context-incomplete" && $0.text.contains("cannot be read") })
        #expect(found.observed?.page == nil)
    }

    @Test("Every video that the runner kept is named in the report, one for each page")
    func namesVideos() throws {
        let found = try failure(
            "Error: nothing",
            attachments: """
                {"name": "video", "contentType": "video/webm", "path": "/out/video.webm"},
                {"name": "video", "contentType": "video/webm", "path": "/out/video-1.webm"}
                """)
        #expect(found.videos == ["/out/video.webm", "/out/video-1.webm"])
        #expect(try failure("Error: nothing").videos == nil)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    private static func fixture(_ name: String) throws -> Data {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try Data(contentsOf: tests.appending(path: "EvidenceTests/Fixtures/\(name)"))
    }

    @Test(
        "What was carried here together with its report is found, whatever its path was where the tests ran",
        arguments: ["/home/runner/work/shop/test-results/a/trace.zip", #"D:\\a\\shop\\test-results\\a\\trace.zip"#])
    func findsCarriedArtifacts(name: String) throws {
        try FileManager.default.createDirectory(atPath: path("test-results/a"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: TracedTest.trace(), toPath: path("test-results/a/trace.zip"))
        let found = try failure("Error: nothing", attachments: #"{"name": "trace", "path": "\#(name)"}"#)
        #expect(found.trace == path("test-results/a/trace.zip"))
        #expect(!found.evidence.contains { $0.rule == "trace-missing" })
    }

    @Test("A trace and a page of another test's run are told as gaps, and nothing is concluded from them")
    func refusesOtherRuns() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.fixture("crash-trace.zip").write(to: folder.appending(path: "trace.zip"))
        try Data("# Test info\n\n- Name: b.spec.ts >> logs in\n\n\(Self.logInPage)".utf8)
            .write(to: folder.appending(path: "error-context.md"))
        let found = try failure(
            Self.missing,
            attachments: """
                {"name": "trace", "contentType": "application/zip", "path": "\(path("trace.zip"))"},
                {"name": "error-context", "contentType": "text/markdown", "path": "\(path("error-context.md"))"}
                """)
        let bare = try failure(Self.missing)
        #expect(found.trace == nil && found.kind == bare.kind && found.observed?.page == nil)
        #expect(found.observed?.step == nil)
        for source in ["trace", "context"] {
            let gap = found.evidence.first { $0.rule == "\(source)-of-another-run" }
            #expect(gap?.text.hasPrefix(folder.path(percentEncoded: false)) == true, "\(source)")
        }
    }

    @Test("A secret that the limit of an error or of an output would cut in two is in neither half", arguments: 1...12)
    func cutsAtWords(offset: Int) throws {
        let secret = "zebra-known-77"
        let limit = 16 * 1024
        func red(error: String = "Error: x", output: String = "") throws -> RedTest {
            let result: [String: Any] = [
                "status": "failed", "errors": [["message": error]], "stdout": [["text": output]],
            ]
            let spec: [String: Any] = [
                "title": "lists", "file": "a.spec.ts", "line": 3,
                "tests": [["status": "unexpected", "results": [result]]],
            ]
            let object: [String: Any] = ["suites": [["title": "a.spec.ts", "specs": [spec]]]]
            let report = try PlaywrightReport.read(
                Array(try JSONSerialization.data(withJSONObject: object)), name: "r")
            return RedTest(try #require(report.tests.first), file: "a.spec.ts", folder: "/")
        }
        let lines = String(repeating: "words\n", count: 3 * limit / 6)
        let error = "Error: \(lines.prefix(limit - offset - 12))key: \(secret)\n\(lines)"
        let told = try red(error: error).errors[0]
        #expect(told.utf8.count > limit / 2 && !told.contains("zebr"))
        let output = "\(lines.prefix(999))key: \(secret)\n\(lines.suffix(limit - offset - 1))"
        let said = try red(output: output).output
        #expect(said.utf8.count > limit / 2 && !said.contains("n-77"))
    }

    /// A blob report with one red test, whose trace is the fixture unless another entry is given.
    private func blob(trace: Data?) throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var zip = StoredZIP()
        zip.add(
            "report.jsonl",
            """
            {"method":"onConfigure","params":{"config":{"rootDir":"/app"}}}
            {"method":"onProject","params":{"project":{"name":"api","suites":[{"title":"a.spec.ts","entries":[{"testId":"t",\
            "title":"lists","retries":0,"location":{"file":"a.spec.ts","line":3,"column":1}}]}]}}}
            {"method":"onTestBegin","params":{"testId":"t","result":{"id":"r","retry":0}}}
            {"method":"onAttach","params":{"testId":"t","resultId":"r","attachments":[{"name":"trace","path":"resources/t.zip"}]}}
            {"method":"onTestEnd","params":{"test":{"testId":"t","expectedStatus":"passed"},"result":{"id":"r",\
            "status":"failed","errors":[{"message":"Error: page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:4173/"}]}}}
            """)
        if let trace { zip.entries.append(.init(name: "resources/t.zip", data: Array(trace))) }
        let file = path("report.zip")
        try Data(zip.bytes).write(to: URL(filePath: file))
        return file
    }

    @Test("A blob report is triaged like any other, with the traces in it", arguments: [true, false])
    func readsBlobs(hasTrace: Bool) throws {
        var found: [FailureReport] = []
        let trace = try hasTrace ? Data(contentsOf: URL(filePath: TracedTest.trace())) : nil
        try ReportTriage.read(try blob(trace: trace)) { found.append($0) }
        let failure = try #require(found.first)
        #expect(found.count == 1 && failure.kind == "connection-refused" && failure.testName == "lists")
        #expect(failure.trace == "resources/t.zip")
        let missing = failure.evidence.first { $0.rule == "trace-missing" }
        #expect((missing == nil) == hasTrace)
        #expect(missing?.text.hasPrefix("resources/t.zip") != false, "\(missing?.text ?? "")")
    }

    @Test("An archive that is no blob report is an error that names it")
    func refusesOtherArchives() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.fixture("orders-trace.zip").write(to: folder.appending(path: "trace.zip"))
        #expect { try ReportTriage.read(path("trace.zip")) { _ in } } throws: { "\($0)".contains("trace.zip") }
    }
}
