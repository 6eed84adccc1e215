import Domain
import Evidence
import Foundation
import TestKit
import Testing

@testable import Pipeline

/// What is made of a red test's trace, alone and beside that of a good run.
struct TracedFailureTests {
    private static let lost =
        "TimeoutError: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByText('Pay')"
    private let folder = FileManager.default.temporaryDirectory.appending(path: "traced-\(UUID().uuidString)")

    /// A trace in which a click may have failed, the test ended with an error, and the page said something.
    private func trace(
        click: String? = nil, error: String? = nil, says: String? = nil, answers: [(String, Int)] = [],
        page: String? = nil
    ) throws -> String {
        var lines: [[String: Any]] = [
            ["type": "context-options", "version": 8, "origin": "library"],
            ["type": "before", "callId": "call@1", "startTime": 1, "method": "click", "params": ["selector": "#pay"]],
            ["type": "after", "callId": "call@1", "endTime": 9],
        ]
        if let click { lines[2]["error"] = ["message": click] }
        if let says { lines.append(["type": "console", "messageType": "error", "text": says, "time": 2]) }
        if let error { lines.append(["type": "error", "message": error]) }
        for (url, status) in answers {
            let har: [String: Any] = [
                "request": ["url": url, "method": "GET"], "response": ["status": status], "_monotonicTime": 2,
            ]
            lines.append(["type": "resource-snapshot", "snapshot": har])
        }
        if page != nil { lines[2]["afterSnapshot"] = "after@call@1" }
        var archive = StoredZIP()
        let texts = try lines.map { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) }
        archive.add("0-trace.trace", (texts + [page.map(Self.snapshot) ?? ""]).joined(separator: "\n") + "\n")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "\(UUID().uuidString).zip")
        try Data(archive.bytes).write(to: file)
        return file.path(percentEncoded: false)
    }

    private static func snapshot(_ html: String) -> String {
        #"{"type":"frame-snapshot","snapshot":{"callId":"call@1","snapshotName":"after@call@1","pageId":"page","#
            + #""frameId":"main","frameUrl":"http://localhost/cart","isMainFrame":true,"timestamp":5,"html":\#(html)}}"#
    }

    private func red(_ error: String, trace: String, context: String? = nil) throws -> RedTest {
        let object: [String: Any] = [
            "errorContexts": context.map { [["inline": ["_0": $0]]] } ?? [], "videos": [String](),
            "id": "1", "selection": ["file": "a.spec.ts", "titles": ["pays"]], "title": "pays", "project": "",
            "line": 1, "errors": [error], "surroundings": [""], "status": "failed", "output": "", "trace": trace,
        ]
        return try JSONDecoder().decode(RedTest.self, from: JSONSerialization.data(withJSONObject: object))
    }

    @Test("A click whose failure the test caught is not what failed it")
    func caught() throws {
        let thrown = "Error: no total"
        #expect(TracedFailure(try red(thrown, trace: trace(click: Self.lost, error: thrown))).step == nil)
        let failed = TracedFailure(try red(Self.lost, trace: trace(click: Self.lost, error: Self.lost)))
        #expect(failed.step?.selector == "#pay")
    }

    @Test("What the good run's page says, too, is no evidence, and the failure is grouped without it")
    func noise() throws {
        let banner = "Uncaught TypeError: banner is undefined"
        let test = try red(Self.lost, trace: trace(click: Self.lost, error: Self.lost, says: banner))
        let report = try FailureTriage.report(TracedFailure(test))
        #expect(report.kind == "js-page-error")
        func verdict(besides good: String) -> FailureReport {
            Examination(
                test, colour: .green, good: good, isGreenAgain: nil, commit: .unknown,
                suite: SuiteSources(specs: [], named: []) { _ in nil }, folder: "/", others: 0,
                memory: TestMemory(at: Timestamp(milliseconds: 0))
            ).verdict(on: report)
        }
        let quiet = verdict(besides: try trace(says: banner))
        #expect(quiet.kind == "locator-not-found" && quiet.category == .ui && quiet.severity == .medium)
        #expect(!quiet.evidence.contains { $0.source == "console" })
        #expect(quiet.group != report.group && quiet.fingerprint != report.fingerprint)
        #expect(verdict(besides: try trace()).kind == "js-page-error")
    }

    @Test("An answer that a later one made good is no evidence")
    func recovered() throws {
        let place = "http://localhost/api/cart"
        func kind(_ answers: [(String, Int)]) throws -> String {
            let path = try trace(click: Self.lost, error: Self.lost, answers: answers)
            return try FailureTriage.report(TracedFailure(red(Self.lost, trace: path))).kind
        }
        #expect(try kind([(place, 500)]) == "http-5xx")
        #expect(try kind([(place, 500), (place, 200)]) == "locator-not-found")
    }

    private static func page(_ body: String) -> String { #"["HTML",{},["BODY",{},\#(body)]]"# }

    private static let signIn =
        #"["H1",{},"Log in"],["INPUT",{"aria-label":"Email"}],["INPUT",{"type":"password","aria-label":"Password"}]"#
        + #",["BUTTON",{},"Log in"]"#
    private static let badGateway = #"["CENTER",{},["H1",{},"502 Bad Gateway"]],["HR",{}],["CENTER",{},"nginx"]"#

    @Test(
        "Where the runner told nothing of the page, the trace tells what it showed, and an answer bears it out",
        arguments: [
            (signIn, 401, "session-expired"), (badGateway, 502, "http-5xx"),
            // What no answer bears out may be hidden by a style sheet.
            (signIn, 200, "locator-not-found"), (badGateway, 200, "locator-not-found"),
            (#"["DIV",{"id":"root"}]"#, 200, "loading-never-finished"),
            (#"["H1",{},"Cart"],["P",{},"Two books"],["BUTTON",{},"Buy"]"#, 200, "locator-not-found"),
            (#"["H1",{},"Cart"],["P",{},"Loading…"]"#, 200, "locator-not-found"),
        ])
    func readsPage(body: String, status: Int, kind: String) throws {
        let path = try trace(
            click: Self.lost, error: Self.lost, answers: [("http://localhost/api/me", status)], page: Self.page(body))
        #expect(try FailureTriage.report(TracedFailure(red(Self.lost, trace: path))).kind == kind)
    }

    @Test("What the runner told of the page is believed before the trace, which knows no style sheets")
    func prefersContext() throws {
        let path = try trace(click: Self.lost, error: Self.lost, page: Self.page(#"["DIV",{"id":"root"}]"#))
        let context = "# Page snapshot\n\n```yaml\n- heading \"Cart\" [level=1]\n- paragraph: Two books\n```\n"
        let test = try red(Self.lost, trace: path, context: context)
        #expect(try FailureTriage.report(TracedFailure(test)).kind == "locator-not-found")
    }
}
