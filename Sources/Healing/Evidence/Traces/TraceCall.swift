import Domain

/// One call as one process recorded it: the runner's view of a step, or the library's.
struct TraceCall {
    let callID: String
    /// What runner and library call the same step.
    let stepID: String?
    let parentID: String?
    let method: String
    let title: String
    var selector: String?
    var expression: String?
    var isNegated = false
    var expectedText: [String] = []
    var stack: [SourceLocation]
    var startTime: Double
    var endTime: Double?
    var error: String?
    var log: [String] = []

    /// Reads a `before` event of trace version `version`.
    init?(_ event: JSON, version: Int) {
        guard let callID = event["callId"]?.string else { return nil }
        self.callID = callID
        parentID = event["parentId"]?.string
        stepID = Self.stepID(event, callID: callID, version: version)
        let name = event["method"]?.string ?? ""
        // Up to version 7 every step of the runner has the method `step`, and its kind stands before the `@`.
        method = name == "step" ? callID.split(separator: "@").first.map(String.init) ?? name : name
        if let title = event["title"]?.string ?? event["apiName"]?.string {
            self.title = [title, event["subtitle"]?.string].compactMap(\.self).joined(separator: " ")
        } else {
            title = [event["class"]?.string, name].compactMap(\.self).joined(separator: ".")
        }
        stack = (event["stack"]?.array ?? []).compactMap(SourceLocation.init(frame:))
        startTime = event["startTime"]?.double ?? 0
        read(event["params"])
    }

    /// Version 7 brought step identifiers. Before that, both sides noted the same name and the same wall clock time.
    private static func stepID(_ event: JSON, callID: String, version: Int) -> String? {
        if version >= 7 { return event["stepId"]?.string ?? (version == 7 ? callID : nil) }
        guard let name = event["apiName"]?.string, let wallTime = event["wallTime"]?.double else { return nil }
        return "\(name)@\(wallTime)"
    }

    private mutating func read(_ parameters: JSON?) {
        guard let parameters else { return }
        selector = parameters["selector"]?.string
        expression = parameters["expression"]?.string
        isNegated = parameters["isNot"]?.bool ?? false
        expectedText = (parameters["expectedText"]?.array ?? []).compactMap { text in
            text["string"]?.string
                ?? text["regexSource"]?.string.map { "/\($0)/\(text["regexFlags"]?.string ?? "")" }
        }
    }

    /// Reads the `after` event of this call.
    mutating func finish(_ event: JSON) {
        endTime = event["endTime"]?.double
        error = event["error"].flatMap(Self.message)
        log += (event["log"]?.array ?? []).compactMap { $0.string.map(ANSIText.stripped) }
    }

    /// `{"message"}`, or `{"error": {"message"}}` as the protocol wraps it.
    static func message(_ error: JSON) -> String? {
        let text = error.string ?? error["message"]?.string ?? error["error"]?["message"]?.string
        return (text ?? error["value"]?.string).map(ANSIText.stripped)
    }
}

extension SourceLocation {
    /// Reads `{"file", "line", "column"}`.
    init?(frame: JSON) {
        guard let file = frame["file"]?.string, let line = frame["line"]?.int else { return nil }
        self.init(file: file, line: line, column: frame["column"]?.int ?? 0)
    }
}
