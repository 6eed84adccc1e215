package import Compression

extension Trace {
    /// Reads a `trace.zip` of trace versions 5 to 9 (and, as far as it goes, newer ones) as untrusted input.
    ///
    /// Lines that are no JSON are left out and told in `problems`: a worker that was killed leaves half a line.
    /// - Throws: `EvidenceError` when there is nothing to read or a limit is reached, `ZIPError` for a damaged archive.
    package static func read(from archive: ZIPArchive, limits: Limits = Limits()) throws -> Trace {
        var reader = TraceReader(archive, limits: limits)
        try reader.read()
        return reader.trace()
    }
}

/// Reads the files of one archive; each `X.trace` with its `X.network` and `X.stacks`.
struct TraceReader {
    private let archive: ZIPArchive
    private let limits: Trace.Limits
    private var contexts: [TraceContext] = []
    private var problems: [String] = []

    init(_ archive: ZIPArchive, limits: Trace.Limits) {
        self.archive = archive
        self.limits = limits
    }

    mutating func read() throws {
        for entry in archive.entries where entry.name.hasSuffix(".trace") {
            let prefix = entry.name.dropLast(".trace".count)
            var context = TraceContext()
            try readLines(of: entry, into: &context)
            if let network = archive.entry(named: prefix + ".network") { try readLines(of: network, into: &context) }
            if let stacks = archive.entry(named: prefix + ".stacks") { try readStacks(stacks, into: &context) }
            if context.version != nil || !context.calls.isEmpty { contexts.append(context) }
        }
        guard !contexts.isEmpty else {
            throw EvidenceError(
                archive.name, "there is no trace in it",
                remedy: "pass the trace.zip that `playwright test --trace on` wrote")
        }
    }

    func trace() -> Trace {
        let merge = TraceMerge(contexts)
        let contexts = merge.contexts
        return Trace(
            playwrightVersion: contexts.lazy.compactMap(\.playwrightVersion).first ?? "",
            testIDAttribute: contexts.lazy.compactMap(\.testIDAttribute).first ?? "data-testid",
            steps: merge.steps(),
            network: contexts.flatMap(\.network).inOrder { $0.time },
            console: contexts.flatMap(\.console).inOrder { $0.time },
            errors: contexts.flatMap(\.errors), problems: problems,
            snapshots: SnapshotStore(contexts.flatMap(\.snapshots)), limits: limits)
    }

    private mutating func readLines(of entry: ZIPArchive.Entry, into context: inout TraceContext) throws {
        let place = "\(archive.name), \(entry.name)"
        var lines = LineSplitter(limitBytes: limits.lineBytes)
        var number = 0
        func take(_ line: [UInt8]) throws {
            number += 1
            do {
                try Self.add(line, to: &context)
            } catch let failure as JSONParser.Failure {
                note("\(place), line \(number), byte \(failure.offset): \(failure.reason)")
            }
            try check(context, place)
        }
        do {
            try archive.read(entry) { try lines.add($0, take) }
            try lines.flush(take)
        } catch let error as LineSplitter.LineTooLong {
            throw EvidenceError(
                place, "line \(number + 1) has more than \(error.limitBytes) bytes",
                remedy: "raise lineBytes if the pages are really that large")
        }
    }

    /// Playwright writes the type first, so that a snapshot is known by its first bytes and need not be built.
    private static let snapshotStart = Array(#"{"type":"frame-snapshot""#.utf8)

    private static func add(_ line: [UInt8], to context: inout TraceContext) throws {
        if line.starts(with: snapshotStart) {
            if let snapshot = try FrameSnapshot(line: line) { context.add(snapshot) }
            return
        }
        var parser = JSONParser(line)
        context.add(try parser.value())
    }

    private func check(_ context: TraceContext, _ place: String) throws {
        if let version = context.version, version < TraceContext.knownVersions.lowerBound {
            throw EvidenceError(
                place, "trace version \(version) is too old", remedy: "record it with a newer Playwright")
        }
        guard context.recordCount + contexts.reduce(0, { $0 + $1.recordCount }) <= limits.records else {
            throw EvidenceError(
                place, "more than \(limits.records) records", remedy: "trace single tests, or raise the limit")
        }
        guard context.snapshotBytes + contexts.reduce(0, { $0 + $1.snapshotBytes }) <= limits.snapshotBytes else {
            throw EvidenceError(
                place, "more than \(limits.snapshotBytes) bytes of snapshots",
                remedy: "trace single tests, or raise the limit")
        }
    }

    private mutating func readStacks(_ entry: ZIPArchive.Entry, into context: inout TraceContext) throws {
        let bytes = try archive.bytes(of: entry, limitBytes: limits.lineBytes)
        guard !bytes.isEmpty else { return }
        var parser = JSONParser(bytes)
        do { context.addStacks(try parser.value()) } catch {
            note("\(archive.name), \(entry.name), byte \(error.offset): \(error.reason)")
        }
    }

    private mutating func note(_ problem: String) {
        if problems.count < 20 { problems.append(problem) }
    }
}

extension Array {
    /// By time; what has none keeps its place behind what comes before it.
    fileprivate func inOrder(_ time: (Element) -> Double?) -> [Element] {
        var latest = -Double.infinity
        let timed = enumerated().map { offset, element in
            latest = time(element) ?? latest
            return (latest, offset, element)
        }
        return timed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }
}
