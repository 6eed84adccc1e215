internal import CZlib

/// The gzip coding of octets. Source: RFC 1952.
package enum Gzip {
    package enum Failure: Error, Equatable {
        /// zlib gave this code (`zlib.h`, `Z_MEM_ERROR` and its like).
        case zlib(code: Int32)
        /// The coded octets are not gzip, are damaged, or end too early.
        case malformed
        /// Decoding would give more than this; nothing of it is kept.
        case tooLarge(limitBytes: Int)
    }

    /// - Parameter level: 1 (fast) to 9 (small). 4 costs half of zlib's standard 6 and is some 3 % larger on JSON.
    package static func compress(_ octets: [UInt8], level: Int32 = 4) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        // 15 bits of window, and 16 for a gzip header instead of zlib's own.
        let opened = deflateInit2_(
            &stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard opened == Z_OK else { throw .zlib(code: opened) }
        defer { deflateEnd(&stream) }

        var code = Z_OK
        let bound = Int(deflateBound(&stream, UInt(octets.count)))
        let coded = [UInt8](unsafeUninitializedCapacity: bound) { output, filled in
            code = octets.withUnsafeBufferPointer { input in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                return deflate(&stream, Z_FINISH)
            }
            filled = Int(stream.total_out)
        }
        guard code == Z_STREAM_END else { throw .zlib(code: code) }
        return coded
    }

    /// - Parameter limitBytes: the most octets that the result may have, against small inputs that unfold without end.
    package static func decompress(_ coded: [UInt8], limitBytes: Int) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        let opened = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard opened == Z_OK else { throw .zlib(code: opened) }
        defer { inflateEnd(&stream) }

        var octets: [UInt8] = []
        var code = Z_OK
        coded.withUnsafeBufferPointer { input in
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(input.count)
            while code == Z_OK, octets.count <= limitBytes {
                octets += [UInt8](unsafeUninitializedCapacity: 64 * 1024) { output, filled in
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    code = inflate(&stream, Z_NO_FLUSH)
                    filled = output.count - Int(stream.avail_out)
                }
            }
        }
        guard octets.count <= limitBytes else { throw .tooLarge(limitBytes: limitBytes) }
        guard code == Z_STREAM_END, stream.avail_in == 0 else { throw .malformed }
        return octets
    }
}
