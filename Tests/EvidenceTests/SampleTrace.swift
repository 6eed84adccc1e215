import TestKit

import Compression
import Evidence

/// Traces written by hand, line by line.
enum SampleTrace {
    static func read(
        runner: [String]? = nil, library: [String], network: [String] = [], stacks: String = "",
        limits: Trace.Limits = .init()
    ) throws -> Trace {
        var zip = StoredZIP()
        if let runner { zip.add("test.trace", runner.joined(separator: "\n")) }
        zip.add("0-trace.trace", library.joined(separator: "\n"))
        zip.add("0-trace.network", network.joined(separator: "\n"))
        zip.add("0-trace.stacks", stacks)
        return try Trace.read(from: ZIPArchive(zip.bytes, name: "trace.zip"), limits: limits)
    }

    /// A library's trace of version 9 with one step `call@1` and these snapshots of one frame.
    static func read(snapshots: [String], limits: Trace.Limits = .init()) throws -> Trace {
        let start = #"{"version":9,"type":"context-options","origin":"library"}"#
        let call = #"{"type":"before","callId":"call@1","startTime":1,"method":"click","params":{"selector":"a"}}"#
        let lines = snapshots.enumerated().map { index, html in
            snapshot(html, callID: index == snapshots.count - 1 ? "call@1" : "call@0")
        }
        return try read(library: [start, call] + lines, limits: limits)
    }

    static func snapshot(
        _ html: String, callID: String = "call@1", phase: String = "after", frame: String = "main"
    ) -> String {
        #"{"type":"frame-snapshot","snapshot":{"callId":"\#(callID)","phase":"\#(phase)","pageId":"page","#
            + #""frameId":"\#(frame)","frameUrl":"http://\#(frame)/","html":\#(html),"timestamp":5,"#
            + #""isMainFrame":\#(frame == "main")}}"#
    }
}

extension PageSnapshot {
    /// The tree as text, for comparing: `html(body(#root(b'text')))`, marked elements with `!`.
    var outline: String { nodes.isEmpty ? "" : outline(0) }

    private func outline(_ id: NodeID) -> String {
        let name: String =
            switch nodes[id].content {
            case .element(let tag, _): tag
            case .text(let text): "'\(text)'"
            case .shadowRoot: "#root"
            case .document: "#document"
            }
        let children = nodes[id].children.map(outline).joined(separator: " ")
        return name + (nodes[id].isTarget ? "!" : "") + (children.isEmpty ? "" : "(\(children))")
    }
}
