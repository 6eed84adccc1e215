import COpenSSL

/// The working memory of one signature.
struct DigestContext: ~Copyable {
    private let context: OpaquePointer

    init() throws(CryptographyError) {
        guard let context = EVP_MD_CTX_new() else { throw .oldest(in: "EVP_MD_CTX_new") }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    func withPointer<Value>(
        _ body: (OpaquePointer) throws(CryptographyError) -> Value
    ) throws(CryptographyError) -> Value {
        try body(context)
    }
}
