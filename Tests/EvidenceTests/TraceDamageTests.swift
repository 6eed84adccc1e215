import Compression
import Evidence
import TestKit
import Testing

/// Damaged and hostile traces end in an error or in what is left, never in a crash.
struct TraceDamageTests {
    /// Reads everything that can be asked for.
    private func readAll(_ bytes: [UInt8]) -> Bool {
        guard let archive = try? ZIPArchive(bytes, name: "damaged.zip"), let trace = try? Trace.read(from: archive)
        else {
            return false
        }
        var reader = trace.snapshotReader()
        for step in trace.steps {
            _ = try? reader.markedTarget(of: step)
            _ = try? reader.lastSnapshot(at: step)
        }
        return !trace.finalPages().contains { $0.visibleText(includingFrames: true).count > 1_000_000 }
    }

    @Test("A trace cut short at every 97th byte is an error")
    func survivesTruncation() throws {
        let bytes = try Fixture.bytes("orders-trace.zip")
        for length in stride(from: 0, to: bytes.count, by: 97) { #expect(!readAll(Array(bytes.prefix(length)))) }
        #expect(readAll(bytes))
    }

    @Test("Flipped bytes in the archive never crash", arguments: UInt64(1)...4)
    func survivesFlippedBytes(seed: UInt64) throws {
        let bytes = try Fixture.bytes("orders-trace.zip")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<25 { _ = readAll(damaged(bytes, &random)) }
    }

    /// The archive's checksums would hide what is behind them.
    @Test("Flipped bytes in the events never crash", arguments: UInt64(1)...4)
    func survivesFlippedEvents(seed: UInt64) throws {
        let archive = try ZIPArchive(Fixture.bytes("orders-trace.zip"), name: "orders-trace.zip")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<10 {
            var zip = StoredZIP()
            for entry in archive.entries {
                let bytes = try archive.bytes(of: entry, limitBytes: 1 << 24)
                zip.entries.append(StoredZIP.Entry(name: entry.name, data: damaged(bytes, &random)))
            }
            _ = readAll(zip.bytes)
        }
    }

    private func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var damaged = bytes
        for _ in 0..<(bytes.isEmpty ? 0 : Int.random(in: 1...12, using: &random)) {
            let symbols = Array(#"[]{}",:\0919xtn"#.utf8)
            damaged[Int.random(in: damaged.indices, using: &random)] =
                symbols.randomElement(using: &random) ?? 0
        }
        return damaged
    }

    @Test("Half a line is left out and told")
    func tellsBrokenLines() throws {
        let trace = try SampleTrace.read(library: [
            #"{"version":9,"type":"context-options","origin":"library"}"#, #"{"type":"before","callId":"c"#,
            #"{"type":"before","callId":"call@2","method":"click","startTime":1}"#, #"[1,"#,
        ])
        #expect(trace.steps.map(\.callID) == ["call@2"])
        #expect(
            trace.problems == [
                "trace.zip, 0-trace.trace, line 2, byte 26: a string never ends",
                "trace.zip, 0-trace.trace, line 4, byte 3: it ends too early",
            ])
    }

    @Test("What is beyond a limit is left out and told, and the rest is read")
    func holdsLimits() throws {
        func problems(_ change: (inout Trace.Limits) -> Void) throws -> [String] {
            var limits = Trace.Limits()
            change(&limits)
            return try SampleTrace.read(snapshots: [#"["HTML"]"#, #"["HTML"]"#], limits: limits).problems
        }
        let place = "trace.zip, 0-trace.trace"
        let told = "the rest is left out; trace single tests, or raise the limit"
        #expect(try problems { _ in } == [])
        #expect(
            try problems { $0.lineBytes = 100 } == [
                "\(place), line 3: more than 100 bytes, left out", "\(place), line 4: more than 100 bytes, left out",
            ])
        #expect(try problems { $0.records = 2 } == ["\(place): more than 2 records, \(told)"])
        #expect(try problems { $0.eventBytes = 100 } == ["\(place): more than 100 bytes of events, \(told)"])
        #expect(
            try problems { $0.snapshotBytes = 10 } == [
                "\(place): more than 10 bytes of snapshots, the rest is left out"
            ])
    }

    @Test("An archive without a trace says so")
    func namesForeignArchives() throws {
        var zip = StoredZIP()
        zip.add("readme.txt", "hello")
        let archive = try ZIPArchive(zip.bytes, name: "other.zip")
        #expect { try Trace.read(from: archive) } throws: {
            "\($0)".hasPrefix("other.zip: there is no trace in it; pass")
        }
    }
}
