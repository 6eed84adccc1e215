import Domain
import Foundation
import PostgresStore
import StatusAPI
import Tools

/// What the service knows and nobody else may: read from the environment or from files that it names, never printed.
struct Secrets: Sendable {
    /// Variables that hold them, and with other endings where they lie.
    static let names = [
        "GITHUB_TOKEN", "GITHUB_APP_PRIVATE_KEY", "GITHUB_WEBHOOK_SECRET", "SELFHEAL_API_TOKEN", "ANTHROPIC_API_KEY",
        "OLLAMA_API_KEY",
        "RAILWAY_TOKEN", "UNLEASH_TOKEN", "SLACK_WEBHOOK_URL", "DISCORD_WEBHOOK_URL", "DATABASE_URL",
    ]

    var githubToken: String?
    var githubApp: (id: String, privateKey: String)?
    /// Several while a secret is being replaced.
    var webhookSecrets: [String]
    var tokens: [AccessToken]
    var anthropicKey: String?
    /// For an Ollama behind a proxy that wants one.
    var ollamaKey: String?
    var railwayToken: String?
    var unleashToken: String?
    /// Addresses of databases with a password in them, and that.
    var database: [String] = []
    /// Of the bucket for artifacts.
    var vaultKeys: VaultKeys?
    /// Whoever knows such an address may write to the channel.
    var channels: [NotificationChannel: URL] = [:]

    /// - Parameter storeURL: as the configuration's file has it.
    init(environment: [String: String], storeURL: String? = nil) throws {
        var reader = SecretReader(environment: environment)
        githubToken = reader.value(of: "GITHUB_TOKEN")
        githubApp = reader.app()
        webhookSecrets = Self.list(reader.value(of: "GITHUB_WEBHOOK_SECRET"))
        tokens = []
        for (index, entry) in Self.list(reader.value(of: "SELFHEAL_API_TOKEN")).enumerated() {
            do throws(AccessToken.Unreadable) {
                tokens.append(try AccessToken(entry))
            } catch {
                reader.problems.append("SELFHEAL_API_TOKEN, entry \(index + 1): \(error.description)")
            }
        }
        anthropicKey = reader.value(of: "ANTHROPIC_API_KEY")
        ollamaKey = reader.value(of: "OLLAMA_API_KEY")
        railwayToken = reader.value(of: "RAILWAY_TOKEN")
        unleashToken = reader.value(of: "UNLEASH_TOKEN")
        database = [reader.value(of: "DATABASE_URL"), storeURL].compactMap(\.self).flatMap(Self.secrets(ofDatabase:))
        vaultKeys = VaultKeys(&reader)
        for channel in NotificationChannel.allCases { channels[channel] = reader.address(channel.variable) }
        if !reader.problems.isEmpty { throw ConfigurationError(problems: reader.problems) }
    }

    /// Takes the service's secrets, and those that suites may see, out of texts.
    func redaction(_ repositories: [RepositorySettings], _ environment: [String: String]) -> Redaction {
        let children = ChildEnvironment(of: environment)
        let passed = repositories.flatMap { repository in
            children.passed(repository)
                + repository.playbooks.flatMap { playbook in
                    var seeing = repository
                    seeing.pass = playbook.pass
                    return children.passed(seeing)
                }
        }
        // An error may show such an address without its host.
        let addresses = channels.values.flatMap { [$0.absoluteString, $0.path(percentEncoded: true)] }
        let own = [githubToken, githubApp?.privateKey, anthropicKey, ollamaKey, railwayToken, unleashToken].compactMap {
            $0
        }
        return Redaction(
            secrets: own + (vaultKeys?.texts ?? []) + database + webhookSecrets + tokens.map(\.text) + addresses
                + passed)
    }

    private static func secrets(ofDatabase url: String) -> [String] {
        guard StoreAddress.schemes.contains(where: url.hasPrefix), !url.hasPrefix("sqlite:") else { return [] }
        // Where the password is in an address that cannot be read, nobody knows.
        guard let address = try? PostgresAddress(url) else { return [url] }
        return address.secrets.isEmpty ? [] : [url] + address.secrets
    }

    private static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}

/// Reads secrets, and keeps what is wrong with them, without their values.
struct SecretReader {
    let environment: [String: String]
    var problems: [String] = []

    /// Of the variable itself, else of the file that `NAME_FILE` names.
    mutating func value(of name: String) -> String? {
        if let value = environment[name], !value.isEmpty { return value }
        guard let path = environment[name + "_FILE"], !path.isEmpty else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            problems.append("\(name)_FILE names \(path), which cannot be read")
            return nil
        }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    mutating func address(_ name: String) -> URL? {
        guard let text = value(of: name) else { return nil }
        guard let url = URL(string: text), ["https", "http"].contains(url.scheme), url.host()?.isEmpty == false else {
            problems.append("\(name) must be the https address of an incoming webhook")
            return nil
        }
        return url
    }

    mutating func app() -> (id: String, privateKey: String)? {
        guard let id = environment["GITHUB_APP_ID"], !id.isEmpty else { return nil }
        let path = environment["GITHUB_APP_PRIVATE_KEY_PATH"]
        let key =
            value(of: "GITHUB_APP_PRIVATE_KEY")
            ?? path.flatMap { FileManager.default.contents(atPath: $0) }.map { String(decoding: $0, as: UTF8.self) }
        guard let key else {
            problems.append(
                "GITHUB_APP_ID is set, but no key: give GITHUB_APP_PRIVATE_KEY, or GITHUB_APP_PRIVATE_KEY_PATH of a "
                    + "readable PEM file")
            return nil
        }
        return (id, key)
    }
}
