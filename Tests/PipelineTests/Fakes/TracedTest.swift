import Foundation
import TestKit

@testable import Pipeline

/// A red test and the trace that the runner left of its one step: small, and read like any other.
enum TracedTest {
    /// - Parameters:
    ///   - parameters: of the step's call, its selector among them.
    ///   - error: of the step; nil when it went well.
    ///   - events: what else the trace tells.
    ///   - page: how the step left it, as a snapshot has it.
    /// - Returns: the archive's path.
    static func trace(
        method: String = "click", _ parameters: [String: Any] = ["selector": "#pay"], error: String? = nil,
        events: [[String: Any]] = [], page: String? = nil
    ) throws -> String {
        var after: [String: Any] = ["type": "after", "callId": "call@1", "endTime": 9]
        if let error { after["error"] = ["message": error] }
        if page != nil { after["afterSnapshot"] = "after@call@1" }
        let lines: [[String: Any]] = [
            ["type": "context-options", "version": 8, "origin": "library"],
            ["type": "before", "callId": "call@1", "startTime": 1, "method": method, "params": parameters], after,
        ]
        let texts = try (lines + events).map {
            String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self)
        }
        var archive = StoredZIP()
        archive.add("0-trace.trace", (texts + [page.map(snapshot) ?? ""]).joined(separator: "\n") + "\n")
        let file = FileManager.default.temporaryDirectory.appending(path: "trace-\(UUID().uuidString).zip")
        try Data(archive.bytes).write(to: file)
        return file.path(percentEncoded: false)
    }

    private static func snapshot(_ html: String) -> String {
        #"{"type":"frame-snapshot","snapshot":{"callId":"call@1","snapshotName":"after@call@1","pageId":"page","#
            + #""frameId":"main","frameUrl":"http://localhost/cart","isMainFrame":true,"timestamp":5,"html":\#(html)}}"#
    }

    /// - Parameter context: what the report itself tells of the page.
    static func red(_ error: String, trace: String, context: String? = nil) throws -> RedTest {
        let object: [String: Any] = [
            "errorContexts": context.map { [["inline": ["_0": $0]]] } ?? [], "videos": [String](),
            "id": "1", "selection": ["file": "a.spec.ts", "titles": ["pays"]], "title": "pays", "project": "",
            "line": 1, "errors": [error], "surroundings": [""], "status": "failed", "output": "", "trace": trace,
        ]
        return try JSONDecoder().decode(RedTest.self, from: JSONSerialization.data(withJSONObject: object))
    }
}
