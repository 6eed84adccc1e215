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
    ///   - earlier: lines of steps before it, as `step` makes them.
    ///   - later: the same of steps behind it.
    /// - Returns: the archive's path.
    static func trace(
        method: String = "click", _ parameters: [String: Any] = ["selector": "#pay"], error: String? = nil,
        events: [[String: Any]] = [], page: String? = nil, earlier: [String] = [], later: [String] = []
    ) throws -> String {
        let head: [String: Any] = ["type": "context-options", "version": 8, "origin": "library"]
        let own = try step("call@1", at: 1, method, parameters, error: error, page: page)
        let lines = try [text(head)] + earlier + own + later + events.map(text)
        var archive = StoredZIP()
        archive.add("0-trace.trace", lines.joined(separator: "\n") + "\n")
        let file = FileManager.default.temporaryDirectory.appending(path: "trace-\(UUID().uuidString).zip")
        try Data(archive.bytes).write(to: file)
        return file.path(percentEncoded: false)
    }

    /// What a trace tells of a step that takes eight milliseconds.
    /// - Parameter page: how it left it; nil when nothing shows that.
    static func step(
        _ id: String, at time: Int, _ method: String, _ parameters: [String: Any], error: String? = nil,
        page: String? = nil
    ) throws -> [String] {
        var after: [String: Any] = ["type": "after", "callId": id, "endTime": time + 8]
        if let error { after["error"] = ["message": error] }
        if page != nil { after["afterSnapshot"] = "after@\(id)" }
        let before: [String: Any] = [
            "type": "before", "callId": id, "startTime": time, "method": method, "params": parameters,
        ]
        return try [text(before), text(after)] + (page.map { [snapshot($0, of: id, at: time + 4)] } ?? [])
    }

    private static func text(_ event: [String: Any]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: event), as: UTF8.self)
    }

    private static func snapshot(_ html: String, of id: String, at time: Int) -> String {
        #"{"type":"frame-snapshot","snapshot":{"callId":"\#(id)","snapshotName":"after@\#(id)","pageId":"page","#
            + #""frameId":"main","frameUrl":"http://localhost/cart","isMainFrame":true,"timestamp":\#(time),"html":\#(html)}}"#
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
