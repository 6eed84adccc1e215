import Compression

extension PlaywrightReport {
    /// Of what is held of a report; what is beyond is passed over, however long it is.
    package struct Limits: Hashable, Sendable {
        /// Suites within one another.
        package var suiteDepth = 64
        /// Bytes of a message, a stack or a snippet.
        package var textBytes = 64 << 10
        /// Bytes that one attempt at a test printed on each of its outputs.
        package var outputBytes = 64 << 10
        /// Bytes of an attachment that stands in the report itself, in base 64.
        package var bodyBytes = 16 << 20
        /// Bytes of one test, of the configuration, and of the errors outside of tests, each with all that is in them.
        package var recordBytes = 64 << 20
        /// Errors and attachments of one attempt, and attempts at one test.
        package var listLength = 200
        /// One spec has a test for each project and each repetition.
        package var testsOfSpec = 20_000
        /// Bytes before the report, such as the banner of a script.
        package var bannerBytes = 1 << 20

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
        var tests: [Test] = []
        let rest = try read(ByteSource(bytes), name: name, limits: limits) { test, _ in tests.append(test) }
        return rest.with(tests)
    }

    /// A file, of which no more than a chunk is held at a time.
    package static func read(file path: String, limits: Limits = Limits()) throws(EvidenceError) -> PlaywrightReport {
        var tests: [Test] = []
        let rest = try read(file: path, limits: limits) { test, _ in tests.append(test) }
        return rest.with(tests)
    }

    /// A file whose tests are handed on one by one, so that a report of any size needs no more memory than a small one.
    /// - Parameter onTest: gets each test, and the folder that its file is relative to.
    /// - Returns: the report without its tests.
    package static func read(
        file path: String, limits: Limits = Limits(), onTest: (Test, _ rootDirectory: String) -> Void
    ) throws(EvidenceError) -> PlaywrightReport {
        let source: ByteSource
        do {
            source = try ByteSource(file: path)
        } catch {
            throw EvidenceError(path, "it cannot be read: \(error.reason)", remedy: "check the path")
        }
        return try read(source, name: path, limits: limits, onTest: onTest)
    }

    private static func read(
        _ source: ByteSource, name: String, limits: Limits, onTest: (Test, String) -> Void
    ) throws(EvidenceError) -> PlaywrightReport {
        guard let start = start(source, limits) else {
            throw EvidenceError(
                name, source.count == 0 ? "it is empty" : "there is no JSON object in it",
                remedy: "Playwright writes it when the run ends: look whether the run was killed, and at its output")
        }
        var stream = JSONStream(source, from: start)
        var reader = ReportReader(limits: limits)
        do { try reader.read(&stream, onTest) } catch {
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
    private static func start(_ source: ByteSource, _ limits: Limits) -> Int? {
        guard let bytes = try? source.bytes(0..<limits.bannerBytes) else { return nil }
        let brace = UInt8(ascii: "{")
        guard let first = bytes.firstIndex(of: brace) else { return nil }
        if bytes[..<first].allSatisfy({ $0 <= 0x20 || $0 >= 0x80 }) { return first }
        let atLineStart = bytes.indices.dropFirst(first).first {
            bytes[$0] == brace && ($0 == 0 || bytes[$0 - 1] == 0x0a)
        }
        return atLineStart ?? first
    }
}

/// Walks a report, so that of a large one only what is kept is ever built.
struct ReportReader {
    private let limits: PlaywrightReport.Limits
    private var config = JSON.null
    private var statistics = JSON.null
    private var errors: [PlaywrightReport.Failure] = []
    private var counts: [PlaywrightReport.Test.Outcome: Int] = [:]
    private var unreadable: [PlaywrightReport.Unreadable] = []
    private(set) var hasReport = false

    private typealias Failure = JSONStream.Failure
    private static let unreadableLimit = 1000

    init(limits: PlaywrightReport.Limits) { self.limits = limits }

    mutating func read(
        _ stream: inout JSONStream, _ onTest: (PlaywrightReport.Test, String) -> Void
    ) throws(JSONStream.Failure) {
        try stream.members { key, stream throws(Failure) in
            stream.budget = limits.recordBytes
            switch key {
            case "config":
                config = try stream.value(limit: limits.textBytes)
                hasReport = true
            case "stats": statistics = try stream.value(limit: limits.textBytes)
            case "errors":
                errors = try PrunedValue(limits).list(&stream, ofText: limits.textBytes)
                    .map { PlaywrightReport.Failure($0) }
            case "suites":
                hasReport = true
                try readSuites(&stream, Place(titles: [], file: nil, depth: 0), onTest)
            default: try stream.skip()
            }
        }
    }

    func report() -> PlaywrightReport {
        PlaywrightReport(
            playwrightVersion: config["version"]?.string ?? "", rootDirectory: config["rootDir"]?.string ?? "",
            configFile: config["configFile"]?.string ?? "", workers: config["workers"]?.int ?? 0,
            projects: (config["projects"]?.array ?? []).map(PlaywrightReport.Project.init), errors: errors,
            statistics: .init(statistics, counts: counts), tests: [], unreadable: unreadable)
    }

    /// Where in the tree of suites one stands.
    private struct Place {
        var titles: [String]
        /// The outermost title is the file's name.
        var file: String?
        var depth: Int
    }

    private mutating func readSuites(
        _ stream: inout JSONStream, _ place: Place, _ onTest: (PlaywrightReport.Test, String) -> Void
    ) throws(Failure) {
        guard try stream.peek() == UInt8(ascii: "[") else { return try stream.skip() }
        try stream.elements { stream throws(Failure) in
            guard try stream.peek() == UInt8(ascii: "{") else {
                _ = try stream.value(limit: 0)
                return
            }
            guard place.depth < limits.suiteDepth else {
                note(place.file ?? "", place.titles, "more than \(limits.suiteDepth) suites within one another")
                return try stream.skip()
            }
            try readSuite(&stream, in: place, onTest)
        }
    }

    /// Playwright writes a suite's title and file before what is in it.
    private mutating func readSuite(
        _ stream: inout JSONStream, in outer: Place, _ onTest: (PlaywrightReport.Test, String) -> Void
    ) throws(Failure) {
        var (title, file) = ("", String?.none)
        try stream.members { key, stream throws(Failure) in
            stream.budget = limits.recordBytes
            switch key {
            case "title": title = try stream.value(limit: limits.textBytes).string ?? ""
            case "file": file = try stream.value(limit: limits.textBytes).string
            case "specs", "suites":
                let place =
                    outer.depth == 0
                    ? Place(titles: [], file: file ?? title, depth: 1)
                    : Place(titles: outer.titles + [title], file: outer.file, depth: outer.depth + 1)
                if key == "suites" {
                    try readSuites(&stream, place, onTest)
                } else {
                    try readSpecs(&stream, place, onTest)
                }
            default: try stream.skip()
            }
        }
    }

    private mutating func readSpecs(
        _ stream: inout JSONStream, _ place: Place, _ onTest: (PlaywrightReport.Test, String) -> Void
    ) throws(Failure) {
        guard try stream.peek() == UInt8(ascii: "[") else { return try stream.skip() }
        try stream.elements { stream throws(Failure) in
            stream.budget = limits.recordBytes
            let spec = try PrunedValue(limits).spec(&stream)
            add(spec: spec, titles: place.titles, file: place.file ?? "", onTest)
        }
    }

    private mutating func add(
        spec: JSON, titles: [String], file: String, _ onTest: (PlaywrightReport.Test, String) -> Void
    ) {
        let file = spec["file"]?.string ?? file
        guard let title = spec["title"]?.string else { return note(file, titles, "a test without a title") }
        guard let runs = spec["tests"]?.array else { return note(file, titles + [title], "`tests` is not a list") }
        for run in runs {
            guard run.members != nil, run["results"] == nil || run["results"]?.array != nil else {
                note(file, titles + [title], "`results` is not a list")
                continue
            }
            let test = PlaywrightReport.Test(spec: spec, run: run, titles: titles + [title], file: file)
            counts[test.outcome, default: 0] += 1
            onTest(test, config["rootDir"]?.string ?? "")
        }
    }

    private mutating func note(_ file: String, _ titles: [String], _ reason: String) {
        guard unreadable.count < Self.unreadableLimit else { return }
        let place = ([file] + titles).map { $0.prefix(200) }.joined(separator: " › ")
        unreadable.append(PlaywrightReport.Unreadable(place: place, reason: reason))
    }
}
