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

    /// A trace in which a click may have failed, the test ended with an error, and the page said something.
    private func trace(
        click: String? = nil, error: String? = nil, says: String? = nil, answers: [(String, Int)] = [],
        page: String? = nil
    ) throws -> String {
        var events: [[String: Any]] = []
        if let says { events.append(["type": "console", "messageType": "error", "text": says, "time": 2]) }
        if let error { events.append(["type": "error", "message": error]) }
        for (url, status) in answers {
            let har: [String: Any] = [
                "request": ["url": url, "method": "GET"], "response": ["status": status], "_monotonicTime": 2,
            ]
            events.append(["type": "resource-snapshot", "snapshot": har])
        }
        return try TracedTest.trace(error: click, events: events, page: page)
    }

    private func red(_ error: String, trace: String, context: String? = nil) throws -> RedTest {
        try TracedTest.red(error, trace: trace, context: context)
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
