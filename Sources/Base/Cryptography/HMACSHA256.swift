import COpenSSL

/// Keyed-hash message authentication with SHA-256 under one key. Source: RFC 2104, FIPS 198-1.
///
/// What depends on the key alone is done once: it costs as much as some kilobytes of message.
package final class HMACSHA256: Sendable {
    /// Only ever copied, which OpenSSL allows from several threads.
    nonisolated(unsafe) private let keyed: OpaquePointer?

    /// - Parameter key: may be empty.
    package init(key: [UInt8]) {
        keyed = Self.context(key)
    }

    deinit { EVP_MAC_CTX_free(keyed) }

    private static func context(_ key: [UInt8]) -> OpaquePointer? {
        guard let algorithm = EVP_MAC_fetch(nil, "HMAC", nil) else { return nil }
        defer { EVP_MAC_free(algorithm) }
        guard let context = EVP_MAC_CTX_new(algorithm) else { return nil }
        // OpenSSL takes an empty key for none. A zero is the same key, because zeros fill up every short one.
        let key = key.isEmpty ? [0] : key
        let name = Array("digest".utf8CString)
        var digest = Array("SHA256".utf8CString)
        let isKeyed = name.withUnsafeBufferPointer { name in
            digest.withUnsafeMutableBufferPointer { digest in
                var parameters = [
                    OSSL_PARAM_construct_utf8_string(name.baseAddress, digest.baseAddress, 0),
                    OSSL_PARAM_construct_end(),
                ]
                return EVP_MAC_init(context, key, key.count, &parameters) == 1
            }
        }
        guard isKeyed else {
            EVP_MAC_CTX_free(context)
            return nil
        }
        return context
    }

    /// The 32 bytes that authenticate `message`, which may be empty.
    package func authenticate(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        guard let keyed, let context = EVP_MAC_CTX_dup(keyed) else { throw .oldest(in: "EVP_MAC_CTX_dup") }
        defer { EVP_MAC_CTX_free(context) }
        var code = [UInt8](repeating: 0, count: SHA256.byteCount)
        var length = 0
        guard EVP_MAC_update(context, message, message.count) == 1,
            EVP_MAC_final(context, &code, &length, code.count) == 1
        else { throw .oldest(in: "EVP_MAC_final") }
        return code
    }

    /// Whether `code` authenticates `message`, in a time that tells nothing about the right one.
    package func isValid(_ code: [UInt8], for message: [UInt8]) throws(CryptographyError) -> Bool {
        constantTimeEqual(try authenticate(message), code)
    }

    package static func authenticate(_ message: [UInt8], key: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try HMACSHA256(key: key).authenticate(message)
    }

    package static func isValid(
        _ code: [UInt8], for message: [UInt8], key: [UInt8]
    ) throws(CryptographyError) -> Bool {
        try HMACSHA256(key: key).isValid(code, for: message)
    }
}
