import Cryptography
import Foundation
import Testing

struct RS256Tests {
    /// Source: RFC 7515 appendix A.2.
    static let input =
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
        + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    static let signature =
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdb"
        + "F9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383"
        + "LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWy"
        + "wlVmtVrBp0igcN_IoypGlUPQGe77Rw"

    @Test("Signs as the standard shows", arguments: [PublishedKey.pkcs1, PublishedKey.pkcs8])
    func publishedSignature(pem: String) throws {
        let signature = try RS256(pem: pem).signature(of: Array(Self.input.utf8))
        #expect(RS256.base64URL(Data(signature)) == Self.signature)
    }

    @Test("Writes a token of three parts")
    func token() throws {
        let claims = Data(#"{"iss":"1"}"#.utf8)
        let signer = try RS256(pem: PublishedKey.pkcs8)
        let parts = try signer.token(claims: claims).split(separator: ".").map(String.init)
        try #require(parts.count == 3)
        #expect(parts[0] == "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9")
        #expect(parts[1] == "eyJpc3MiOiIxIn0")
        #expect(parts[2] == RS256.base64URL(Data(try signer.signature(of: Array("\(parts[0]).\(parts[1])".utf8)))))
    }

    @Test(
        "Refuses keys that it cannot use",
        arguments: [
            "", "nonsense", PublishedKey.ellipticCurve, PublishedKey.encrypted, PublishedKey.short,
            String(PublishedKey.pkcs8.prefix(400)),
        ])
    func refusals(pem: String) {
        #expect(throws: CryptographyError.self) { try RS256(pem: pem) }
    }

    @Test("Reports its own error after another one failed")
    func emptiesTheQueue() throws {
        let first = #expect(throws: CryptographyError.self) { try RS256(pem: "nonsense") }
        let second = #expect(throws: CryptographyError.self) { try RS256(pem: PublishedKey.encrypted) }
        #expect(first?.reason != second?.reason)
        #expect(try RS256(pem: PublishedKey.pkcs8).signature(of: []).count == 256)
    }

    @Test("Never prints its key")
    func redaction() throws {
        var text = ""
        let signer = try RS256(pem: PublishedKey.pkcs8)
        dump(signer, to: &text)
        text += "\(signer) \(String(reflecting: signer))"
        #expect(!text.contains("BEGIN"))
    }
}
