/// A ZIP archive for reading, as untrusted input: stored and deflated entries, ZIP64, no encryption.
///
/// Opening reads the directory alone. An entry is decompressed piece by piece, so that a large one needs little memory.
package struct ZIPArchive: Sendable {
    /// What an archive may cost. The size of an entry is counted on what really comes out, never taken from a header.
    package struct Limits: Hashable, Sendable {
        /// Entries in the directory.
        package var entries = 100_000
        /// Bytes of the directory, which is read into memory.
        package var directoryBytes = 32 << 20
        /// Bytes of one entry, uncompressed.
        package var entryBytes = 1 << 30
        /// Bytes of all entries together, uncompressed.
        package var totalBytes = 4 << 30
        /// Bytes out for each byte in. DEFLATE reaches 1,032; the text of a trace stays below 100.
        package var ratio = 300
        /// Below this size an entry may have any ratio: a few thousand equal bytes are no bomb.
        package var ratioFreeBytes = 4 << 20

        package init() {}
    }

    package struct Entry: Hashable, Sendable {
        /// Relative path with `/`, checked to stay within its folder.
        package let name: String
        package let compressedBytes: Int
        /// As the directory declares it; reading fails when something else comes out.
        package let uncompressedBytes: Int
        let method: UInt16
        let isEncrypted: Bool
        let checksum: UInt32
        let headerOffset: Int
    }

    /// What errors call this archive.
    package let name: String
    /// In directory order, without folders.
    package let entries: [Entry]
    private let source: ByteSource
    private let limits: Limits
    private let places: [String: Int]

    package init(_ bytes: [UInt8], name: String, limits: Limits = Limits()) throws(ZIPError) {
        try self.init(ByteSource(bytes), name: name, limits: limits)
    }

    /// The file stays open until the last copy of this value is gone, and is read as entries are.
    package init(contentsOf path: String, limits: Limits = Limits()) throws(ZIPError) {
        let source: ByteSource
        do { source = try ByteSource(file: path) } catch {
            throw ZIPError(.unreadable(error.reason), archive: path)
        }
        try self.init(source, name: path, limits: limits)
    }

    private init(_ source: ByteSource, name: String, limits: Limits) throws(ZIPError) {
        self.source = source
        self.name = name
        self.limits = limits
        let entries = try ZIPDirectory(source, archive: name, limits: limits).entries()
        self.entries = entries
        places = Dictionary(zip(entries.map(\.name), entries.indices), uniquingKeysWith: { first, _ in first })
    }

    /// The entry of that name, the first when there are several.
    package func entry(named name: String) -> Entry? { places[name].map { entries[$0] } }

    /// All bytes of an entry that is known to be small.
    /// - Throws: `ZIPError` when it is larger than `limitBytes` or cannot be read.
    package func bytes(of entry: Entry, limitBytes: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try read(entry) { chunk in
            guard chunk.count <= limitBytes - bytes.count else {
                throw error(.limit("more than \(limitBytes) bytes"), entry)
            }
            bytes += chunk
        }
        return bytes
    }

    /// Hands the entry's bytes to `body` in chunks of at most 64 KiB, and checks length and checksum at the end: an error
    /// can follow chunks that were already handed out.
    /// - Throws: `ZIPError`, or what `body` throws.
    package func read(_ entry: Entry, _ body: ([UInt8]) throws -> Void) throws {
        var output = Output()
        func take(_ chunk: [UInt8], after inputBytes: Int) throws {
            output.add(chunk)
            guard output.count <= limits.entryBytes else {
                throw error(.limit("more than \(limits.entryBytes) bytes"), entry)
            }
            guard output.count <= entry.uncompressedBytes else {
                throw error(.damaged("more bytes come out than it declares"), entry)
            }
            guard output.count <= max(limits.ratioFreeBytes, limits.ratio * inputBytes) else {
                throw error(.limit("more than \(limits.ratio) bytes out for each byte in"), entry)
            }
            try body(chunk)
        }
        switch entry.method {
        case _ where entry.isEncrypted: throw error(.unsupported("encryption"), entry)
        case 0: try copy(entry, take)
        case 8: try inflate(entry, take)
        default: throw error(.unsupported("compression method \(entry.method)"), entry)
        }
        guard output.count == entry.uncompressedBytes else {
            throw error(.damaged("\(output.count) bytes come out, it declares \(entry.uncompressedBytes)"), entry)
        }
        guard output.checksum.value == entry.checksum else { throw error(.damaged("its checksum does not fit"), entry) }
    }

    private struct Output {
        private(set) var count = 0
        private(set) var checksum = Checksum()
        mutating func add(_ chunk: [UInt8]) {
            count += chunk.count
            checksum.add(chunk)
        }
    }

    private func error(_ kind: ZIPError.Kind, _ entry: Entry) -> ZIPError {
        ZIPError(kind, archive: name, entry: entry.name)
    }

    private func copy(_ entry: Entry, _ take: ([UInt8], Int) throws -> Void) throws {
        var inputBytes = 0
        try compressedChunks(of: entry) { chunk in
            inputBytes += chunk.count
            try take(chunk, inputBytes)
        }
    }

    private func inflate(_ entry: Entry, _ take: ([UInt8], Int) throws -> Void) throws {
        var inputBytes = 0
        do {
            var inflate = try Inflate()
            try compressedChunks(of: entry) { chunk in
                inputBytes += chunk.count
                try inflate.consume(chunk) { try take($0, inputBytes) }
            }
            guard inflate.isFinished else { throw error(.truncated("its compressed data"), entry) }
        } catch let failure as Inflate.Failure {
            switch failure {
            case .damaged: throw error(.damaged("its compressed data is not DEFLATE"), entry)
            case .outOfMemory: throw error(.unreadable("out of memory"), entry)
            }
        }
    }

    private func compressedChunks(of entry: Entry, _ body: ([UInt8]) throws -> Void) throws {
        let start = try dataStart(of: entry)
        guard entry.compressedBytes <= source.count - start else { throw error(.truncated("its data"), entry) }
        let end = start + entry.compressedBytes
        var position = start
        while position < end {
            let chunk = try bytes(position..<min(position + Inflate.chunkBytes, end), of: entry)
            guard !chunk.isEmpty else { throw error(.truncated("its data"), entry) }
            position += chunk.count
            try body(chunk)
        }
    }

    /// The data follows a second header, whose name and extra field may have other lengths than in the directory.
    private func dataStart(of entry: Entry) throws -> Int {
        let headerBytes = 30
        guard entry.headerOffset <= source.count - headerBytes else { throw error(.truncated("its header"), entry) }
        let header = LittleEndian(try bytes(entry.headerOffset..<entry.headerOffset + headerBytes, of: entry))
        guard header.number(at: 0, bytes: 4) == 0x0403_4b50, let name = header.integer(at: 26, bytes: 2),
            let extra = header.integer(at: 28, bytes: 2),
            entry.headerOffset + headerBytes + name + extra <= source.count
        else { throw error(.damaged("its header is not where the directory says"), entry) }
        return entry.headerOffset + headerBytes + name + extra
    }

    private func bytes(_ range: Range<Int>, of entry: Entry) throws -> [UInt8] {
        do { return try source.bytes(range) } catch { throw self.error(.unreadable(error.reason), entry) }
    }
}
