/// The list of entries at the end of an archive. Source: PKWARE APPNOTE 6.3.10, §4.3.12 to §4.3.16, §4.5.3 (ZIP64).
struct ZIPDirectory {
    private let source: ByteSource
    private let archive: String
    private let limits: ZIPArchive.Limits

    init(_ source: ByteSource, archive: String, limits: ZIPArchive.Limits) {
        self.source = source
        self.archive = archive
        self.limits = limits
    }

    private enum Signature {
        static let entry: UInt64 = 0x0201_4b50
        static let end: UInt64 = 0x0605_4b50
        static let end64: UInt64 = 0x0606_4b50
        static let locator64: UInt64 = 0x0706_4b50
    }
    private static let endBytes = 22
    private static let entryBytes = 46

    func entries() throws(ZIPError) -> [ZIPArchive.Entry] {
        let end = try findEnd()
        guard end.count <= limits.entries else {
            throw error(.limit("\(end.count) entries, at most \(limits.entries)"))
        }
        guard end.start <= source.count, end.bytes <= source.count - end.start else {
            throw error(.truncated("its directory"))
        }
        guard end.bytes <= limits.directoryBytes else {
            throw error(.limit("a directory of \(end.bytes) bytes, at most \(limits.directoryBytes)"))
        }
        let bytes = LittleEndian(try read(end.start..<end.start + end.bytes))
        var found: [ZIPArchive.Entry] = []
        var position = 0
        var declared = 0
        for _ in 0..<end.count {
            let (entry, length) = try parse(bytes, at: position)
            position += length
            declared = declared.addingReportingOverflow(entry.uncompressedBytes).partialValue
            guard declared >= 0, declared <= limits.totalBytes else {
                throw error(.limit("more than \(limits.totalBytes) bytes in all"))
            }
            if !entry.name.hasSuffix("/") { found.append(entry) }
        }
        try checkOverlaps(found)
        return found
    }

    /// Entries that share their bytes make a bomb of any size out of a small file.
    private func checkOverlaps(_ entries: [ZIPArchive.Entry]) throws(ZIPError) {
        var end = 0
        for entry in entries.sorted(by: { $0.headerOffset < $1.headerOffset }) {
            guard entry.headerOffset >= end else {
                throw error(.damaged("it shares its bytes with another"), entry: entry.name)
            }
            end = entry.headerOffset.addingReportingOverflow(Self.headerBytes + entry.name.utf8.count).partialValue
            end = end.addingReportingOverflow(entry.compressedBytes).partialValue
        }
    }

    /// Of an entry's second header, before its name.
    private static let headerBytes = 30

    private func error(_ kind: ZIPError.Kind, entry: String? = nil) -> ZIPError {
        ZIPError(kind, archive: archive, entry: entry)
    }

    private func read(_ range: Range<Int>) throws(ZIPError) -> [UInt8] {
        do { return try source.bytes(range) } catch { throw ZIPError(.unreadable(error.reason), archive: archive) }
    }

    private struct End { var count: Int, bytes: Int, start: Int }

    /// The end record is the last thing in the file but for a comment of at most 65,535 bytes.
    private func findEnd() throws(ZIPError) -> End {
        let tailStart = max(0, source.count - Self.endBytes - 65_535)
        let tail = LittleEndian(try read(tailStart..<source.count))
        var position = tail.bytes.count - Self.endBytes
        while position >= 0 {
            defer { position -= 1 }
            guard tail.number(at: position, bytes: 4) == Signature.end,
                let comment = tail.integer(at: position + 20, bytes: 2),
                position + Self.endBytes + comment == tail.bytes.count,
                let disk = tail.integer(at: position + 4, bytes: 2),
                let count = tail.integer(at: position + 10, bytes: 2),
                let bytes = tail.integer(at: position + 12, bytes: 4),
                let start = tail.integer(at: position + 16, bytes: 4)
            else { continue }
            if count == 0xffff || bytes == 0xffff_ffff || start == 0xffff_ffff {
                return try findEnd64(before: tailStart + position)
            }
            guard disk == 0 else { throw error(.unsupported("several disks")) }
            return End(count: count, bytes: bytes, start: start)
        }
        throw error(.truncated("its end: the end record is missing, or this is not a ZIP archive"))
    }

    private func findEnd64(before endRecord: Int) throws(ZIPError) -> End {
        let locator = LittleEndian(try read(max(0, endRecord - 20)..<endRecord))
        guard locator.number(at: 0, bytes: 4) == Signature.locator64, let place = locator.integer(at: 8, bytes: 8),
            place <= endRecord
        else { throw error(.damaged("its ZIP64 locator is missing or points nowhere")) }
        let record = LittleEndian(try read(place..<min(place + 56, endRecord)))
        guard record.number(at: 0, bytes: 4) == Signature.end64, let count = record.integer(at: 32, bytes: 8),
            let bytes = record.integer(at: 40, bytes: 8), let start = record.integer(at: 48, bytes: 8)
        else { throw error(.damaged("its ZIP64 end record is missing")) }
        return End(count: count, bytes: bytes, start: start)
    }

    private func parse(_ bytes: LittleEndian, at position: Int) throws(ZIPError) -> (ZIPArchive.Entry, length: Int) {
        guard bytes.number(at: position, bytes: 4) == Signature.entry,
            let flags = bytes.number(at: position + 8, bytes: 2),
            let method = bytes.number(at: position + 10, bytes: 2),
            let checksum = bytes.number(at: position + 16, bytes: 4),
            let compressed = bytes.integer(at: position + 20, bytes: 4),
            let uncompressed = bytes.integer(at: position + 24, bytes: 4),
            let nameBytes = bytes.integer(at: position + 28, bytes: 2),
            let extraBytes = bytes.integer(at: position + 30, bytes: 2),
            let commentBytes = bytes.integer(at: position + 32, bytes: 2),
            let header = bytes.integer(at: position + 42, bytes: 4),
            let nameText = bytes.slice(at: position + Self.entryBytes, bytes: nameBytes),
            let extra = bytes.slice(at: position + Self.entryBytes + nameBytes, bytes: extraBytes)
        else { throw error(.damaged("its directory breaks off or holds something else at byte \(position)")) }
        guard let name = String(validating: nameText, as: UTF8.self) else {
            throw error(.unsupported("a name that is not UTF-8 at byte \(position) of its directory"))
        }
        guard Self.isSafe(name) else { throw error(.unsafeName, entry: name) }
        var sizes = ZIP64Sizes(uncompressed: uncompressed, compressed: compressed, header: header)
        guard sizes.widen(from: LittleEndian(Array(extra))) else {
            throw error(.damaged("its ZIP64 sizes are missing"), entry: name)
        }
        let entry = ZIPArchive.Entry(
            name: name, compressedBytes: sizes.compressed, uncompressedBytes: sizes.uncompressed,
            method: UInt16(truncatingIfNeeded: method), isEncrypted: flags & 1 != 0,
            checksum: UInt32(truncatingIfNeeded: checksum), headerOffset: sizes.header)
        return (entry, Self.entryBytes + nameBytes + extraBytes + commentBytes)
    }

    /// Relative, without steps upwards, and the same file on every system.
    private static func isSafe(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("/") && !name.contains("\\") && !name.contains("\0")
            && !name.contains(":/") && !name.split(separator: "/").contains("..")
    }
}

/// The three fields that an entry moves into its ZIP64 extra field when 32 bits are too few.
private struct ZIP64Sizes {
    var uncompressed: Int
    var compressed: Int
    var header: Int

    /// - Returns: false when a field says that it is in the extra field, and is not.
    mutating func widen(from extra: LittleEndian) -> Bool {
        let tooWide = 0xffff_ffff
        guard uncompressed == tooWide || compressed == tooWide || header == tooWide else { return true }
        var position = 0
        while let id = extra.number(at: position, bytes: 2), let length = extra.integer(at: position + 2, bytes: 2) {
            position += 4
            guard id == 1 else {
                position += length
                continue
            }
            for field in [\Self.uncompressed, \.compressed, \.header] where self[keyPath: field] == tooWide {
                guard let value = extra.integer(at: position, bytes: 8) else { return false }
                self[keyPath: field] = value
                position += 8
            }
            return true
        }
        return false
    }
}
