import COpenSSL

/// One private key, freed with its owner.
struct RSAPrivateKey: ~Copyable {
    /// Shorter keys are not allowed with RS256. Source: RFC 7518 §3.3.
    static let fewestBits = 2048

    private let key: OpaquePointer

    /// Reads PKCS#1 (`RSA PRIVATE KEY`) or PKCS#8 (`PRIVATE KEY`); a key under a passphrase is refused.
    init(pem: String) throws(CryptographyError) {
        let reader = try MemoryReader(Array(pem.utf8))
        // OpenSSL would ask for a passphrase on the terminal; an empty one given beforehand keeps it from that.
        guard let key = reader.withPointer({ PEM_read_bio_PrivateKey($0, nil, nil, Self.emptyPassphrase()) }) else {
            throw .oldest(in: "PEM_read_bio_PrivateKey")
        }
        self.key = key
    }

    deinit { EVP_PKEY_free(key) }

    func requireStrongRSA() throws(CryptographyError) {
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else {
            throw CryptographyError(call: "RS256", reason: "the private key is not an RSA key")
        }
        let bits = EVP_PKEY_get_bits(key)
        guard bits >= Self.fewestBits else {
            throw CryptographyError(
                call: "RS256", reason: "an RSA key of \(bits) bits is too short, it needs \(Self.fewestBits)")
        }
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256. Source: RFC 8017 §8.2.
    func signature(of message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        let digest = try DigestContext()
        return try digest.withPointer { context throws(CryptographyError) in
            guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1 else {
                throw .oldest(in: "EVP_DigestSignInit")
            }
            var length = Int(EVP_PKEY_get_size(key))
            var signature = [UInt8](repeating: 0, count: length)
            guard EVP_DigestSign(context, &signature, &length, message, message.count) == 1 else {
                throw .oldest(in: "EVP_DigestSign")
            }
            return Array(signature.prefix(length))
        }
    }

    private static func emptyPassphrase() -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(mutating: UnsafeRawPointer(emptyText.utf8Start))
    }

    private static let emptyText: StaticString = ""
}
