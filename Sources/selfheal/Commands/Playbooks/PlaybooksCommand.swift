import ArgumentParser
import Domain
import Foundation
import GitHub
import Logging
import Pipeline
import Queue
import RelationalStore
import SQLiteStore

struct PlaybooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "playbooks", abstract: "Shows the configured playbooks, or runs one by hand.",
        discussion: "Example: selfheal playbooks run restart-backend --repository acme/shop --dry-run",
        subcommands: [List.self, Run.self])

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    struct Place: ParsableArguments {
        @Option(help: "Configuration file; standard: selfheal.yaml of this folder, where there is one.")
        var config: String?
        @Option(help: "Data folder, where the log of actions is; standard: selfheal-data.")
        var data: String?
        @Option(help: "What is printed: text or json.")
        var format = Format.text

        func settings() throws -> ServiceSettings {
            try ServiceSettings(
                try ConfigurationFile.load(config), environment: ProcessInfo.processInfo.environment, host: nil,
                port: nil, data: data)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists the playbooks with class, target and guards; also while the service runs.",
            discussion: "Example: selfheal playbooks list --config selfheal.yaml --format json")

        @OptionGroup var place: Place

        func run() async throws {
            try await Reporting.errors(as: ExitStatus.failuresRemain) {
                let settings = try place.settings()
                let log = try await PlaybookLog.read(settings)
                let now = Timestamp.now()
                let week = now.advanced(by: .seconds(-7 * 86_400))
                let history = try await log?.playbookRuns(of: nil, since: week) ?? []
                let override = PeoplesOverride(
                    pauses: log, killSwitch: PeoplesOverride.killSwitch(in: settings.data), hold: nil, waits: false)
                let pause = await override.pause().map { "paused by \($0.by) since \($0.since)" }
                let list = settings.repositories.flatMap { repository in
                    repository.playbooks.map {
                        PlaybookOverview(
                            $0, of: repository.name, limits: settings.limits, pause: pause, history: history, now: now)
                    }
                }
                switch place.format {
                case .json: print(String(decoding: try JSON.encode(list, pretty: true), as: UTF8.self))
                case .text where list.isEmpty:
                    print("no playbook is configured, so none is ever run: see docs/configuration.md, `playbooks`")
                case .text: for entry in list { print(entry.text) }
                }
            }
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run",
            abstract: "Runs one playbook behind the guards that a job's have; not while a service runs.",
            discussion: """
                It runs in a clean checkout of the repository's HEAD, and is written to the audit log.
                Example: selfheal playbooks run restart-backend --repository acme/shop --dry-run
                Exit status: 0 done, or would be; 1 refused or failed; 2 usage or configuration.
                """)

        @Argument(help: "Name of the playbook.")
        var name: String
        @Option(help: "The repository whose playbook is meant, when several have one of this name.")
        var repository: String?
        @Option(help: "Why, for the audit log.")
        var why = "run by hand"
        @Flag(help: "Ask target and guards, and do nothing.")
        var dryRun = false
        @OptionGroup var place: Place

        func run() async throws {
            try await Reporting.errors(as: ExitStatus.failuresRemain) {
                let settings = try place.settings()
                let (repository, playbook) = try find(settings)
                let log = try await PlaybookLog(settings)
                defer { withExtendedLifetime(log) {} }
                let end = try await end(playbook, of: repository, settings, log)
                switch place.format {
                case .text: print("\(playbook.name): \(end.state.rawValue): \(end.text)")
                case .json: print(String(decoding: try JSON.encode(end, pretty: true), as: UTF8.self))
                }
                if end.state == .refused || end.state == .failed { throw ExitStatus.failuresRemain }
            }
        }

        private func find(_ settings: ServiceSettings) throws -> (RepositorySettings, PlaybookSettings) {
            let found = settings.repositories.flatMap { entry in entry.playbooks.map { (entry, $0) } }
                .filter { $1.name == name && (repository ?? $0.name).lowercased() == $0.name.lowercased() }
            let known = settings.repositories.flatMap(\.playbooks).map(\.name)
            switch found.count {
            case 1: return found[0]
            case 0:
                let nearest = NearestName.of(name, among: known).map { "did you mean `\($0)`?" }
                throw ConfigurationError(problems: [
                    "no playbook `\(name)` is configured\(repository.map { " for \($0)" } ?? ""): "
                        + (nearest ?? "see `selfheal playbooks list`")
                ])
            default:
                throw ConfigurationError(problems: [
                    "\(found.map(\.0.name).joined(separator: " and ")) have a playbook `\(name)`: say which with --repository"
                ])
            }
        }

        private func end(
            _ playbook: PlaybookSettings, of repository: RepositorySettings, _ settings: ServiceSettings,
            _ log: PlaybookLog
        ) async throws -> PlaybookByHand.End {
            var logger = Logger(label: "selfheal")
            logger.logLevel = .warning
            let wiring = Wiring(
                data: settings.data, environment: settings.environment, secrets: settings.secrets, logger: logger,
                owner: "playbooks", limits: settings.limits)
            let client = try wiring.github()
            let ports = try wiring.ports(
                client, actions: log.actions, override: wiring.override(pauses: log.actions, nil, waits: false),
                redaction: settings.secrets.redaction(settings.repositories, settings.environment))
            let user = settings.environment["USER"] ?? settings.environment["LOGNAME"] ?? "somebody"
            let hand = PlaybookByHand(
                ports: ports, repository: repository, actor: "\(user), by selfheal playbooks run", why: why,
                isDryRun: dryRun)
            guard playbook.needsCheckout else { return try await hand.run(playbook, in: nil) }
            let folder = "\(settings.data)/workspaces/playbook-\(JobID.next())"
            let job = Job(
                id: .next(), trigger: .init(kind: .manual), repository: repository.name, ref: "HEAD", createdAt: .now())
            let revision = try await ports.sourceControl.resolve(HealingRequest(job: job, repository: repository))
            try await ports.sourceControl.checkOut(revision.sha, of: repository, into: folder)
            do {
                let end = try await hand.run(playbook, in: folder)
                await ports.sourceControl.remove(folder, of: repository)
                return end
            } catch {
                await ports.sourceControl.remove(folder, of: repository)
                throw error
            }
        }
    }
}

extension PlaybookSettings {
    /// Whether it is about files of the repository.
    fileprivate var needsCheckout: Bool {
        switch action {
        case .command, .files: true
        case .http: save != nil
        case .railway, .railwayVariable, .unleash: false
        }
    }
}
