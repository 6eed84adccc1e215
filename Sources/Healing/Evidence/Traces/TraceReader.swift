package import Compression

extension Trace {
    /// Reads a `trace.zip` of trace versions 5 to 9 (and, as far as it goes, newer ones) as untrusted input.
    ///
    /// Lines that are no JSON, what is over a limit, and what follows damage in an entry are left out and told in `problems`:
    /// a worker that was killed leaves half a line.
    /// - Throws: `EvidenceError` or `ZIPError` when there is nothing to read.
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
    /// The first that ended the reading of an entry.
    private var trouble: (any Error)?
    /// Of the contexts so far.
    private var records = 0
    private var snapshotBytes = 0
    private var eventBytes = 0
    private var hasLeftOutSnapshots = false

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
            if let stacks = archive.entry(named: prefix + ".stacks") { readStacks(stacks, into: &context) }
            if context.version != nil || !context.calls.isEmpty {
                records += context.recordCount
                snapshotBytes += context.snapshotBytes
                eventBytes += context.eventBytes
                contexts.append(context)
            }
        }
        if contexts.isEmpty, let trouble { throw trouble }
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
            errors: contexts.flatMap(\.errors),
            origin: Trace.Origin(
                titles: contexts.compactMap(\.title),
                startedAt: contexts.lazy.filter { !$0.isLibrary }.compactMap(\.startedAt).first),
            problems: problems,
            snapshots: SnapshotStore(contexts.flatMap(\.snapshots)), limits: limits)
    }

    /// An entry that cannot be read to its end leaves what came before.
    private mutating func readLines(of entry: ZIPArchive.Entry, into context: inout TraceContext) throws {
        let place = "\(archive.name), \(entry.name)"
        var lines = LineSplitter(limitBytes: limits.lineBytes)
        var number = 0
        func take(_ line: [UInt8]?) throws {
            number += 1
            guard let line else {
                return note("\(place), line \(number): more than \(limits.lineBytes) bytes, left out")
            }
            do {
                try add(line, to: &context, place)
            } catch let failure as JSONParser.Failure {
                note("\(place), line \(number), byte \(failure.offset): \(failure.reason)")
            }
            try check(context, place)
        }
        do {
            try archive.read(entry) { try lines.add($0, take) }
            try lines.flush(take)
        } catch let error as TooOld {
            throw error.error
        } catch {
            note("\(error)")
            if trouble == nil { trouble = error }
        }
    }

    /// Playwright writes the type first, so that a snapshot is known by its first bytes and need not be built.
    private static let snapshotStart = Array(#"{"type":"frame-snapshot""#.utf8)

    private mutating func add(_ line: [UInt8], to context: inout TraceContext, _ place: String) throws {
        if line.starts(with: Self.snapshotStart) {
            guard let snapshot = try FrameSnapshot(line: line) else { return }
            if context.snapshotBytes + snapshotBytes + snapshot.html.count <= limits.snapshotBytes {
                context.add(snapshot)
            } else {
                // Its place stays, because later ones count back from theirs.
                context.add(snapshot.withoutNodes)
                guard !hasLeftOutSnapshots else { return }
                hasLeftOutSnapshots = true
                note("\(place): more than \(limits.snapshotBytes) bytes of snapshots, the rest is left out")
            }
            return
        }
        var parser = JSONParser(line)
        context.add(try parser.value(), lineBytes: line.count)
    }

    /// Nothing of such a trace is understood.
    private struct TooOld: Error { let error: EvidenceError }

    private func check(_ context: TraceContext, _ place: String) throws {
        if let version = context.version, version < TraceContext.knownVersions.lowerBound {
            throw TooOld(
                error: EvidenceError(
                    place, "trace version \(version) is too old", remedy: "record it with a newer Playwright"))
        }
        guard context.recordCount + records <= limits.records else {
            throw EvidenceError(
                place, "more than \(limits.records) records, the rest is left out",
                remedy: "trace single tests, or raise the limit")
        }
        guard context.eventBytes + eventBytes <= limits.eventBytes else {
            throw EvidenceError(
                place, "more than \(limits.eventBytes) bytes of events, the rest is left out",
                remedy: "trace single tests, or raise the limit")
        }
    }

    private mutating func readStacks(_ entry: ZIPArchive.Entry, into context: inout TraceContext) {
        do {
            let bytes = try archive.bytes(of: entry, limitBytes: limits.lineBytes)
            guard !bytes.isEmpty else { return }
            var parser = JSONParser(bytes)
            context.addStacks(try parser.value())
        } catch let failure as JSONParser.Failure {
            note("\(archive.name), \(entry.name), byte \(failure.offset): \(failure.reason)")
        } catch {
            note("\(error)")
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
