import Domain
import Foundation
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
}
