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
        click: String? = nil, error: String? = nil, says: String? = nil, answers: [(String, Int)] = []
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
        var archive = StoredZIP()
        let texts = try lines.map { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) }
        archive.add("0-trace.trace", texts.joined(separator: "\n") + "\n")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "\(UUID().uuidString).zip")
        try Data(archive.bytes).write(to: file)
        return file.path(percentEncoded: false)
    }

    private func red(_ error: String, trace: String) throws -> RedTest {
        let object: [String: Any] = [
            "errorContexts": [Any](), "videos": [String](),
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
}
