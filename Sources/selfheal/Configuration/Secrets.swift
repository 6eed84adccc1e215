import Domain
import Foundation
import StatusAPI
import Tools

/// What the service knows and nobody else may: read from the environment or from files that it names, never printed.
struct Secrets: Sendable {
    /// Variables that hold them, and with other endings where they lie.
    static let names = [
        "GITHUB_TOKEN", "GITHUB_APP_PRIVATE_KEY", "GITHUB_WEBHOOK_SECRET", "SELFHEAL_API_TOKEN", "ANTHROPIC_API_KEY",
        "RAILWAY_TOKEN", "SLACK_WEBHOOK_URL", "DISCORD_WEBHOOK_URL", "DATABASE_URL",
    ]

    var githubToken: String?
    var githubApp: (id: String, privateKey: String)?
    /// Several while a secret is being replaced.
    var webhookSecrets: [String]
    var tokens: [AccessToken]

    init(environment: [String: String]) throws {
        var problems: [String] = []
        func read(_ name: String) -> String? {
            if let value = environment[name], !value.isEmpty { return value }
            guard let path = environment[name + "_FILE"], !path.isEmpty else { return nil }
            guard let data = FileManager.default.contents(atPath: path) else {
                problems.append("\(name)_FILE names \(path), which cannot be read")
                return nil
            }
            return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        githubToken = read("GITHUB_TOKEN")
        if let id = environment["GITHUB_APP_ID"], !id.isEmpty {
            let inline = read("GITHUB_APP_PRIVATE_KEY")
            let path = environment["GITHUB_APP_PRIVATE_KEY_PATH"]
            let key =
                inline
                ?? path.flatMap { FileManager.default.contents(atPath: $0) }
                .map { String(decoding: $0, as: UTF8.self) }
            if let key {
                githubApp = (id, key)
            } else {
                problems.append(
                    "GITHUB_APP_ID is set, but no key: give GITHUB_APP_PRIVATE_KEY, or GITHUB_APP_PRIVATE_KEY_PATH of a "
                        + "readable PEM file")
            }
        }
        webhookSecrets = Self.list(read("GITHUB_WEBHOOK_SECRET"))
        tokens = []
        for (index, entry) in Self.list(read("SELFHEAL_API_TOKEN")).enumerated() {
            if let token = AccessToken(entry) {
                tokens.append(token)
            } else {
                problems.append(
                    "SELFHEAL_API_TOKEN, entry \(index + 1): expected TOKEN or NAME:TOKEN or NAME:TOKEN:read, NAME:TOKEN:write"
                )
            }
        }
        if !problems.isEmpty { throw ConfigurationError(problems: problems) }
    }

    /// Takes the service's secrets, and those that suites may see, out of texts.
    func redaction(_ repositories: [RepositorySettings], _ environment: [String: String]) -> Redaction {
        let passed = repositories.flatMap { ChildEnvironment(of: environment).passed($0) }
        return Redaction(
            secrets: [githubToken, githubApp?.privateKey].compactMap { $0 } + webhookSecrets + tokens.map(\.text)
                + passed)
    }

    private static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
