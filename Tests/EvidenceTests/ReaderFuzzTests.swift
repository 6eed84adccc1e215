import Compression
import Evidence
import Foundation
import TestKit
import Testing

/// Good artifacts, damaged at random: the readers end, with an error of theirs or with what is left. The same each time;
/// SELFHEAL_FUZZ_ROUNDS makes it longer, SELFHEAL_FUZZ_SEED another one. Round n of seed s is round 0 of seed s + n.
struct ReaderFuzzTests {
    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment["SELFHEAL_FUZZ_\(name)"].flatMap { UInt64($0) }
    }

    private func rounds(_ usual: UInt64, _ body: (inout SeededGenerator) throws -> Void) throws {
        let seed = Self.number("SEED") ?? 1
        for round in 0..<(Self.number("ROUNDS") ?? usual) {
            var random = SeededGenerator(seed: seed &+ round)
            do { try body(&random) } catch {
                #expect(error is EvidenceError || error is ZIPError, "round 0 of seed \(seed &+ round): \(error)")
            }
        }
    }

    @Test("Reports")
    func readsReports() throws {
        let good = try Fixture.bytes("report.json")
        try rounds(300) { random in _ = try PlaywrightReport.read(Mutation.damaged(good, &random), name: "report") }
    }

    @Test("Archives")
    func readsArchives() throws {
        let good = try Fixture.bytes("orders-trace.zip")
        try rounds(300) { random in _ = try EveryPage.read(Mutation.damaged(good, &random), name: "trace") }
    }

    @Test("Blob reports")
    func readsBlobs() throws {
        let good = try Fixture.bytes("blob-report.jsonl")
        try rounds(200) { random in
            var zip = StoredZIP()
            zip.entries.append(.init(name: "report.jsonl", data: Mutation.damaged(good, &random), checksum: 0))
            _ = try BlobReport(ZIPArchive(zip.bytes, name: "blob")).read(attachmentsIn: "/out") { _, _ in }
        }
    }

    /// The checksums of the archive would hide what is behind them.
    @Test("Traces")
    func readsTraces() throws {
        let archive = try ZIPArchive(Fixture.bytes("orders-trace.zip"), name: "good")
        let entries = try archive.entries.filter { !$0.name.hasPrefix("resources") }.map {
            StoredZIP.Entry(name: $0.name, data: try archive.bytes(of: $0, limitBytes: 1 << 24))
        }
        try rounds(60) { random in
            var zip = StoredZIP(entries: entries)
            for place in zip.entries.indices {
                zip.entries[place].data = Mutation.damaged(zip.entries[place].data, &random)
                // What it is does not matter; computing it here would take most of the time.
                zip.entries[place].checksum = 0
            }
            _ = try EveryPage.read(zip.bytes, name: "trace")
        }
    }

    @Test("Error contexts")
    func readsContexts() throws {
        let good = try Fixture.bytes("crash-error-context.md")
        let page = try JSONEncoder().encode(["pageSnapshot": ErrorContext(good).pageSnapshot])
        try rounds(300) { random in
            #expect(EveryPage.isRead(ErrorContext(Mutation.damaged(good, &random))))
            #expect(EveryPage.isRead(ErrorContext(Mutation.damaged(Array(page), &random))))
        }
    }
}
