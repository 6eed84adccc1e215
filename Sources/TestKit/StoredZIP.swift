/// Writes ZIP archives byte by byte, right or wrong as a test wants them.
package struct StoredZIP {
    package struct Entry {
        package var name: String
        /// The bytes as they lie in the archive.
        package var data: [UInt8]
        package var method: UInt16 = 0
        package var flags: UInt16 = 0
        /// What the directory declares, where it differs from `data`.
        package var declaredBytes: Int?
        package var checksum: UInt32?
        package var extra: [UInt8] = []
        /// Where the directory says that it begins, where it lies.
        package var declaredOffset: Int?

        package init(
            name: String, data: [UInt8], method: UInt16 = 0, flags: UInt16 = 0, declaredBytes: Int? = nil,
            checksum: UInt32? = nil, extra: [UInt8] = []
        ) {
            self.name = name
            self.data = data
            self.method = method
            self.flags = flags
            self.declaredBytes = declaredBytes
            self.checksum = checksum
            self.extra = extra
        }
    }

    package var entries: [Entry] = []
    package var comment: [UInt8] = []

    package init(entries: [Entry] = [], comment: [UInt8] = []) {
        self.entries = entries
        self.comment = comment
    }

    package mutating func add(_ name: String, _ text: String) {
        entries.append(Entry(name: name, data: Array(text.utf8)))
    }

    package var bytes: [UInt8] {
        var body: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let name = Array(entry.name.utf8)
            let fields =
                Self.number(20, 2) + Self.number(Int(entry.flags), 2) + Self.number(Int(entry.method), 2)
                + Self.number(0, 4)
                + Self.number(Int(entry.checksum ?? Self.checksum(entry.data)), 4) + Self.number(entry.data.count, 4)
                + Self.number(entry.declaredBytes ?? entry.data.count, 4) + Self.number(name.count, 2)
            directory +=
                Self.number(0x0201_4b50, 4) + Self.number(20, 2) + fields + Self.number(entry.extra.count, 2)
                + Self.number(0, 10) + Self.number(entry.declaredOffset ?? body.count, 4) + name + entry.extra
            body += Self.number(0x0403_4b50, 4) + fields + Self.number(0, 2) + name + entry.data
        }
        let end =
            Self.number(0x0605_4b50, 4) + Self.number(0, 4) + Self.number(entries.count, 2)
            + Self.number(entries.count, 2)
            + Self.number(directory.count, 4) + Self.number(body.count, 4) + Self.number(comment.count, 2) + comment
        return body + directory + end
    }

    package static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * min($0, 7))) }
    }

    /// CRC-32.
    package static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes { sum = checksums[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
        return ~sum
    }

    /// Of each byte, bit by bit.
    private static let checksums = (UInt32(0)..<256).map { byte in
        (0..<8).reduce(byte) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xedb8_8320 : 0) }
    }
}
