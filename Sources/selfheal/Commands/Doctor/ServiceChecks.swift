import Domain
import Foundation
import GitHub
import Logging
import Sockets
import SQLiteStore
import StatusAPI

/// What the service itself needs: credentials, store, disk, port.
struct ServiceChecks: Sendable {
    let settings: ServiceSettings

    private static let leastBytes: Int64 = 1 << 30
    private static let wantedBytes: Int64 = 5 << 30

    func lines() async -> [DoctorLine] {
        await github() + tokens() + targets() + channels() + variables() + [store(), disk(), port(), killSwitch()]
    }

    var wiring: Wiring {
        Wiring(
            data: settings.data, environment: settings.environment, secrets: settings.secrets,
            logger: Logger(label: "selfheal") { _ in SwiftLogNoOpLogHandler() }, owner: "doctor")
    }

    private var playbooks: [PlaybookSettings] { settings.repositories.flatMap(\.playbooks) }

    private func github() async -> [DoctorLine] {
        let name = "GitHub"
        let client: GitHubClient?
        do {
            client = try wiring.github()
        } catch {
            return [.missing(name, "\(error)", fix: "correct GITHUB_APP_PRIVATE_KEY or GITHUB_API_URL")]
        }
        guard let client else {
            return [
                .advice(
                    name, "no token and no App: public repositories can be healed, and nothing is published",
                    fix: "set GITHUB_TOKEN, or GITHUB_APP_ID with GITHUB_APP_PRIVATE_KEY_PATH")
            ]
        }
        let access = GitHubRepositoryAccess(client: client)
        let kind = settings.secrets.githubToken == nil ? "App" : "token"
        let known = settings.repositories.filter { $0.name.split(separator: "/").count == 2 }
        if known.isEmpty { return [.ok(name, "there is a \(kind); no repository is listed to try it on")] }
        var lines: [DoctorLine] = []
        for repository in known { lines.append(await rights(access, in: repository, kind)) }
        return lines
    }

    private func rights(
        _ access: GitHubRepositoryAccess, in repository: RepositorySettings, _ kind: String
    ) async -> DoctorLine {
        let name = "GitHub \(repository.name)"
        let fix = "give the \(kind) contents and pull requests of the repository, read and write"
        do {
            let missing = try await access.missingRights(in: repository.name)
            return missing.isEmpty
                ? .ok(name, "the \(kind) may publish") : .missing(name, missing.joined(separator: "; "), fix: fix)
        } catch {
            return .missing(name, "\(error)", fix: fix)
        }
    }

    private func tokens() -> [DoctorLine] {
        let secrets = settings.secrets
        return [
            secrets.webhookSecrets.isEmpty
                ? .advice(
                    "webhook secret", "every webhook gets 401",
                    fix: "export GITHUB_WEBHOOK_SECRET=$(openssl rand -hex 32)")
                : .ok("webhook secret", "\(secrets.webhookSecrets.count)"),
            secrets.tokens.isEmpty
                ? .advice(
                    "API token", "nothing can be started, cancelled or paused by the API",
                    fix: "export SELFHEAL_API_TOKEN=ops:$(openssl rand -hex 32):write")
                : .ok("API token", secrets.tokens.map { "\($0.name) (\($0.rights.rawValue))" }.joined(separator: ", ")),
        ]
    }

    /// Tokens of what the playbooks act on.
    private func targets() -> [DoctorLine] {
        func users(_ fits: (PlaybookSettings.Action) -> Bool) -> String {
            playbooks.filter { fits($0.action) }.map(\.name).joined(separator: ", ")
        }
        func line(_ name: String, _ variable: String, _ token: String?, _ users: String) -> DoctorLine {
            if token != nil { return .ok(name, "\(variable) is set") }
            return users.isEmpty
                ? .ok(name, "not needed: no playbook acts there")
                : .missing(
                    name, "\(variable) is not set, and \(users) cannot act without it", fix: "export \(variable)=...")
        }
        let railway = users {
            switch $0 {
            case .railway, .railwayVariable: true
            default: false
            }
        }
        let unleash = users { if case .unleash = $0 { true } else { false } }
        return [
            line("Railway", "RAILWAY_TOKEN", settings.secrets.railwayToken, railway),
            line("Unleash", "UNLEASH_TOKEN", settings.secrets.unleashToken, unleash),
        ]
    }

    private func channels() -> [DoctorLine] {
        NotificationChannel.allCases.compactMap { channel in
            let name = channel.rawValue.capitalized
            if let topics = settings.notify[channel] {
                return .ok(name, topics.isEmpty ? "silenced" : topics.map(\.rawValue).joined(separator: ", "))
            }
            guard settings.wanted.contains(channel) else { return nil }
            return .missing(
                name, "`notify` names it, and \(channel.variable) is not set",
                fix: "export \(channel.variable)=https://...")
        }
    }

    /// What suites and playbooks are to see of this environment.
    private func variables() -> [DoctorLine] {
        let names = settings.repositories.flatMap { $0.pass + $0.playbooks.flatMap(\.pass) }
        let unset = Set(names).filter { settings.environment[$0] == nil && settings.environment[$0 + "_FILE"] == nil }
        return unset.isEmpty
            ? []
            : unset.sorted().map {
                .advice("variable \($0)", "`pass` lists it, and it is not set", fix: "export \($0)=...")
            }
    }

    private func store() async -> DoctorLine {
        let name = "store"
        if let path = settings.store.path, !FileManager.default.fileExists(atPath: path) {
            return .ok(name, "\(path) is made at the first start")
        }
        do {
            let found = try await StoreExamination(settings.store, data: nil)
            guard found.problems.isEmpty, !found.isNewer else {
                return .missing(
                    name, found.isNewer ? "a newer version wrote it" : found.problems.joined(separator: "; "),
                    fix: found.isNewer ? "use the newer version" : "restore the newest backup")
            }
            guard found.missing.isEmpty else {
                return .advice(name, "its schema is older", fix: "selfheal store migrate")
            }
            return found.stuckJobs.isEmpty
                ? .ok(name, "\(settings.store)")
                : .advice(name, "\(found.stuckJobs.count) jobs are stuck", fix: "selfheal store check")
        } catch {
            return .missing(name, "\(error)", fix: "selfheal store check")
        }
    }

    private func disk() -> DoctorLine {
        let name = "disk"
        // The folder itself may not be there yet.
        var folder = settings.data
        while !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) {
            folder = URL(filePath: folder).deletingLastPathComponent().path(percentEncoded: false).trimmingSuffix("/")
        }
        folder = folder.isEmpty ? "/" : folder
        guard FileManager.default.isWritableFile(atPath: folder) else {
            return .missing(
                name, "\(folder) cannot be written", fix: "choose another folder with --data or SELFHEAL_DATA")
        }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else {
            return .advice(name, "the free space of \(folder) cannot be seen", fix: "df -h \(folder)")
        }
        let text = "\(free >> 20) MiB free for \(settings.data)"
        let fix = "remove artifacts of old jobs, see docs/operations.md"
        if free < Self.leastBytes { return .missing(name, text, fix: fix) }
        return free < Self.wantedBytes ? .advice(name, text, fix: fix) : .ok(name, text)
    }

    private func port() -> DoctorLine {
        let name = "port"
        if settings.port == 0 { return .ok(name, "a free one is chosen at the start") }
        do throws(SocketError) {
            _ = try ListeningSocket(host: settings.host, port: settings.port)
            return .ok(name, "\(settings.host):\(settings.port) is free")
        } catch {
            if isServiceRunning {
                return .ok(name, "\(settings.host):\(settings.port) is taken, and a service of this folder runs")
            }
            return .missing(name, "\(error)", fix: "choose another with --port or SELFHEAL_PORT")
        }
    }

    private var isServiceRunning: Bool {
        guard FileManager.default.fileExists(atPath: settings.data + "/lock") else { return false }
        do {
            _ = try StoreLock(folder: settings.data)
            return false
        } catch {
            return error is StoreLock.Taken
        }
    }

    private func killSwitch() -> DoctorLine {
        let path = PeoplesOverride.killSwitch(in: settings.data)
        return FileManager.default.fileExists(atPath: path)
            ? .advice("kill switch", "it is on: jobs wait, nothing acts", fix: "rm \(path)")
            : .ok("kill switch", "off; `touch \(path)` stops everything that acts")
    }
}
