import COpenSSL

/// An OpenSSL stream that reads bytes which it owns a copy of.
struct MemoryReader: ~Copyable {
    private let stream: OpaquePointer

    init(_ bytes: [UInt8]) throws(CryptographyError) {
        guard let length = Int32(exactly: bytes.count), let stream = BIO_new(BIO_s_mem()) else {
            throw .oldest(in: "BIO_new")
        }
        guard bytes.isEmpty || BIO_write(stream, bytes, length) == length else {
            BIO_free(stream)
            throw .oldest(in: "BIO_write")
        }
        self.stream = stream
    }

    deinit { BIO_free(stream) }

    func withPointer<Value>(_ body: (OpaquePointer) -> Value) -> Value { body(stream) }
}
