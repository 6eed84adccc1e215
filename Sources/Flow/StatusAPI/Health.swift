package import Domain
import HTTP
package import Logging
package import Queue

/// Whether the service lives, whether it can take work, and its figures.
package struct Health: Sendable {
    private let store: any JobStore & HistoryStore & Outbox
    private let log: any ActionLog
    private let access: AccessControl
    private let standing: @Sendable () async throws -> Pause?
    private let isDraining: @Sendable () -> Bool
    private let workers: @Sendable () -> String?
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let looks = SharedLook<Bool>()

    /// - Parameters:
    ///   - standing: the pause that holds now, whoever asked for it.
    ///   - workers: why they take no jobs; nil when they do.
    package init(
        store: any JobStore & HistoryStore & Outbox, log: any ActionLog, access: AccessControl,
        standing: @escaping @Sendable () async throws -> Pause?, isDraining: @escaping @Sendable () -> Bool,
        workers: @escaping @Sendable () -> String?, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.store = store
        self.log = log
        self.access = access
        self.standing = standing
        self.isDraining = isDraining
        self.workers = workers
        self.logger = logger
        self.now = now
    }

    func route(in router: inout Router) {
        router.onImmediateGet("/healthz") { _ in
            HTTPResponse.json(Array(#"{"status":"ok"}"#.utf8)).withEntityTag()
        }
        router.on(.get, "/readyz") { _ in try await ready() }
        router.on(.get, "/metrics") { try await metrics($0) }
    }

    func ready() async throws -> HTTPResponse {
        var problems: [String: String] = [:]
        if isDraining() { problems["service"] = "it is shutting down" }
        problems["workers"] = workers()
        if await !looks.answer(isWritable) {
            // Anybody may ask, and the error may say where the database is and as whom it is used.
            problems["store"] = "it cannot be written; the service's log says why"
        }
        guard problems.isEmpty else {
            return .json(Array(try JSON.encode(problems)), status: .serviceUnavailable)
        }
        return .json(Array(#"{"status":"ready"}"#.utf8))
    }

    @Sendable private func isWritable() async -> Bool {
        do {
            try await store.checkWritable()
            return true
        } catch {
            logger.error("Store not ready", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func metrics(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        let figures = try await store.statistics(since: nil)
        let isPaused = try await standing() != nil
        let week = now().advanced(by: .seconds(-7 * 24 * 3600))
        var runs = Statistics.Count<PlaybookRun.State>()
        for run in try await log.playbookRuns(of: nil, since: week) { runs[run.state] += 1 }
        let gauges = [
            Gauge("selfheal_jobs", "Jobs by state.", figures.states.byName, label: "state"),
            Gauge("selfheal_jobs_by_outcome", "Succeeded jobs by outcome.", figures.outcomes.byName, label: "outcome"),
            Gauge("selfheal_queue_depth", "Jobs that wait.", figures.queueDepth),
            Gauge(
                "selfheal_queue_oldest_age_seconds", "How long the oldest waiting job waits; 0 when none does.",
                figures.oldestAgeSeconds(at: now()) ?? 0),
            Gauge("selfheal_messages_waiting", "Messages that are not sent yet.", try await store.waitingMessages()),
            Gauge("selfheal_paused", "1 while people have paused the service.", isPaused ? 1 : 0),
            Gauge(
                "selfheal_playbook_runs", "Playbooks run in the last seven days, by state.", runs.byName, label: "state"
            ),
        ]
        return .octets(
            Array(gauges.map(\.text).joined().utf8), contentType: "text/plain; version=0.0.4; charset=utf-8")
    }
}
