import Domain
import Foundation
import GitHub
import HTTP
import HTTPClient
import Logging
import Pipeline
import Queue
import RelationalStore
import SQLiteStore
import Sockets
import StatusAPI
import Synchronization
import Tools
import Turns
import Triggers

/// The service: one process with an HTTP server and workers over one store.
struct Service {
    private let settings: ServiceSettings
    private let logger: Logger

    private static let lockTries = 20
    private static let lockPause = Duration.milliseconds(100)

    init(_ settings: ServiceSettings) {
        self.settings = settings
        logger = Logger(label: "selfheal")
    }

    /// Runs until SIGTERM or SIGINT; then no new work is taken, running jobs are put back, and it returns.
    func run() async throws {
        ProcessPrivacy.begin()
        // Of two services with one file, wherever their other files lie, only one may run.
        let homes = settings.store.path.map {
            URL(filePath: $0).deletingLastPathComponent().path(percentEncoded: false).trimmingSuffix("/")
        }
        var locks: [StoreLock] = []
        for folder in Set([settings.data] + [homes].compactMap(\.self)).sorted() {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            locks.append(try await Self.lock(folder))
        }
        defer { withExtendedLifetime(locks) {} }
        // What an earlier process of this folder left running would fight with the jobs that start again.
        ProcessSweep.kill(ToolRunner.owner, settings.data)
        let policy = settings.queue.policy
        let store = try await OpenStore.wait(for: settings.store, policy: policy) { why in
            logger.warning("Store not there yet", metadata: ["error": "\(why)"])
        }
        let node = try NodeName(in: settings.data).text
        let claims = LiveClaims()
        let upkeep = Upkeep(
            store: store.jobs, retention: settings.queue.retention, data: settings.data, archive: archive,
            logger: logger, now: store.now)
        let (draining, workers) = (DrainFlag(), WorkerWatch())
        let repositories = RepositoryDirectory(settings.repositories, server: wiring.githubServer)
        let (pool, messages) = try pool(store, policy, node, repositories, workers, claims)
        let caretaker = Caretaker(
            store: store.jobs, signals: store.jobs.signals, node: node, claims: claims, policy: policy,
            messages: messages, now: store.now, logger: logger)
        let resumed = try await store.jobs.rescue(jobsOf: node, at: store.now(), messages: messages)
        caretaker.tell(resumed)
        logger.notice(
            "Store opened",
            metadata: ["node": "\(node)", "jobs.resumed": "\(resumed.count)"]
                .merging(store.facts.mapValues { "\($0)" }) { $1 })
        let router = router(store, node, repositories, draining, workers)
        var configuration = ServerConfiguration()
        configuration.host = settings.host
        configuration.port = settings.port
        let server = HTTPServer(configuration: configuration, router: router, logger: logger)
        let (sender, channels) = try outbox(store, node)
        let scheduler = try Scheduler(
            repositories: repositories, intake: intake(store), logger: logger, now: store.now)
        try await withThrowingTaskGroup(of: Void.self) { group in
            // At once, so that whoever is told the address finds the workers started.
            group.addImmediateTask { await pool.run() }
            group.addTask { try await server.run { host, port in Self.announce(host, port) } }
            group.addTask { try await scheduler.run() }
            group.addTask { try await caretaker.run() }
            group.addTask { try await upkeep.run() }
            group.addTask { try await sender.run(channels) }
            group.addTask { await store.run() }
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

    private var archive: JobArchive? { wiring.vault(settings.artifacts).map { JobArchive(vault: $0) } }

    /// On the clock that claims are made by, whichever node takes a job in.
    private func intake(_ store: OpenStore) -> Intake {
        Intake(store: store.jobs, limits: settings.queue.waiting, now: store.now)
    }

    private func router(
        _ open: OpenStore, _ node: String, _ repositories: RepositoryDirectory, _ draining: DrainFlag,
        _ workers: WorkerWatch
    ) -> Router {
        let access = AccessControl(tokens: settings.secrets.tokens, isLoopbackOnly: settings.isLoopbackOnly)
        let (store, intake) = (open.jobs, intake(open))
        let manual = ManualRun(repositories: repositories, intake: intake)
        let (data, archive, logger) = (settings.data, archive, logger)
        let cache = ArtifactCache(folder: data + "/cache/artifacts")
        let log = RelationalActionLog(in: store)
        let override = wiring.override(pauses: log, nil, waits: true)
        let playbooks = PlaybookStanding(repositories: settings.repositories, log: log, override: override)
        var router = Router()
        GitHubWebhook(
            signature: WebhookSignature(secrets: settings.secrets.webhookSecrets), repositories: repositories,
            intake: intake, logger: logger
        ).route(in: &router)
        CronPing(repositories: repositories, intake: intake, now: open.now)
            .route(in: &router) { try access.check($0, for: .write) }
        StatusAPI(
            store: store, access: access,
            artifacts: {
                JobArtifacts(
                    job: $0, data: data, node: node, places: store, archive: archive, cache: cache, logger: logger)
            },
            startJob: { try await manual.receive($0, sender: $1) },
            health: Health(
                store: store, log: log, access: access, standing: { await override.pause() },
                isDraining: { draining.isRaised }, workers: { workers.objection }, logger: logger),
            now: open.now
        ).route(in: &router)
        History(store: store, access: access).route(in: &router)
        TestList(store: store, access: access).route(in: &router)
        Control(log: log, access: access, standing: { await override.pause() }).route(in: &router)
        PlaybookList(access: access, statuses: { try await playbooks.all(at: open.now()) }).route(in: &router)
        Dashboard().route(in: &router)
        return router
    }

    /// - Returns: the workers, and what people are told of jobs that fail without one.
    private func pool(
        _ store: OpenStore, _ policy: QueuePolicy, _ node: String, _ repositories: RepositoryDirectory,
        _ workers: WorkerWatch, _ claims: LiveClaims
    ) throws -> (WorkerPool, FailureMessages) {
        let wiring = wiring
        let client = try wiring.github()
        let log = RelationalActionLog(in: store.jobs)
        let override = wiring.override(pauses: log, client, waits: true)
        var ports = try wiring.ports(client, actions: log, override: override, redaction: redaction)
        ports.publishing = client.map { .by(wiring.publisher($0)) } ?? .none
        ports.issues = client.map { GitHubIssues(client: $0) }
        ports.reporters = wiring.reporters()
        ports.goodRuns = store.jobs
        ports.histories = store.jobs
        ports.effects = EffectBooks(store.jobs, lease: policy.lease, now: store.now)
        let vault = wiring.vault(settings.artifacts)
        let turns = KeyedTurns()
        func worker(_ ports: PipelinePorts) -> HealingWorker {
            HealingWorker(
                store: store.jobs, signals: store.jobs.signals, policy: policy, repositories: repositories,
                pipeline: Pipeline(ports), data: settings.data, logger: logger, vault: vault, now: store.now,
                turns: turns,
                claims: claims)
        }
        // Who runs a part has no parts of its own.
        let partWorker = worker(ports)
        ports.sharding = Sharding(
            suites: QueuedShards(
                store: store.jobs, signals: store.jobs.signals,
                blobs: ShardBlobs(data: settings.data, vault: vault), logger: logger, now: store.now,
                work: { await partWorker.work($0) }), merger: wiring.suites())
        let worker = worker(ports)
        let pool = WorkerPool(
            slots: settings.workers, node: node, wake: store.jobs.signals.work, watch: workers, logger: logger,
            now: store.now,
            mayStart: { await override.pause() == nil },
            claim: { try await store.jobs.claim(for: $0, at: $1) }, work: { await worker.work($0) })
        return (pool, { worker.pipeline.messages(aboutFailed: $0, error: $0.error ?? "") })
    }

    /// A process that was killed while it started a program leaves the lock to that one until it has become the program.
    private static func lock(_ folder: String) async throws -> StoreLock {
        for _ in 1...lockTries {
            do {
                return try StoreLock(folder: folder)
            } catch is StoreLock.Taken {
                try await Task.sleep(for: lockPause)
            }
        }
        return try StoreLock(folder: folder)
    }

    private func outbox(_ store: OpenStore, _ node: String) throws -> (OutboxSender, [any OutboxChannel]) {
        let log = RelationalActionLog(in: store.jobs)
        let override = wiring.override(pauses: log, nil, waits: true)
        let sender = OutboxSender(
            outbox: store.jobs, node: node, wake: store.jobs.signals.messages, logger: logger,
            objection: { await override.pause().map { "paused by \($0.by)" } }, now: store.now)
        return (sender, try wiring.notifiers(pace: .once))
    }

    private static func announce(_ host: String, _ port: Int) {
        let name = host.contains(":") ? "[\(host)]" : host
        print("listening on http://\(name):\(port)")
        // A pipe is buffered in blocks; whoever waits for this line waits for it now.
        fflush(nil)
    }
}

/// Whether the service is on its way out.
final class DrainFlag: Sendable {
    private let flag = Atomic<Bool>(false)
    var isRaised: Bool { flag.load(ordering: .relaxed) }
    func raise() { flag.store(true, ordering: .relaxed) }
}
