package import Foundation

/// Signs JSON web tokens with RSA and SHA-256, the only algorithm that GitHub takes from an App. Source: RFC 7518 §3.3.
package struct RS256: Sendable {
    private let pem: String

    /// - Parameter pem: an RSA private key of 2048 bits or more without passphrase, PKCS#1 or PKCS#8. It is read here
    ///   once, so that a broken key is found at the start and not at the first token.
    package init(pem: String) throws(CryptographyError) {
        try RSAPrivateKey(pem: pem).requireStrongRSA()
        self.pem = pem
    }

    /// `header.claims.signature`. Source: RFC 7515 §7.1.
    /// - Parameter claims: a JSON object.
    package func token(claims: Data) throws(CryptographyError) -> String {
        let header = Data(#"{"alg":"RS256","typ":"JWT"}"#.utf8)
        let input = Self.base64URL(header) + "." + Self.base64URL(claims)
        return input + "." + Self.base64URL(Data(try signature(of: Array(input.utf8))))
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256.
    package func signature(of message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try RSAPrivateKey(pem: pem).signature(of: message)
    }

    /// Base64 for URLs, without padding. Source: RFC 4648 §5.
    package static func base64URL(_ data: Data) -> String {
        data.base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

extension RS256: CustomStringConvertible, CustomReflectable {
    package var description: String { "RS256(private key)" }
    /// Without the key, which `dump` would print.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
