import CZlib

/// Decompresses one raw DEFLATE stream (RFC 1951) piece by piece with zlib.
struct Inflate: ~Copyable {
    enum Failure: Error {
        case outOfMemory
        case damaged
    }

    /// Output arrives in chunks of at most this many bytes.
    static let chunkBytes = 64 * 1024

    private let stream: UnsafeMutablePointer<z_stream>
    private(set) var isFinished = false

    init() throws(Failure) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Negative window bits: raw DEFLATE, without zlib's own header, as ZIP has it.
        guard inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            throw .outOfMemory
        }
        self.stream = stream
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Decompresses `input` and hands the output on in chunks. What follows the end of the stream is ignored.
    mutating func consume(_ input: [UInt8], _ output: ([UInt8]) throws -> Void) throws {
        var offset = 0
        while !isFinished {
            let chunk = try nextChunk(input, &offset)
            if !chunk.isEmpty { try output(chunk) }
            // A chunk that is not full means that zlib has nothing more to give for this input.
            if chunk.count < Self.chunkBytes { return }
        }
    }

    private mutating func nextChunk(_ input: [UInt8], _ offset: inout Int) throws(Failure) -> [UInt8] {
        var status = Z_OK
        let chunk = input.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: Self.chunkBytes) { target, filled in
                // zlib only reads through `next_in`; its type lacks the `const`.
                stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress?.advanced(by: offset))
                stream.pointee.avail_in = UInt32(input.count - offset)
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = UInt32(Self.chunkBytes)
                status = inflate(stream, Z_NO_FLUSH)
                filled = Self.chunkBytes - Int(stream.pointee.avail_out)
            }
        }
        offset = input.count - Int(stream.pointee.avail_in)
        isFinished = status == Z_STREAM_END
        // Z_BUF_ERROR only says that there was nothing left to do.
        guard isFinished || status == Z_OK || status == Z_BUF_ERROR else { throw .damaged }
        return chunk
    }
}

/// The CRC-32 that ZIP stores for every entry.
struct Checksum {
    private(set) var value: UInt32 = 0

    mutating func add(_ bytes: [UInt8]) {
        value = bytes.withUnsafeBufferPointer { buffer in
            // A nil pointer would ask zlib for the initial value instead.
            buffer.isEmpty
                ? value : UInt32(truncatingIfNeeded: crc32(UInt(value), buffer.baseAddress, UInt32(buffer.count)))
        }
    }
}
