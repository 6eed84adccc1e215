import Domain
import Foundation

/// Everything that `serve` needs to know. The command line wins over the environment, and that over the file.
struct ServiceSettings {
    let host: String
    let port: Int
    let data: String
    let database: String
    let workers: Int
    let repositories: [RepositorySettings]
    let dormant: [String]
    let secrets: Secrets
    let environment: [String: String]

    init(
        _ file: ConfigurationFile, environment all: [String: String], host: String?, port: Int?, data: String?
    ) throws {
        // A variable that a file of variables lists without a value is not set.
        let environment = all.filter { !$0.value.isEmpty }
        self.host = host ?? environment["SELFHEAL_HOST"] ?? file.host ?? "127.0.0.1"
        var problems: [String] = []
        let portText = environment["SELFHEAL_PORT"]
        let environmentPort = portText.flatMap { Int($0) }
        if let portText, environmentPort == nil {
            problems.append("SELFHEAL_PORT=\(portText): expected a port, 0 to 65535")
        }
        self.port = port ?? environmentPort ?? file.port ?? 8080
        if !(0...65_535).contains(self.port) { problems.append("port \(self.port): expected a port, 0 to 65535") }
        let folder = data ?? environment["SELFHEAL_DATA"] ?? "selfheal-data"
        self.data = URL(filePath: folder).standardizedFileURL.path(percentEncoded: false).trimmingSuffix("/")
        let url = environment["DATABASE_URL"] ?? file.database
        if let url, !url.hasPrefix("sqlite:") || url == "sqlite:" {
            problems.append("the store's address must be `sqlite:` and a path, the only store of this version")
        }
        database = url.map { String($0.dropFirst("sqlite:".count)) } ?? self.data + "/selfheal.db"
        workers = file.workers ?? 2
        repositories = file.repositories.map { $0.withAbsolutePath }
        dormant = file.dormant
        self.environment = environment
        if !problems.isEmpty { throw ConfigurationError(problems: problems) }
        secrets = try Secrets(environment: environment)
    }

    /// The service can be reached from this machine alone.
    var isLoopbackOnly: Bool {
        let isIPv4 = host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { UInt8($0) != nil }
        return host == "localhost" || host == "::1" || host.hasPrefix("127.") && isIPv4
    }
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
