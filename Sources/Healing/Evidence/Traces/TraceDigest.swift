package import Compression

/// A trace without everything but its steps and what the pages looked like then: enough to recall what a locator meant, in
/// a small part of the room.
package enum TraceDigest {
    /// A trace larger than this is that of a test which one would not want to remember.
    package static let limitBytes = 64 << 20

    private static let needed: Set<String> = ["context-options", "before", "input", "after", "frame-snapshot"]

    /// - Parameter change: of each line that is kept, for example without secrets.
    /// - Returns: a `trace.zip` again, with the same steps and snapshots.
    /// - Throws: `EvidenceError` when there is nothing to keep or the trace is too large, `ZIPError` for a damaged archive.
    package static func make(
        of archive: ZIPArchive, changing change: (String) -> String = { $0 }
    ) throws -> [UInt8] {
        var writer = ZIPWriter()
        var room = limitBytes
        var isEmpty = true
        for entry in archive.entries where entry.name.hasSuffix(".trace") {
            var kept: [UInt8] = []
            var lines = LineSplitter(limitBytes: limitBytes)
            func take(_ line: [UInt8]?) throws {
                guard let line else { throw tooLarge(archive) }
                guard type(of: line).map(needed.contains) ?? false else { return }
                room -= line.count + 1
                guard room >= 0 else { throw tooLarge(archive) }
                kept += change(String(decoding: line, as: UTF8.self)).utf8
                kept.append(0x0a)
            }
            try archive.read(entry) { try lines.add($0, take) }
            try lines.flush(take)
            guard !kept.isEmpty else { continue }
            isEmpty = false
            try writer.add(entry.name, kept)
        }
        guard !isEmpty else {
            throw EvidenceError(
                archive.name, "there is no trace in it",
                remedy: "pass the trace.zip that `playwright test --trace on` wrote")
        }
        return writer.archive
    }

    /// Near the front, where Playwright writes it. What is no JSON has none.
    private static func type(of line: [UInt8]) -> String? {
        var parser = JSONParser(line)
        var type: String?
        // The first one ends the reading, by an error that nobody sees.
        try? parser.members { key, parser throws(JSONParser.Failure) in
            guard key == "type" else { return try parser.skip() }
            type = try parser.value().string
            throw parser.failure("it was found")
        }
        return type
    }

    private static func tooLarge(_ archive: ZIPArchive) -> EvidenceError {
        EvidenceError(
            archive.name, "its steps and snapshots have more than \(limitBytes) bytes",
            remedy: "it is read where it lies; only remembering it is given up")
    }
}
