import Foundation
import HTTPClient

/// GitHub's no to one call, read from its answer.
struct GitHubRefusal: Hashable, Sendable {
    struct Detail: Hashable, Sendable, Decodable {
        let field: String?
        let code: String?
        let message: String?
    }

    let purpose: String
    let status: Int
    let message: String
    let details: [Detail]
    /// The permissions that would do, from `X-Accepted-GitHub-Permissions`: "contents=write".
    let acceptedPermissions: String?
    /// An organisation wants the token authorised for its single sign-on.
    let wantsSingleSignOn: Bool

    init(of response: TransportResponse, to purpose: String) {
        self.purpose = purpose
        status = response.status
        let body = try? JSONDecoder().decode(Body.self, from: response.body)
        message = Self.line(body?.message ?? "no JSON with a message; is the API address right?")
        details = body?.errors ?? []
        acceptedPermissions = response.header("x-accepted-github-permissions").flatMap { $0.isEmpty ? nil : $0 }
        wantsSingleSignOn = response.header("x-github-sso")?.hasPrefix("required") ?? false
    }

    /// Whether GitHub's texts say `words`. Only for what no code or field tells.
    func says(_ words: String) -> Bool {
        ([message] + details.compactMap(\.message)).contains { $0.localizedCaseInsensitiveContains(words) }
    }

    func concerns(field: String) -> Bool { details.contains { $0.field == field } }

    var description: String {
        let extra = details.map { Self.line($0.message ?? "\($0.field ?? "something") is \($0.code ?? "invalid")") }
        let said = ([message] + extra).joined(separator: "; ")
        return "GitHub refused to \(purpose): \(status) \(said). \(remedy)"
    }

    private var remedy: String {
        switch status {
        case _ where wantsSingleSignOn:
            "Authorise the token for the organisation's single sign-on."
        case 401:
            "Set GITHUB_TOKEN, or GITHUB_APP_ID with its private key; if they are set, they are wrong, expired or "
                + "revoked, or this machine's clock is off."
        case 403:
            acceptedPermissions.map { "It needs the permission \($0): grant it to the token or the App." }
                ?? "Give the token, or the user behind it, the right to do so."
        case 404:
            "Check the name, and that the token may see the repository or the App is installed on it."
        case 410:
            "Switch issues on in the repository's settings."
        case 422 where says("not granted to this installation"):
            "Grant the App these permissions on its page at GitHub, and accept them for the installation."
        case 409:
            "Check that the repository is not empty and not archived."
        default:
            "Repeating it will not help."
        }
    }

    /// GitHub's text on one line of at most 300 characters.
    private static func line(_ text: String) -> String {
        let oneLine = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return oneLine.count <= 300 ? oneLine : oneLine.prefix(299) + "…"
    }

    private struct Body: Decodable {
        let message: String?
        let errors: [Detail]?

        private enum CodingKeys: String, CodingKey { case message, errors }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            message = try container.decodeIfPresent(String.self, forKey: .message)
            // Some refusals list plain texts instead of objects.
            let texts = try? container.decodeIfPresent([String].self, forKey: .errors)
            errors =
                (try? container.decodeIfPresent([Detail].self, forKey: .errors))
                ?? texts?.map { Detail(field: nil, code: nil, message: $0) }
        }
    }
}
