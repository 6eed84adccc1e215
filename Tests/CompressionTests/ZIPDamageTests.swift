import Compression
import TestKit
import Testing

/// Damaged archives end in an error or in the right bytes, never in a crash.
struct ZIPDamageTests {
    static func sample() throws -> [UInt8] {
        var zip = StoredZIP()
        zip.add("stored", String(repeating: "abc", count: 700))
        zip.entries.append(
            try ZIPArchiveTests.deflated(ZIPArchiveTests.deflatedSentence, declared: 68, checksum: 0xd373_b175))
        zip.add("last", "z")
        return zip.bytes
    }

    /// Reads all that can be read; the number of entries that came out whole.
    static func readAll(_ bytes: [UInt8]) -> Int {
        guard let archive = try? ZIPArchive(bytes, name: "damaged.zip") else { return 0 }
        return archive.entries.count { (try? archive.bytes(of: $0, limitBytes: 1 << 20)) != nil }
    }

    @Test("An archive cut short at any place is an error")
    func survivesTruncation() throws {
        let bytes = try Self.sample()
        #expect(Self.readAll(bytes) == 3)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(Self.readAll(Array(bytes.prefix(length))) == 0)
        }
    }

    @Test("Flipped bytes never crash", arguments: UInt64(1)...8)
    func survivesFlippedBytes(seed: UInt64) throws {
        let bytes = try Self.sample()
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            #expect(Self.readAll(damaged) <= 3)
        }
    }
}
