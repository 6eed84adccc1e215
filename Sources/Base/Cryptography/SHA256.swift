import COpenSSL

/// The hash function SHA-256. Source: FIPS 180-4.
package enum SHA256 {
    package static let byteCount = 32

    package static func digest(of message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: byteCount)
        guard EVP_Digest(message, message.count, &digest, nil, EVP_sha256(), nil) == 1 else {
            throw .oldest(in: "EVP_Digest")
        }
        return digest
    }

    /// 64 lowercase hexadecimal digits.
    package static func hexadecimal(of message: [UInt8]) throws(CryptographyError) -> String {
        Hexadecimal.text(try digest(of: message))
    }
}
