import Domain
import Foundation
import GitHub
import HTTPClient
import Logging
import Pipeline
import Queue
import Reporters
import SQLiteStore
import Tools

/// Puts the adapters together for one process; the only place that knows everyone.
struct Wiring {
    let data: String
    let environment: [String: String]
    let secrets: Secrets
    let logger: Logger
    /// Of the processes that this one starts; a service kills what is left of its own kind when it starts.
    var owner: String
    var limits = Limits()
    var models = LanguageModelSettings()
    var notify: [NotificationChannel: [NotificationTopic]] = [:]
    var tools: ToolRunner { ToolRunner(owner: owner) }
    var children: ChildEnvironment { ChildEnvironment(of: environment) }

    /// What a job of any kind of process works with; what becomes of its results is added by the caller.
    func ports(
        _ client: GitHubClient?, actions: any ActionLog, override: any HumanOverride, redaction: Redaction
    ) throws -> PipelinePorts {
        let suites = suites()
        var ports = PipelinePorts(
            sourceControl: git(client.map { GitHubRepositoryAccess(client: $0) }), suites: suites, actions: actions,
            override: override, logger: logger)
        ports.playbookTools = try playbookTools()
        ports.limits = limits
        ports.notifiers = try notifiers()
        ports.redaction = redaction
        ports.advisors = advisors(redaction)
        ports.livePages = PlaywrightLivePages(beside: suites)
        ports.narrow = { $0.narrowed(by: try NarrowingFile.parse($1)) }
        return ports
    }

    func override(pauses: any PauseStore, _ client: GitHubClient?, waits: Bool) -> PeoplesOverride {
        var override = PeoplesOverride(killSwitch: PeoplesOverride.killSwitch(in: data), waits: waits)
        override.pauses = pauses
        if let client {
            let label = GitHubHold(client: client)
            override.hold = { try await label.holdReason(for: $0) }
        }
        return override
    }

    func suites() -> PlaywrightRunner {
        PlaywrightRunner(tools: tools, environment: children, reporters: data + "/tools")
    }

    func git(_ access: GitHubRepositoryAccess?) -> GitRepository {
        let server = githubServer
        return GitRepository(tools: tools, mirrors: data + "/mirrors", environment: children) { repository in
            // The token is for one host: another one that a configuration names must not see it.
            guard let access, repository.clone?.hasPrefix(server + "/") == true else { return nil }
            return try await access.cloneToken(for: repository.name)
        }
    }

    func github() throws -> GitHubClient? {
        guard let credentials = try credentials() else { return nil }
        let text = environment["GITHUB_API_URL"] ?? "https://api.github.com"
        guard let address = URL(string: text), address.scheme != nil else {
            throw ConfigurationError(problems: [
                "GITHUB_API_URL=\(text): expected an address such as https://api.github.com"
            ])
        }
        return GitHubClient(endpoint: address, credentials: credentials)
    }

    var githubServer: String {
        let text = environment["GITHUB_SERVER_URL"] ?? "https://github.com"
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// - Parameter pace: of a command that sends its messages itself; a service tries once, and asks its outbox what then.
    func notifiers(pace: RequestPace = RequestPace()) throws -> [any Notifier] {
        try notify.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { channel, topics in
            guard let address = secrets.channels[channel] else { return nil }
            let webhook = Secret(address.absoluteString)
            return switch channel {
            case .slack: try SlackNotifier(webhook: webhook, topics: topics, pace: pace)
            case .discord: try DiscordNotifier(webhook: webhook, topics: topics, pace: pace)
            }
        }
    }

    func publisher(_ client: GitHubClient) -> GitHubPublisher {
        GitHubPublisher(client: client, pullRequestsPerWeek: limits.pullRequestsPerWeek)
    }

    func reporters(report: String? = nil) -> [any Reporter] {
        var reporters: [any Reporter] = []
        if let report { reporters.append(JSONFileReporter(path: report)) }
        if let summary = environment["GITHUB_STEP_SUMMARY"], !summary.isEmpty {
            reporters.append(ActionsSummaryReporter(path: summary))
        }
        return reporters
    }

    private func credentials() throws -> GitHubCredentials? {
        if let token = secrets.githubToken { return .token(Secret(token)) }
        guard let app = secrets.githubApp else { return nil }
        do {
            return .app(try GitHubApp(id: app.id, privateKeyPEM: app.privateKey))
        } catch {
            throw ConfigurationError(problems: ["the private key of the GitHub App cannot be read: \(error)"])
        }
    }
}
