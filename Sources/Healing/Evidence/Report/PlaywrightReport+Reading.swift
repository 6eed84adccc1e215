extension PlaywrightReport {
    package struct Limits: Hashable, Sendable {
        /// Bytes of the whole report.
        package var bytes = 512 << 20
        /// Suites within one another.
        package var suiteDepth = 64

        package init() {}
    }

    /// Reads a report as untrusted input: unknown fields are passed over, missing ones have defaults, and a test that makes no
    /// sense is told in `unreadable` while the others survive. What stands before the first brace, for example the banner of a
    /// script whose output was redirected, does not count.
    /// - Parameter name: what errors call the report.
    /// - Throws: `EvidenceError` for what is no report at all, with the place.
    package static func read(
        _ bytes: [UInt8], name: String, limits: Limits = Limits()
    ) throws(EvidenceError) -> PlaywrightReport {
        guard bytes.count <= limits.bytes else {
            throw EvidenceError(
                name, "it has \(bytes.count) bytes, at most \(limits.bytes) are read",
                remedy: "attach files to tests by path instead of by body, or split the run into shards")
        }
        guard let start = start(bytes) else {
            throw EvidenceError(
                name, bytes.isEmpty ? "it is empty" : "there is no JSON object in it",
                remedy: "Playwright writes it when the run ends: look whether the run was killed, and at its output")
        }
        var reader = ReportReader(limits: limits)
        var parser = JSONParser(bytes, from: start)
        do { try reader.read(&parser) } catch {
            throw EvidenceError(
                name, "it is not readable as JSON: \(error.reason)",
                remedy: "look whether the run was killed while it wrote, and run again with --reporter=json",
                byteOffset: error.offset)
        }
        guard reader.hasReport else {
            throw EvidenceError(
                name, "it is JSON, but has neither `suites` nor `config`",
                remedy: "pass the file that `playwright test --reporter=json` wrote")
        }
        return reader.report()
    }

    /// The first brace that starts a line, else the first one.
    private static func start(_ bytes: [UInt8]) -> Int? {
        let brace = UInt8(ascii: "{")
        guard let first = bytes.firstIndex(of: brace) else { return nil }
        let atLineStart = bytes.indices.dropFirst(first).first {
            bytes[$0] == brace && ($0 == 0 || bytes[$0 - 1] == 0x0a)
        }
        return atLineStart == nil || bytes[..<first].allSatisfy { $0 <= 0x20 || $0 >= 0x80 } ? first : atLineStart
    }
}

/// Walks a report, so that of a large one only what is kept is ever built.
struct ReportReader {
    private let limits: PlaywrightReport.Limits
    private var config = JSON.null
    private var statistics = JSON.null
    private var errors: [PlaywrightReport.Failure] = []
    private var tests: [PlaywrightReport.Test] = []
    private var unreadable: [PlaywrightReport.Unreadable] = []
    private(set) var hasReport = false

    init(limits: PlaywrightReport.Limits) { self.limits = limits }

    mutating func read(_ parser: inout JSONParser) throws(JSONParser.Failure) {
        try parser.members { key, parser throws(JSONParser.Failure) in
            switch key {
            case "config":
                config = try parser.value()
                hasReport = true
            case "stats": statistics = try parser.value()
            case "errors": errors = (try parser.value().array ?? []).map(PlaywrightReport.Failure.init)
            case "suites":
                hasReport = true
                try readSuites(&parser)
            default: try parser.skip()
            }
        }
    }

    func report() -> PlaywrightReport {
        PlaywrightReport(
            playwrightVersion: config["version"]?.string ?? "", rootDirectory: config["rootDir"]?.string ?? "",
            configFile: config["configFile"]?.string ?? "", workers: config["workers"]?.int ?? 0,
            projects: (config["projects"]?.array ?? []).map(PlaywrightReport.Project.init), errors: errors,
            statistics: .init(statistics, tests: tests), tests: tests, unreadable: unreadable)
    }

    /// One suite, that is one spec file, at a time.
    private mutating func readSuites(_ parser: inout JSONParser) throws(JSONParser.Failure) {
        guard parser.peek() == UInt8(ascii: "[") else { return try parser.skip() }
        try parser.elements { parser throws(JSONParser.Failure) in
            let suite = try parser.value()
            // The outermost title is the file's name.
            add(suite, titles: [], file: suite["file"]?.string ?? suite["title"]?.string ?? "", depth: 0)
        }
    }

    private mutating func add(_ suite: JSON, titles: [String], file: String, depth: Int) {
        guard depth < limits.suiteDepth else {
            return note(file, titles, "more than \(limits.suiteDepth) suites within one another")
        }
        for spec in suite["specs"]?.array ?? [] { add(spec: spec, titles: titles, file: file) }
        for inner in suite["suites"]?.array ?? [] {
            add(inner, titles: titles + [inner["title"]?.string ?? ""], file: file, depth: depth + 1)
        }
    }

    private mutating func add(spec: JSON, titles: [String], file: String) {
        let file = spec["file"]?.string ?? file
        guard let title = spec["title"]?.string else { return note(file, titles, "a test without a title") }
        guard let runs = spec["tests"]?.array else { return note(file, titles + [title], "`tests` is not a list") }
        for run in runs {
            guard run.members != nil, run["results"] == nil || run["results"]?.array != nil else {
                note(file, titles + [title], "`results` is not a list")
                continue
            }
            tests.append(PlaywrightReport.Test(spec: spec, run: run, titles: titles + [title], file: file))
        }
    }

    private mutating func note(_ file: String, _ titles: [String], _ reason: String) {
        let place = ([file] + titles).joined(separator: " › ")
        unreadable.append(PlaywrightReport.Unreadable(place: place, reason: reason))
    }
}
