package import Compression

/// What the blob report of a suite's part says of the suite. Source: Playwright's `blob.ts`, versions 1.37 to 1.63.
package struct BlobReport: Hashable, Sendable {
    /// Absolute, on the machine that ran the part.
    package let rootDirectory: String
    /// Absolute; empty when the suite has no configuration file.
    package let configFile: String

    private struct Found: Error { let config: JSON }
    private static let lineBytes = 64 << 20

    /// Reads as much as it takes to find the suite's configuration.
    /// - Throws: `EvidenceError`, and `ZIPError` for a damaged archive.
    package init(_ archive: ZIPArchive) throws {
        guard let entry = archive.entries.first(where: { $0.name.hasSuffix(".jsonl") }) else {
            throw Self.noReport(archive, "it has no `report.jsonl`")
        }
        var lines = LineSplitter(limitBytes: Self.lineBytes)
        do {
            try archive.read(entry) { chunk in try lines.add(chunk, Self.look) }
            try lines.flush(Self.look)
        } catch let found as Found {
            rootDirectory = found.config["rootDir"]?.string ?? ""
            let file = found.config["configFile"]?.string ?? ""
            configFile = file.isEmpty ? "" : Self.absolute(file, from: rootDirectory)
            return
        }
        throw Self.noReport(archive, "it says nothing of the suite")
    }

    /// Ends the reading with what was looked for.
    private static func look(_ line: [UInt8]?) throws {
        guard let line else { return }
        var parser = JSONParser(line, from: 0)
        let event = try parser.value()
        if event["method"]?.string == "onConfigure", let config = event["params"]?["config"] {
            throw Found(config: config)
        }
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
