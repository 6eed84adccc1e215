package import Compression

/// What `playwright test --reporter=blob` wrote of a suite or of a part of it: an archive with the run's events, a line each, and
/// what the tests attached. Source: Playwright's `blob.ts` and `teleEmitter.ts`, versions 1.37 to 1.63.
package struct BlobReport: Sendable {
    /// Absolute, on the machine that ran the part.
    package let rootDirectory: String
    /// Absolute; empty when the suite has no configuration file.
    package let configFile: String
    private let archive: ZIPArchive
    private let events: ZIPArchive.Entry

    private struct Found: Error { let config: JSON }
    private static let lineBytes = 64 << 20

    /// Reads as much as it takes to find the suite's configuration.
    /// - Throws: `EvidenceError`, and `ZIPError` for a damaged archive.
    package init(_ archive: ZIPArchive) throws {
        guard let events = archive.entries.first(where: { $0.name.hasSuffix(".jsonl") }) else {
            throw Self.noReport(archive, "it has no `report.jsonl`")
        }
        self.archive = archive
        self.events = events
        do {
            try Self.read(events, of: archive) { line in
                guard let line, let event = Self.event(line) else { return }
                if event["method"]?.string == "onConfigure", let config = event["params"]?["config"] {
                    throw Found(config: config)
                }
            }
        } catch let found as Found {
            rootDirectory = found.config["rootDir"]?.string ?? ""
            let file = found.config["configFile"]?.string ?? ""
            configFile = file.isEmpty ? "" : Self.absolute(file, from: rootDirectory)
            return
        }
        throw Self.noReport(archive, "it says nothing of the suite")
    }

    /// Hands its tests on one by one: the red ones as they end, the others behind them. Of a test that is not red only what became
    /// of it is held meanwhile.
    /// - Parameters:
    ///   - folder: where what the tests attached is said to lie; nothing is written there.
    ///   - onTest: gets each test, and the folder that its file is relative to.
    /// - Returns: the report without its tests. Events that cannot be read are told in it.
    /// - Throws: `ZIPError` for what is damaged, after what was read before.
    package func read(
        attachmentsIn folder: String, limits: PlaywrightReport.Limits = .init(),
        onTest: (PlaywrightReport.Test, _ rootDirectory: String) -> Void
    ) throws -> PlaywrightReport {
        var reader = BlobReader(folder: folder, limits: limits)
        try Self.read(events, of: archive) { line in
            guard let line else { return reader.note("an event of more than \(Self.lineBytes) bytes") }
            // Most events are steps, of which nothing is read.
            if line.starts(with: Self.stepStart) { return }
            guard let event = Self.event(line) else { return reader.note("an event that is no JSON") }
            reader.take(event, bytes: line.count) { onTest($0, rootDirectory) }
        }
        return reader.end(rootDirectory: rootDirectory, configFile: configFile) { onTest($0, rootDirectory) }
    }

    private static let stepStart = Array(#"{"method":"onStep"#.utf8)

    private static func read(
        _ entry: ZIPArchive.Entry, of archive: ZIPArchive, _ onLine: ([UInt8]?) throws -> Void
    ) throws {
        var lines = LineSplitter(limitBytes: lineBytes)
        try archive.read(entry) { chunk in try lines.add(chunk, onLine) }
        try lines.flush(onLine)
    }

    private static func event(_ line: [UInt8]) -> JSON? {
        var parser = JSONParser(line, from: 0)
        return try? parser.value()
    }

    private static func noReport(_ archive: ZIPArchive, _ reason: String) -> EvidenceError {
        EvidenceError(
            archive.name, reason,
            remedy: "it should be what `playwright test --reporter=blob` wrote: look at the output of that run")
    }

    private static func absolute(_ path: String, from folder: String) -> String {
        if path.hasPrefix("/") { return path }
        var parts = folder.split(separator: "/")
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
