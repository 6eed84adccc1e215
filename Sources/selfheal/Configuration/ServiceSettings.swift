import Domain
import Foundation
import StatusAPI

/// Everything that `serve` needs to know. The command line wins over the environment, and that over the file.
struct ServiceSettings {
    let host: String
    let port: Int
    let data: String
    let store: StoreAddress
    let queue: QueueSettings
    /// nil: they stay on the node's own disk.
    let artifacts: ArtifactSettings?
    let workers: Int
    let repositories: [RepositorySettings]
    let limits: Limits
    let models: LanguageModelSettings
    /// For the channels whose address is known.
    let notify: [NotificationChannel: [NotificationTopic]]
    /// Channels that the file wants something said in.
    let wanted: Set<NotificationChannel>
    let secrets: Secrets
    /// Of the process, completed by the file.
    let environment: [String: String]

    init(
        _ file: ConfigurationFile, environment all: [String: String], host: String?, port: Int?, data: String?
    ) throws {
        let environment = file.environment(over: all)
        self.host = host ?? environment["SELFHEAL_HOST"] ?? file.host ?? "127.0.0.1"
        var problems: [String] = []
        let portText = environment["SELFHEAL_PORT"]
        let environmentPort = portText.flatMap { Int($0) }
        if let portText, environmentPort == nil {
            problems.append("SELFHEAL_PORT=\(portText): expected a port, 0 to 65535")
        }
        self.port = port ?? environmentPort ?? file.port ?? 8080
        if !(0...65_535).contains(self.port) { problems.append("port \(self.port): expected a port, 0 to 65535") }
        let folder = data ?? environment["SELFHEAL_DATA"] ?? file.data ?? "selfheal-data"
        self.data = URL(filePath: folder).standardizedFileURL.path(percentEncoded: false).trimmingSuffix("/")
        var reader = SecretReader(environment: environment)
        let url = reader.value(of: "DATABASE_URL") ?? file.database
        problems += reader.problems
        var store = StoreAddress.sqlite(path: self.data + "/selfheal.db")
        if let url {
            do throws(StoreAddress.Unreadable) {
                store = try StoreAddress(url)
            } catch {
                problems.append(error.problem)
            }
        }
        self.store = store
        queue = file.queue
        artifacts = file.artifacts
        workers = file.workers ?? 2
        repositories = file.repositories.map { $0.withAbsolutePath }
        limits = file.limits
        models = file.models
        self.environment = environment
        if !problems.isEmpty { throw ConfigurationError(problems: problems) }
        let secrets = try Secrets(environment: environment, storeURL: file.database)
        self.secrets = secrets
        if case .bucket = file.artifacts { try secrets.checkVaultKeys(repositories) }
        notify = file.topics(of: secrets)
        wanted = Set(file.notify.filter { !$0.value.isEmpty }.keys)
    }

    /// The service can be reached from this machine alone.
    var isLoopbackOnly: Bool { LoopbackHost.contains(host) }
}

extension String {
    func trimmingSuffix(_ suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}

extension RepositorySettings {
    /// Paths of a configuration are relative to the folder that the program was started in.
    var withAbsolutePath: RepositorySettings {
        var result = self
        result.path = path.map {
            URL(filePath: $0).standardizedFileURL.path(percentEncoded: false).trimmingSuffix("/")
        }
        return result
    }
}
