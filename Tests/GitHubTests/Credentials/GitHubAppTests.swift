import Cryptography
import Domain
import Foundation
import GitHub
import Testing

struct GitHubAppTests {
    struct Claims: Decodable, Equatable {
        let iat: Int, exp: Int, iss: String
    }

    @Test("Its token starts a minute ago and ends in nine minutes")
    func claims() throws {
        let app = try GitHubApp(id: "42", privateKeyPEM: AppKey.pem)
        let parts = try app.token(at: Timestamp(milliseconds: 1_800_000_000_999)).split(separator: ".").map(String.init)
        try #require(parts.count == 3)
        let claims = parts[1].replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - claims.count % 4) % 4)
        let data = try #require(Data(base64Encoded: claims + padding))
        #expect(
            try JSONDecoder().decode(Claims.self, from: data)
                == Claims(iat: 1_799_999_940, exp: 1_800_000_540, iss: "42"))
    }

    @Test("Takes a key whose line breaks are written out, and refuses a broken one")
    func keys() throws {
        #expect(throws: Never.self) {
            try GitHubApp(id: "1", privateKeyPEM: AppKey.pem.replacing("\n", with: #"\n"#))
        }
        #expect(throws: CryptographyError.self) { try GitHubApp(id: "1", privateKeyPEM: "nonsense") }
    }
}
