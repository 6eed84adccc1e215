import Domain
import Foundation
import Yams

/// What `selfheal.yaml` says. Source: the outer contract, section 6; `docs/configuration.md` explains every key.
struct ConfigurationFile: Equatable {
    var host: String?
    var port: Int?
    var data: String?
    var database: String?
    var workers: Int?
    var repositories: [RepositorySettings] = []
    var limits = Limits()
    var queue = QueueSettings()
    var artifacts: ArtifactSettings?
    var models = LanguageModelSettings()
    /// What each channel hears about; one that is not named hears everything.
    var notify: [NotificationChannel: [NotificationTopic]] = [:]
    /// Settings that are variables of the environment elsewhere, by the name of the variable, which wins.
    var variables: [String: String] = [:]

    /// The file named, else `selfheal.yaml` of the current folder where there is one, with what the environment says
    /// otherwise.
    static func load(
        _ path: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> ConfigurationFile {
        let standard = "selfheal.yaml"
        guard path != nil || FileManager.default.fileExists(atPath: standard) else {
            return try ConfigurationFile().overridden(by: environment)
        }
        let name = path ?? standard
        guard let data = FileManager.default.contents(atPath: name) else {
            throw ConfigurationError(problems: ["\(name) cannot be read: check the path of --config"])
        }
        return try parse(String(decoding: data, as: UTF8.self), file: name).overridden(by: environment)
    }

    static func parse(_ text: String, file: String) throws -> ConfigurationFile {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw ConfigurationError(problems: ["\(file) is no valid YAML: \(error)"])
        }
        guard let root else { return ConfigurationFile() }
        let problems = ConfigurationProblems()
        let configuration = read(root, file: file, problems: problems)
        if !problems.list.isEmpty { throw ConfigurationError(problems: problems.list) }
        return configuration
    }

    private static func read(_ root: Node, file: String, problems: ConfigurationProblems) -> ConfigurationFile {
        var result = ConfigurationFile()
        let top = YAMLSection(
            root, path: "", file: file,
            known: [
                "server", "data", "store", "workers", "queue", "retention", "repositories", "limits", "llm", "notify",
                "github", "railway", "artifacts",
            ], problems: problems)
        let server = top.section("server", known: ["host", "port"])
        result.host = server?.text("host")
        result.port = server?.number("port", in: 0...65_535)
        result.data = top.text("data")
        let store = top.section("store", known: ["url"])
        result.database = store?.text("url")
        if let url = result.database {
            do throws(StoreAddress.Unreadable) {
                _ = try StoreAddress(url)
            } catch {
                store?.note("url", "`store.url`: \(error.problem)")
            }
        }
        result.workers = top.number("workers", in: 1...64)
        result.readQueue(top)
        result.readArtifacts(top)
        result.readPolicies(top)
        for section in top.sections("repositories", known: RepositorySection.keys) {
            if let settings = RepositorySection(section).settings { result.repositories.append(settings) }
        }
        let names = result.repositories.map { $0.name.lowercased() }
        for name in Set(names.filter { name in names.count(where: { $0 == name }) > 1 }).sorted() {
            problems.add("\(file): the repository \(name) stands there more than once")
        }
        return result
    }
}

extension ConfigurationFile {
    /// What each channel whose address is known hears about; one that the file does not name hears everything.
    func topics(of secrets: Secrets) -> [NotificationChannel: [NotificationTopic]] {
        Dictionary(
            secrets.channels.keys.map { ($0, notify[$0] ?? NotificationTopic.allCases) }, uniquingKeysWith: { $1 })
    }
}

/// Where people are told.
enum NotificationChannel: String, Hashable, Sendable, CaseIterable {
    case slack, discord

    /// Variable with the address that messages are sent to.
    var variable: String { rawValue.uppercased() + "_WEBHOOK_URL" }
}
