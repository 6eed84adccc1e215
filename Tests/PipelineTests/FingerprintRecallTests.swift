import Domain
import Foundation
import Locators
import TestKit
import Testing
import Triage

@testable import Pipeline

/// What is said of a failing locator when only the fingerprints of a good run's locators are remembered.
struct FingerprintRecallTests {
    private static let selector = "internal:testid=[data-testid=\"buy\"s]"
    private static let lost = "TimeoutError: locator.click: Timeout 5000ms exceeded."
    private let folder = FileManager.default.temporaryDirectory.appending(path: "fingerprints-\(UUID().uuidString)")

    /// A trace with one step on a page with two buttons, of which the step's is marked when it was found.
    private func trace(testID: String, name: String = "Buy now", isRed: Bool, method: String = "click") throws -> String
    {
        func button(_ id: String, _ text: String, isTarget: Bool) -> [Any] {
            var attributes = ["data-testid": id, "class": "action"]
            if isTarget { attributes["__playwright_target__"] = "call@1" }
            return ["BUTTON", attributes, text]
        }
        let html: [Any] = [
            "HTML", [String: String](),
            [
                "BODY", [String: String](), ["H1", [String: String](), "Cart"], button(testID, name, isTarget: !isRed),
                ["P", [String: String](), "Free shipping"],
            ],
        ]
        var after: [String: Any] = ["type": "after", "callId": "call@1", "endTime": 9]
        if isRed { after["error"] = ["message": Self.lost] }
        let snapshot: [String: Any] = [
            "callId": "call@1", "phase": "after", "pageId": "page", "frameId": "main",
            "frameUrl": "http://localhost/cart", "html": html, "timestamp": 5, "isMainFrame": true,
        ]
        let step: [String: Any] = [
            "type": "before", "callId": "call@1", "startTime": 1, "method": method,
            "params": ["selector": Self.selector],
        ]
        let lines = [
            try Self.json(["type": "context-options", "version": 9, "origin": "library"]), try Self.json(step),
            // As Playwright writes it, the type first.
            #"{"type":"frame-snapshot","snapshot":\#(try Self.json(snapshot))}"#, try Self.json(after),
        ]
        var archive = StoredZIP()
        archive.add("0-trace.trace", lines.joined(separator: "\n") + "\n")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "\(UUID().uuidString).zip").path(percentEncoded: false)
        try Data(archive.bytes).write(to: URL(filePath: file))
        return file
    }

    private static func json(_ object: [String: Any]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }

    private func recall(testID: String, name: String = "Buy now", was: String = "Buy now", method: String = "click")
        throws -> FingerprintRecall
    {
        let good = try LocatorIndex(of: TraceFile.read(trace(testID: "buy", name: was, isRed: false)))
        let object: [String: Any] = [
            "id": "1", "selection": ["file": "a.spec.ts", "titles": ["pays"]], "title": "pays", "project": "",
            "line": 1, "errors": [Self.lost], "surroundings": [""], "status": "failed", "output": "",
            "errorContexts": [], "videos": [],
            "trace": try trace(testID: testID, name: name, isRed: true, method: method),
        ]
        let test = try JSONDecoder().decode(RedTest.self, from: JSONSerialization.data(withJSONObject: object))
        return FingerprintRecall(TracedFailure(test), good)
    }

    @Test("A click's element is found under its new name, and the green step is told")
    func found() throws {
        let recalled = try recall(testID: "pay")
        guard case .counterpartFound(let text) = recalled.recall else {
            Issue.record("\(recalled.recall)")
            return
        }
        #expect(text.hasPrefix("button \"Buy now\""))
        #expect(
            recalled.greenStep?.element == "button \"Buy now\"" && recalled.greenStep?.url == "http://localhost/cart")
    }

    @Test("An assertion is not followed, nor what has another number in its name")
    func refused() throws {
        let assertion = try recall(testID: "pay", method: "expect")
        let number = try recall(testID: "pay", name: "Buy 4 items", was: "Buy 3 items")
        for (recalled, why) in [(assertion, "an assertion is not followed"), (number, "has another number")] {
            guard case .notRecalled(let reason) = recalled.recall else {
                Issue.record("\(recalled.recall)")
                continue
            }
            #expect(reason.contains(why))
        }
    }

    @Test("Where the locator finds its element, that is what is said")
    func stillThere() throws {
        let recalled = try recall(testID: "buy")
        guard case .elementStillThere = recalled.recall else {
            Issue.record("\(recalled.recall)")
            return
        }
    }

    @Test("What is not clearly there is never said to be gone")
    func neverGone() throws {
        let recalled = try recall(testID: "other", name: "Terms and conditions")
        guard case .notRecalled(let reason) = recalled.recall else {
            Issue.record("\(recalled.recall)")
            return
        }
        #expect(reason.hasPrefix("by its fingerprint it is not clearly found"))
    }
}
