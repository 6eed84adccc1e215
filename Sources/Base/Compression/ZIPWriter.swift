/// Writes a ZIP archive with compressed entries. Source: APPNOTE.TXT 6.3.10, §4.3 (without ZIP64).
package struct ZIPWriter {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    private static let version: UInt16 = 20
    private static let deflated: UInt16 = 8
    /// Names are UTF-8.
    private static let flags: UInt16 = 1 << 11

    package init() {}

    /// - Throws: `Gzip.Failure` when zlib has no memory.
    package mutating func add(_ name: String, _ octets: [UInt8]) throws(Gzip.Failure) {
        let coded = try Gzip.compress(octets, level: 6)
        // Ten octets of head without a name in it, and at the end checksum and length. Source: RFC 1952 §2.3.
        let data = coded.dropFirst(10).dropLast(8)
        let name = Array(name.utf8)
        let facts =
            Self.octets(Self.version) + Self.octets(Self.flags) + Self.octets(Self.deflated) + Self.octets(UInt32(0))
            + coded.suffix(8).prefix(4) + Self.octets(UInt32(data.count)) + Self.octets(UInt32(octets.count))
            + Self.octets(UInt16(name.count)) + Self.octets(UInt16(0))
        directory +=
            Self.octets(UInt32(0x0201_4b50)) + Self.octets(Self.version) + facts
            // No comment, the first disk, no attributes.
            + Self.octets(UInt16(0)) + Self.octets(UInt16(0)) + Self.octets(UInt16(0)) + Self.octets(UInt32(0))
            + Self.octets(UInt32(body.count)) + name
        body += Self.octets(UInt32(0x0403_4b50)) + facts + name + data
        count += 1
    }

    package var archive: [UInt8] {
        body + directory + Self.octets(UInt32(0x0605_4b50)) + Self.octets(UInt32(0)) + Self.octets(UInt16(count))
            + Self.octets(UInt16(count)) + Self.octets(UInt32(directory.count)) + Self.octets(UInt32(body.count))
            + Self.octets(UInt16(0))
    }

    private static func octets(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
