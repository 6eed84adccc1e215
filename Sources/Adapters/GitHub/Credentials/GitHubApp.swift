package import Cryptography
package import Domain
import Foundation

/// A GitHub App: its id and the private key that proves it.
package struct GitHubApp: Sendable {
    /// A token from the future is refused, and clocks differ. Source: GitHub's "Generating a JSON web token".
    static let backdating: Duration = .seconds(60)
    /// GitHub takes 10 minutes at most; a minute is left for clocks that differ.
    static let lifetime: Duration = .seconds(9 * 60)

    package let id: String
    private let signer: RS256

    /// - Parameter privateKeyPEM: as GitHub hands it out. Where an environment cannot hold line breaks, `\n` written as
    ///   two characters is taken for one.
    package init(id: String, privateKeyPEM: String) throws(CryptographyError) {
        self.id = id
        signer = try RS256(pem: privateKeyPEM.replacing(#"\n"#, with: "\n"))
    }

    /// A JSON web token that names the App itself, not one of its installations.
    package func token(at time: Timestamp) throws -> String {
        let claims = Claims(
            iat: Self.seconds(time.advanced(by: .zero - Self.backdating)),
            exp: Self.seconds(time.advanced(by: Self.lifetime)), iss: id)
        return try signer.token(claims: JSON.encode(claims))
    }

    private static func seconds(_ time: Timestamp) -> Int64 { time.milliseconds / 1000 }

    private struct Claims: Encodable {
        let iat: Int64, exp: Int64, iss: String
    }
}

/// Calls that only the App itself may make, such as asking for a token of an installation.
struct AppIdentity: GitHubIdentity {
    let app: GitHubApp
    let now: @Sendable () -> Timestamp

    func authorization() async throws -> String? { "Bearer \(try app.token(at: now()))" }
}
