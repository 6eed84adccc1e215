/// Follows the events of a blob report, and makes of each test what the JSON report would say of it.
struct BlobReader {
    private let folder: String
    private let limits: PlaywrightReport.Limits
    private var config = JSON.null
    private var separator = "/"
    private var tests: [String: BlobTest] = [:]
    /// Ids in the order of the suites.
    private var order: [String] = []
    /// By their ids. A run has as many as it has workers.
    private var attempts: [String: BlobAttempt] = [:]
    private var errors: [PlaywrightReport.Failure] = []
    private var counts: [PlaywrightReport.Test.Outcome: Int] = [:]
    private var unreadable: [PlaywrightReport.Unreadable] = []
    private var hasEnd = false
    /// About how much of the report is held: its suites, and what tests said that are tried again.
    private var heldBytes = 0

    private static let heldLimit = 256 << 20
    private static let attemptLimit = 1000
    private static let unreadableLimit = 1000
    private static let testLimit = 1_000_000

    init(folder: String, limits: PlaywrightReport.Limits) {
        self.folder = folder
        self.limits = limits
    }

    mutating func note(_ reason: String, place: String = "") {
        guard unreadable.count < Self.unreadableLimit else { return }
        unreadable.append(PlaywrightReport.Unreadable(place: place, reason: reason))
    }

    /// - Parameter bytes: of the event as it stands in the report.
    mutating func take(_ event: JSON, bytes: Int, _ onTest: (PlaywrightReport.Test) -> Void) {
        guard let method = event["method"]?.string else { return note("an event without a name") }
        let params = event["params"] ?? .null
        switch method {
        case "onBlobReportMetadata": separator = params["pathSeparator"]?.string ?? "/"
        case "onConfigure": config = params["config"] ?? .null
        case "onProject":
            guard heldBytes + bytes <= Self.heldLimit else {
                return note("suites of more than \(Self.heldLimit) bytes")
            }
            heldBytes += bytes
            let project = params["project"] ?? .null
            for suite in project["suites"]?.array ?? [] { add(suite, project, titles: [], depth: 0) }
        case "onTestBegin": begin(params)
        case "onStdIO": print(params)
        case "onAttach": attach(params, bytes: bytes)
        case "onEnd": hasEnd = true
        case "onTestEnd": end(params, bytes: bytes, onTest)
        case "onError":
            guard errors.count < limits.listLength, let error = params["error"] else { return }
            errors.append(PlaywrightReport.Failure(error.cut(to: limits.textBytes)))
        // Unknown events come with newer versions.
        default: break
        }
    }

    /// The suites of a project are files; `entries` has both kinds in one list since Playwright 1.44.
    private mutating func add(_ suite: JSON, _ project: JSON, titles: [String], depth: Int) {
        guard depth < limits.suiteDepth else { return note("more than \(limits.suiteDepth) suites within one another") }
        let inner = depth == 0 ? [] : titles + [suite["title"]?.string ?? ""]
        let entries = suite["entries"]?.array ?? (suite["tests"]?.array ?? []) + (suite["suites"]?.array ?? [])
        for entry in entries {
            guard let id = entry["testId"]?.string else {
                add(entry, project, titles: inner, depth: depth + 1)
                continue
            }
            guard let title = entry["title"]?.string else {
                note("a test without a title", place: inner.joined(separator: " › "))
                continue
            }
            guard tests[id] == nil, tests.count < Self.testLimit else { continue }
            let file = (entry["location"]?["file"]?.string ?? suite["title"]?.string ?? "")
            tests[id] = BlobTest(
                spec: entry.cut(to: limits.textBytes), project: project["name"]?.string ?? "", titles: inner + [title],
                file: separator == "\\" ? file.replacing("\\", with: "/") : file)
            order.append(id)
        }
    }

    private mutating func begin(_ params: JSON) {
        guard let result = params["result"], let id = result["id"]?.string else {
            return note("the begin of an attempt without an id")
        }
        guard attempts.count < Self.attemptLimit else { return note("more than \(Self.attemptLimit) attempts at once") }
        attempts[id] = BlobAttempt(result)
    }

    private mutating func print(_ params: JSON) {
        guard let id = params["resultId"]?.string, let data = params["data"]?.string else { return }
        attempts[id]?.print(
            data, isBase64: params["isBase64"]?.bool == true, onError: params["type"]?.string == "stderr", limits)
    }

    private mutating func attach(_ params: JSON, bytes: Int) {
        guard let id = params["resultId"]?.string, attempts[id] != nil else { return }
        guard heldBytes + bytes <= Self.heldLimit else {
            return note("what a test attached, beyond \(Self.heldLimit) bytes of such")
        }
        heldBytes += bytes
        attempts[id]?.attach(params["attachments"]?.array ?? [], bytes: bytes, folder: folder, limits)
    }

    private mutating func end(_ params: JSON, bytes: Int, _ onTest: (PlaywrightReport.Test) -> Void) {
        guard let end = params["test"], let result = params["result"], let id = end["testId"]?.string,
            let attempt = result["id"]?.string
        else { return note("the end of a test without an id") }
        guard var test = tests[id] else { return note("the end of a test that is in no suite", place: id) }
        var begun = attempts.removeValue(forKey: attempt) ?? BlobAttempt(result)
        heldBytes -= begun.heldBytes
        guard test.count < limits.listLength else { return note("more than \(limits.listLength) attempts", place: id) }
        let bytes = bytes + begun.heldBytes
        // Older versions tell at the end what was attached.
        begun.attach(result["attachments"]?.array ?? [], bytes: 0, folder: folder, limits)
        let isGood = test.isGood(result, end)
        let hasRoom = heldBytes + bytes <= Self.heldLimit
        if !isGood, !hasRoom { note("what an attempt said, beyond \(Self.heldLimit) bytes of such", place: id) }
        let isKept = !isGood && hasRoom
        test.end(end, begun.result(result, isKept: isKept, limits), bytes: isKept ? bytes : 0)
        if isKept { heldBytes += bytes }
        if test.isRedForGood { hand(&test, onTest) }
        tests[id] = test
    }

    private mutating func hand(_ test: inout BlobTest, _ onTest: (PlaywrightReport.Test) -> Void) {
        heldBytes -= test.heldBytes
        let made = test.hand()
        counts[made.outcome, default: 0] += 1
        onTest(made)
    }

    mutating func end(
        rootDirectory: String, configFile: String, _ onTest: (PlaywrightReport.Test) -> Void
    ) -> PlaywrightReport {
        if !attempts.isEmpty { note("\(attempts.count) tests that had begun and never ended") }
        if !hasEnd { note("it ends before the run did") }
        for id in order {
            guard var test = tests.removeValue(forKey: id), !test.isHandedOn else { continue }
            hand(&test, onTest)
        }
        return PlaywrightReport(
            playwrightVersion: config["version"]?.string ?? "", rootDirectory: rootDirectory, configFile: configFile,
            workers: config["workers"]?.int ?? 0, projects: [], errors: errors,
            statistics: .init(.null, counts: counts), tests: [], unreadable: unreadable)
    }
}
