/// One DOM snapshot of one frame as the trace stores it: who took it, and its nodes still as JSON text.
struct FrameSnapshot: Sendable {
    let callID: String
    /// In traces before version 9 the snapshot's name, for example `before@call@13`.
    let name: String?
    var phase: Trace.Phase?
    let pageID: String
    let frameID: String
    let url: String
    let isMainFrame: Bool
    /// Milliseconds on the trace's clock.
    var time: Double
    /// The `html` value. Kept as text: most snapshots of a trace are never asked for.
    private(set) var html: [UInt8]

    /// Reads a line `{"type":"frame-snapshot","snapshot":{...}}` without building its nodes.
    /// - Returns: nil when the line holds no snapshot.
    init?(line: [UInt8]) throws(JSONParser.Failure) {
        var fields: [JSON.Member] = []
        var html: Range<Int>?
        var lineParser = JSONParser(line)
        try lineParser.members { key, parser throws(JSONParser.Failure) in
            guard key == "snapshot" else { return try parser.skip() }
            try parser.members { key, parser throws(JSONParser.Failure) in
                switch key {
                case "html":
                    _ = parser.peek()
                    let start = parser.position
                    try parser.skip()
                    html = start..<parser.position
                case "resourceOverrides", "viewport": try parser.skip()
                default: fields.append(JSON.Member(key: key, value: try parser.value()))
                }
            }
        }
        let snapshot = JSON.object(fields)
        guard let html, let frameID = snapshot["frameId"]?.string else { return nil }
        self.html = lineParser.bytes(html)
        self.frameID = frameID
        callID = snapshot["callId"]?.string ?? ""
        name = snapshot["snapshotName"]?.string
        phase = snapshot["phase"]?.string.flatMap(Trace.Phase.init)
        pageID = snapshot["pageId"]?.string ?? ""
        url = snapshot["frameUrl"]?.string ?? ""
        isMainFrame = snapshot["isMainFrame"]?.bool ?? false
        time = snapshot["timestamp"]?.double ?? 0
    }

    /// The same as a page that cannot be shown.
    var withoutNodes: Self {
        var empty = self
        empty.html = []
        return empty
    }

    /// The values of the target attribute that mean "this call's element". Before version 9 marks of earlier calls stay in
    /// the page, and are told apart by the call or the snapshot that they name.
    func isMark(_ value: String) -> Bool { value.isEmpty || value == callID || value == name }
}
