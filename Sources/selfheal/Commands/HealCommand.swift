import ArgumentParser
import Domain
import Foundation
import GitHub
import Logging
import Pipeline
import Reporters
import RelationalStore
import SQLiteStore
import Tools

extension LanguageModelSettings.Mode: ExpressibleByArgument {}

struct HealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heal", abstract: "Runs one healing job in the foreground; no server is needed.",
        discussion: """
            A folder is healed at its committed HEAD, and its working tree is never touched.
            Example: selfheal heal . --base main --report report.json
            Exit status: 0 all green or every failure has a proven fix, 1 failures remain, 2 usage or configuration, \
            3 the suite could not be run.
            """)

    enum Publish: String, ExpressibleByArgument, CaseIterable { case none, local, github }
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "Folder or git URL.")
    var repository = "."
    @Option(help: "Branch, tag or commit to heal; standard: HEAD.")
    var ref: String?
    @Option(help: "Commit at which the suite was right; standard: the parent.")
    var base: String?
    @Option(help: "Project of the suite to run; may be given several times.")
    var project: [String] = []
    @Option(help: "Where a proven fix goes: none, local (a branch of the repository) or github (a pull request).")
    var publish = Publish.local
    @Flag(help: "Do everything but act: nothing is pushed, opened or sent.")
    var dryRun = false
    @Option(help: "Language models to use: auto, ollama, anthropic or none; standard: as configured, else auto.")
    var llm: LanguageModelSettings.Mode?
    @Option(help: "File for the report; standard: in the data folder.")
    var report: String?
    @Option(help: "Configuration file; standard: selfheal.yaml of this folder, where there is one.")
    var config: String?
    @Option(help: "Folder for mirrors, worktrees and artifacts; standard: selfheal in the user's cache folder.")
    var data: String?
    @Option(help: "What is printed: text or json.")
    var format = Format.text

    func run() async throws {
        try await Reporting.errors(as: ExitStatus.cannotRun) {
            let file = try ConfigurationFile.load(config)
            let environment = file.environment(over: ProcessInfo.processInfo.environment)
            let tools = ToolRunner(owner: "heal")
            let target = try await HealTarget(repository, listed: file.repositories, tools: tools, environment)
            let healed = try await usable { try await heal(target, file, environment) }
            switch format {
            case .text: print(ReportConsole.text(healed))
            case .json: print(String(decoding: try JSON.encode(healed, pretty: true), as: UTF8.self))
            }
            if healed.failures.contains(where: { !isMended($0, in: healed) }) { throw ExitStatus.failuresRemain }
        }
    }

    /// What was named on the command line and is not there is a wrong option, not a suite that cannot be run.
    private func usable(_ work: () async throws -> HealingReport) async throws -> HealingReport {
        do {
            return try await work()
        } catch let error as UnknownRevision where [ref, base].contains(error.name) {
            Reporting.print(error: "\(error)")
            throw ExitStatus.usage
        }
    }

    /// A proven fix counts, whether or not it was to be published.
    private func isMended(_ failure: FailureReport, in report: HealingReport) -> Bool {
        report.fixes.contains { $0.id == failure.fix && $0.state != .rejected && $0.proof.holds }
    }

    private func heal(
        _ target: HealTarget, _ file: ConfigurationFile, _ environment: [String: String]
    ) async throws -> HealingReport {
        var logger = Logger(label: "selfheal")
        logger.logLevel = .warning
        let secrets = try Secrets(environment: environment, storeURL: file.database)
        var models = file.models
        if let llm { models.mode = llm }
        let wiring = Wiring(
            data: dataFolder(environment), environment: environment, secrets: secrets, logger: logger, owner: "heal",
            limits: file.limits, models: models, notify: file.topics(of: secrets))
        try FileManager.default.createDirectory(atPath: wiring.data, withIntermediateDirectories: true)
        let client = try wiring.github()
        var job = Job(
            id: .next(), state: .running, trigger: .init(kind: .manual), repository: target.settings.name,
            ref: ref ?? "HEAD", projects: project, dryRun: dryRun, createdAt: .now())
        job.startedAt = job.createdAt
        var request = HealingRequest(job: job, repository: target.settings)
        request.baseName = base
        let folders = JobFolders(data: wiring.data, job: job.id)
        let log = try RelationalActionLog.sqlite(path: wiring.data + "/actions.db")
        // A label at GitHub holds what goes there; what a person does with a folder of their own is theirs.
        let held = publish == .github ? client : nil
        var ports = try wiring.ports(
            client, actions: log, override: wiring.override(pauses: log, held, waits: false),
            redaction: secrets.redaction([target.settings], environment))
        ports.publishing = try publishing(client, wiring, target.settings)
        if publish == .github { ports.issues = client.map { GitHubIssues(client: $0) } }
        ports.reporters = wiring.reporters(report: report ?? folders.artifacts + "/report.json")
        let pipeline = Pipeline(ports)
        let journal = ConsoleJournal(isQuiet: isatty(STDERR_FILENO) == 0)
        let prepared = request
        return try await withThrowingTaskGroup(of: HealingReport?.self) { group in
            group.addTask {
                do {
                    let healed = try await pipeline.run(prepared, in: folders, journal: journal).report
                    await pipeline.cleanUp(after: prepared, in: folders)
                    return healed
                } catch {
                    await Task { await pipeline.cleanUp(after: prepared, in: folders) }.value
                    throw error
                }
            }
            group.addTask {
                await ShutdownSignals.first()
                return nil
            }
            defer { group.cancelAll() }
            guard let healed = try await group.next() ?? nil else { throw Interrupted() }
            await journal.finish()
            return healed
        }
    }

    private func publishing(
        _ client: GitHubClient?, _ wiring: Wiring, _ settings: RepositorySettings
    ) throws -> Publishing {
        if dryRun { return .none }
        switch publish {
        case .none: return .none
        case .local:
            return .by(
                LocalPublisher(git: wiring.git(client.map { GitHubRepositoryAccess(client: $0) }), repository: settings)
            )
        case .github:
            guard let client else {
                throw ConfigurationError(problems: [
                    "--publish github needs GITHUB_TOKEN, or GITHUB_APP_ID with GITHUB_APP_PRIVATE_KEY_PATH"
                ])
            }
            return .by(wiring.publisher(client))
        }
    }

    private func dataFolder(_ environment: [String: String]) -> String {
        let cache = environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { $0 + "/.cache" }
        let folder = data ?? environment["SELFHEAL_DATA"] ?? (cache ?? NSTemporaryDirectory()) + "/selfheal"
        return URL(filePath: folder).standardizedFileURL.path(percentEncoded: false).trimmingSuffix("/")
    }

    private struct Interrupted: Error, CustomStringConvertible {
        let description = "interrupted; nothing was published"
    }
}
