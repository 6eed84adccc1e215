import Compression
import Testing

struct GzipTests {
    @Test("Gives back what it was given", arguments: [0, 1, 1000, 65_536, 200_000])
    func roundTrip(count: Int) throws {
        let octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        #expect(try Gzip.decompress(Gzip.compress(octets), limitBytes: count) == octets)
    }

    @Test("Begins as RFC 1952 says: the magic number, and deflate")
    func header() throws {
        #expect(try Gzip.compress([1, 2, 3]).starts(with: [0x1F, 0x8B, 8]))
    }

    @Test("Makes repeated text much smaller")
    func compresses() throws {
        #expect(try Gzip.compress([UInt8](repeating: 7, count: 100_000)).count < 1000)
    }

    @Test("Refuses to unfold more than it may")
    func limit() throws {
        let bomb = try Gzip.compress([UInt8](repeating: 0, count: 1_000_000))
        #expect(throws: Gzip.Failure.tooLarge(limitBytes: 999_999)) {
            try Gzip.decompress(bomb, limitBytes: 999_999)
        }
    }

    @Test("Refuses what is cut short, damaged, followed by more, or no gzip at all")
    func malformed() throws {
        let coded = try Gzip.compress(Array("a text that is a little longer".utf8))
        var damaged = coded
        damaged[coded.count - 6] ^= 0xFF
        for octets in [Array(coded.dropLast()), damaged, coded + [0], Array("plain".utf8), []] {
            #expect(throws: Gzip.Failure.malformed) { try Gzip.decompress(octets, limitBytes: 1000) }
        }
    }
}
