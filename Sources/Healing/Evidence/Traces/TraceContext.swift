import Domain

/// What one `.trace` file tells: the runner's (`test.trace`) or that of one browser context, with its `.network` and
/// `.stacks`. Events of versions 5 to 9 are read into the same values. Source: Playwright's `traceModernizer.ts`.
struct TraceContext {
    private(set) var isLibrary = false
    private(set) var version: Int?
    private(set) var playwrightVersion: String?
    private(set) var testIDAttribute: String?
    /// Of the test, as the runner names it to the library.
    private(set) var title: String?
    private(set) var calls: [TraceCall] = []
    private(set) var network: [Trace.NetworkEntry] = []
    private(set) var console: [Trace.ConsoleMessage] = []
    private(set) var errors: [Trace.TestError] = []
    private var places: [String: Int] = [:]
    private var phases: [String: Trace.Phase] = [:]
    private var storedSnapshots: [FrameSnapshot] = []
    private var wallTime = 0.0
    private var monotonicTime = 0.0

    static let knownVersions = 5...9

    /// Records held so far, for the limit on them.
    var recordCount: Int {
        calls.count + network.count + console.count + errors.count + storedSnapshots.count + logCount
    }
    private var logCount = 0
    private(set) var snapshotBytes = 0
    private(set) var eventBytes = 0

    /// Milliseconds to add to this file's times to get wall clock time; nil where it does not tell.
    var timeOrigin: Double? { monotonicTime > 0 ? wallTime - monotonicTime : nil }

    /// By the clock of the machine; nil where it does not tell.
    var startedAt: Timestamp? {
        // Beyond it lies no date that anybody writes.
        guard wallTime > 0, wallTime < 1e14 else { return nil }
        return Timestamp(milliseconds: Int64(wallTime))
    }

    mutating func add(_ snapshot: FrameSnapshot) {
        snapshotBytes += snapshot.html.count
        storedSnapshots.append(snapshot)
    }

    mutating func add(_ event: JSON, lineBytes: Int) {
        eventBytes += lineBytes
        switch event["type"]?.string {
        case "context-options": start(event)
        case "before": begin(event)
        case "input": note(event["inputSnapshot"], .action)
        case "log":
            guard let place = place(of: event), let message = event["message"]?.string else { return }
            logCount += 1
            calls[place].log.append(ANSIText.stripped(message))
        case "after":
            note(event["afterSnapshot"], .after)
            if let place = place(of: event) { calls[place].finish(event) }
        case "console": addMessage(event["messageType"], text: event["text"], time: event["time"])
        case "event": addPageError(event)
        case "error":
            guard let message = TraceCall.message(event) else { return }
            let stack = (event["stack"]?.array ?? []).compactMap(SourceLocation.init(frame:))
            errors.append(Trace.TestError(message: message, stack: stack))
        case "resource-snapshot":
            if let entry = event["snapshot"].flatMap(Trace.NetworkEntry.init(har:)) { network.append(entry) }
        default: break  // screenshots, output and what future versions add
        }
    }

    private mutating func start(_ event: JSON) {
        version = event["version"]?.int
        playwrightVersion = event["playwrightVersion"]?.string
        title = event["title"]?.string
        testIDAttribute =
            event["testIdAttributeName"]?.string ?? event["options"]?["testIdAttributeName"]?.string
        // Before version 7 only the library wrote this event, without clocks.
        isLibrary = (version ?? 0) < 7 || event["origin"]?.string == "library"
        guard (version ?? 0) >= 7 else { return }
        wallTime = event["wallTime"]?.double ?? 0
        monotonicTime = event["monotonicTime"]?.double ?? 0
    }

    private mutating func begin(_ event: JSON) {
        note(event["beforeSnapshot"], .before)
        guard let call = TraceCall(event, version: version ?? 6) else { return }
        if monotonicTime == 0, let wall = event["wallTime"]?.double {
            wallTime = wall
            monotonicTime = call.startTime
        }
        places[call.callID] = calls.count
        calls.append(call)
    }

    private mutating func note(_ snapshotName: JSON?, _ phase: Trace.Phase) {
        if let name = snapshotName?.string { phases[name] = phase }
    }

    private func place(of event: JSON) -> Int? { event["callId"]?.string.flatMap { places[$0] } }

    private mutating func addPageError(_ event: JSON) {
        guard event["method"]?.string == "pageError", let error = event["params"]?["error"] else { return }
        let inner = error["error"] ?? error
        let name = inner["name"]?.string.map { $0.isEmpty ? "" : "\($0): " } ?? ""
        let text = TraceCall.message(error).map { JSON.string(name + $0) }
        addMessage(.string("pageerror"), text: text, time: event["time"])
    }

    private mutating func addMessage(_ kind: JSON?, text: JSON?, time: JSON?) {
        console.append(
            Trace.ConsoleMessage(
                kind: kind?.string ?? "log", text: ANSIText.stripped(text?.string ?? ""), time: time?.double))
    }

    /// Reads a `.stacks` file: `{"files": [name], "stacks": [[callNumber, [[file, line, column, function]]]]}`.
    mutating func addStacks(_ json: JSON) {
        let files = (json["files"]?.array ?? []).map { $0.string ?? "" }
        for entry in json["stacks"]?.array ?? [] {
            guard let pair = entry.array, pair.count == 2, let number = pair[0].int,
                let place = places["call@\(number)"]
            else { continue }
            let stack = (pair[1].array ?? []).compactMap { SourceLocation(numbers: $0, files: files) }
            if stack.count > calls[place].stack.count { calls[place].stack = stack }
        }
    }

    /// The snapshots with their phases, which older versions tell only in the events around them.
    var snapshots: [FrameSnapshot] {
        storedSnapshots.map { snapshot in
            guard snapshot.phase == nil, let name = snapshot.name else { return snapshot }
            var snapshot = snapshot
            let prefix = name.split(separator: "@").first.map(String.init) ?? ""
            snapshot.phase = phases[name] ?? (prefix == "input" ? .action : Trace.Phase(rawValue: prefix))
            return snapshot
        }
    }

    /// The same with all times moved by `milliseconds`, to bring files of several processes onto one clock.
    func shifted(by milliseconds: Double) -> TraceContext {
        var context = self
        for place in calls.indices {
            context.calls[place].startTime += milliseconds
            context.calls[place].endTime = calls[place].endTime.map { $0 + milliseconds }
        }
        for place in storedSnapshots.indices { context.storedSnapshots[place].time += milliseconds }
        context.network = network.map { $0.at($0.time.map { $0 + milliseconds }) }
        context.console = console.map {
            Trace.ConsoleMessage(kind: $0.kind, text: $0.text, time: $0.time.map { $0 + milliseconds })
        }
        return context
    }
}

extension SourceLocation {
    fileprivate init?(numbers: JSON, files: [String]) {
        guard let frame = numbers.array, frame.count >= 3, let file = frame[0].int, files.indices.contains(file),
            let line = frame[1].int, let column = frame[2].int
        else { return nil }
        self.init(file: files[file], line: line, column: column)
    }
}
