import Domain
import Foundation
import GitHub
import HTTP
import Logging
import Pipeline
import Queue
import SQLiteStore
import StatusAPI
import Sockets
import Synchronization
import Tools
import Triggers

/// The service: one process with an HTTP server and workers over one store.
struct Service {
    private let settings: ServiceSettings
    private let logger: Logger

    /// Jobs that nobody woke a worker for, after a store that failed for a while, are found this often.
    private static let lookPause = Duration.seconds(5)

    init(_ settings: ServiceSettings) {
        self.settings = settings
        logger = Logger(label: "selfheal")
    }

    /// Runs until SIGTERM or SIGINT; then no new work is taken, running jobs are put back, and it returns.
    func run() async throws {
        ProcessPrivacy.begin()
        let home = URL(filePath: settings.database).deletingLastPathComponent().path(percentEncoded: false)
        // Of two services with one database, wherever their other files lie, only one may run.
        let locks = try Set([settings.data, home.trimmingSuffix("/")]).sorted().map { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            return try StoreLock(folder: folder)
        }
        defer { withExtendedLifetime(locks) {} }
        // What an earlier process of this folder left running would fight with the jobs that start again.
        ProcessSweep.kill(ToolRunner.owner, settings.data)
        let store = try SQLiteJobStore(path: settings.database)
        let released = try await store.releaseAll(at: .now())
        logger.notice(
            "Store opened",
            metadata: ["sqlite.version": "\(SQLiteJobStore.libraryVersion)", "jobs.resumed": "\(released)"])
        let wake = WakeSignal()
        let (draining, workers) = (DrainFlag(), WorkerWatch())
        let repositories = RepositoryDirectory(settings.repositories, server: wiring.githubServer)
        let router = router(store, wake, repositories, draining, workers)
        var configuration = ServerConfiguration()
        configuration.host = settings.host
        configuration.port = settings.port
        let server = HTTPServer(configuration: configuration, router: router, logger: logger)
        let pool = try pool(store, wake, repositories, workers)
        let scheduler = try Scheduler(
            repositories: repositories, intake: Intake(store: store, wake: wake), logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            // At once, so that whoever is told the address finds the workers started.
            group.addImmediateTask { await pool.run() }
            group.addTask { try await server.run { host, port in Self.announce(host, port) } }
            group.addTask { try await scheduler.run() }
            group.addTask { try await Self.look(wake) }
            group.addTask {
                await ShutdownSignals.first()
                draining.raise()
            }
            defer { group.cancelAll() }
            _ = try await group.next()
        }
    }

    private var redaction: Redaction { settings.secrets.redaction(settings.repositories, settings.environment) }

    private var wiring: Wiring {
        Wiring(
            data: settings.data, environment: settings.environment, secrets: settings.secrets, logger: logger,
            owner: settings.data, limits: settings.limits, models: settings.models, notify: settings.notify)
    }

    private func router(
        _ store: SQLiteJobStore, _ wake: WakeSignal, _ repositories: RepositoryDirectory, _ draining: DrainFlag,
        _ workers: WorkerWatch
    ) -> Router {
        let access = AccessControl(tokens: settings.secrets.tokens, isLoopbackOnly: settings.isLoopbackOnly)
        let intake = Intake(store: store, wake: wake)
        let manual = ManualRun(repositories: repositories, intake: intake)
        let data = settings.data
        let log = SQLiteActionLog(in: store)
        let override = wiring.override(pauses: log, nil, waits: true)
        let playbooks = PlaybookStanding(repositories: settings.repositories, log: log, override: override)
        var router = Router()
        GitHubWebhook(
            signature: WebhookSignature(secrets: settings.secrets.webhookSecrets), repositories: repositories,
            intake: intake, logger: logger
        ).route(in: &router)
        CronPing(repositories: repositories, intake: intake)
            .route(in: &router) { try access.check($0, for: .write) }
        StatusAPI(
            store: store, access: access, wake: wake,
            artifacts: { JobArtifacts(folders: JobFolders(data: data, job: $0)) },
            startJob: { try await manual.receive($0, sender: $1) },
            health: Health(
                store: store, log: log, access: access, standing: { await override.pause() },
                isDraining: { draining.isRaised }, workers: { workers.objection })
        ).route(in: &router)
        History(store: store, access: access).route(in: &router)
        Control(log: log, access: access, wake: wake, standing: { await override.pause() }).route(in: &router)
        PlaybookList(access: access, statuses: { try await playbooks.all(at: .now()) }).route(in: &router)
        Dashboard().route(in: &router)
        return router
    }

    private func pool(
        _ store: SQLiteJobStore, _ wake: WakeSignal, _ repositories: RepositoryDirectory, _ workers: WorkerWatch
    ) throws -> WorkerPool {
        let wiring = wiring
        let client = try wiring.github()
        let log = SQLiteActionLog(in: store)
        let override = wiring.override(pauses: log, client, waits: true)
        var ports = try wiring.ports(client, actions: log, override: override, redaction: redaction)
        ports.publishing = client.map { .by(wiring.publisher($0)) } ?? .none
        ports.issues = client.map { GitHubIssues(client: $0) }
        ports.reporters = wiring.reporters()
        let worker = HealingWorker(
            store: store, repositories: repositories, pipeline: Pipeline(ports), data: settings.data, logger: logger)
        return WorkerPool(
            slots: settings.workers, name: "worker", wake: wake, watch: workers, logger: logger,
            mayStart: { await override.pause() == nil },
            claim: { try await store.claim(worker: $0, at: $1) }, work: { await worker.work($0) })
    }

    private static func announce(_ host: String, _ port: Int) {
        let name = host.contains(":") ? "[\(host)]" : host
        print("listening on http://\(name):\(port)")
        // A pipe is buffered in blocks; whoever waits for this line waits for it now.
        fflush(nil)
    }

    private static func look(_ wake: WakeSignal) async throws {
        while true {
            try await Task.sleep(for: lookPause)
            wake.raise()
        }
    }
}

/// Whether the service is on its way out.
final class DrainFlag: Sendable {
    private let flag = Atomic<Bool>(false)
    var isRaised: Bool { flag.load(ordering: .relaxed) }
    func raise() { flag.store(true, ordering: .relaxed) }
}
