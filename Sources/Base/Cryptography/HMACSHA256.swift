import COpenSSL

/// Keyed-hash message authentication with SHA-256. Source: RFC 2104, FIPS 198-1.
package enum HMACSHA256 {
    /// The 32 bytes that authenticate `message` under `key`; both may be empty.
    package static func authenticate(_ message: [UInt8], key: [UInt8]) throws(CryptographyError) -> [UInt8] {
        guard let keyLength = Int32(exactly: key.count) else {
            throw CryptographyError(call: "HMAC", reason: "a key of \(key.count) bytes is too long")
        }
        var code = [UInt8](repeating: 0, count: SHA256.byteCount)
        var length: UInt32 = 0
        guard HMAC(EVP_sha256(), key, keyLength, message, message.count, &code, &length) != nil else {
            throw .oldest(in: "HMAC")
        }
        return code
    }

    /// Whether `code` authenticates `message`, in a time that tells nothing about the right one.
    package static func isValid(
        _ code: [UInt8], for message: [UInt8], key: [UInt8]
    ) throws(CryptographyError) -> Bool {
        constantTimeEqual(try authenticate(message, key: key), code)
    }
}
