package import Domain
package import HTTP

/// A configured playbook, and what its guards say now.
package struct PlaybookStatus: Hashable, Sendable, Encodable {
    package let repository: String
    package let name: String
    package let `class`: FixClass
    /// What is acted on: `PlaybookSettings.target(in:)`.
    package let target: String
    package let `guard`: Guard

    package init(repository: String, name: String, class: FixClass, target: String, guard: Guard) {
        self.repository = repository
        self.name = name
        self.class = `class`
        self.target = target
        self.guard = `guard`
    }

    package struct Guard: Hashable, Sendable, Encodable {
        package var lastRun: LastRun?
        /// Until then the target is left alone; nil when it may be acted on.
        package var coolingDownUntil: Timestamp?
        /// Runs that count against the guards' window.
        package var runsInWindow: Int
        package var windowSeconds: Int
        /// Why nothing would be done now, for example a pause; nil when it may act.
        package var heldBy: String?

        package init(
            lastRun: LastRun? = nil, coolingDownUntil: Timestamp? = nil, runsInWindow: Int = 0, windowSeconds: Int,
            heldBy: String? = nil
        ) {
            self.lastRun = lastRun
            self.coolingDownUntil = coolingDownUntil
            self.runsInWindow = runsInWindow
            self.windowSeconds = windowSeconds
            self.heldBy = heldBy
        }
    }

    package struct LastRun: Hashable, Sendable, Encodable {
        package let at: Timestamp
        package let job: JobID?
        package let state: PlaybookRun.State
        package let result: String

        package init(_ run: PlaybookRun) {
            at = run.startedAt
            job = run.job
            state = run.state
            result = run.result
        }
    }
}

/// What may be done without asking anybody, and whether it may be done now.
package struct PlaybookList: Sendable {
    private let access: AccessControl
    private let statuses: @Sendable () async throws -> [PlaybookStatus]

    /// - Parameter statuses: by repository and name, as configured.
    package init(access: AccessControl, statuses: @escaping @Sendable () async throws -> [PlaybookStatus]) {
        self.access = access
        self.statuses = statuses
    }

    package func route(in router: inout Router) {
        router.on(.get, "/api/v1/playbooks") { try await list($0) }
    }

    private struct Listing: Encodable { let playbooks: [PlaybookStatus] }

    func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        return .json(Array(try JSON.encode(Listing(playbooks: try await statuses())))).withEntityTag()
    }
}
