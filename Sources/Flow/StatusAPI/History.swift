package import Domain
package import HTTP
package import Queue

/// What all jobs found, over time.
package struct History: Sendable {
    private let store: any HistoryStore
    private let access: AccessControl
    private let now: @Sendable () -> Timestamp

    package init(
        store: any HistoryStore, access: AccessControl, now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.store = store
        self.access = access
        self.now = now
    }

    package func route(in router: inout Router) {
        router.on(.get, "/api/v1/failures") { try await failures($0) }
        router.on(.get, "/api/v1/stats") { try await statistics($0) }
    }

    func failures(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        let paging = try Paging(request.query, sequenceNumber)
        let found = try await store.failures(
            try ListQuery.failures(request.query), before: paging.cursor, limit: paging.wanted)
        return try paging.page(found, as: "failures", for: request) { String($0.sequence) }
    }

    private struct Answer: Encodable {
        struct Jobs: Encodable {
            let total: Int
            let states: [String: Int]
            let outcomes: [String: Int]
            let triggers: [String: Int]
        }
        struct Failures: Encodable {
            let total: Int
            let categories: [String: Int]
            let resolutions: [String: Int]
        }
        struct Queue: Encodable {
            let depth: Int
            let oldestQueuedAt: Timestamp?
            let oldestAgeSeconds: Int?
        }
        let since: Timestamp?
        let jobs: Jobs
        let failures: Failures
        let healRate: Double?
        let durations: [String: Durations]
        let queue: Queue
    }

    func statistics(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        let since = try ListQuery.since(request.query)
        let figures = try await store.statistics(since: since)
        let answer = Answer(
            since: since,
            jobs: .init(
                total: figures.states.total, states: figures.states.byName, outcomes: figures.outcomes.byName,
                triggers: figures.triggers.byName),
            failures: .init(
                total: figures.resolutions.total, categories: figures.categories.byName,
                resolutions: figures.resolutions.byName),
            healRate: figures.healRate, durations: figures.durations,
            queue: .init(
                depth: figures.queueDepth, oldestQueuedAt: figures.oldestQueuedAt,
                oldestAgeSeconds: figures.oldestAgeSeconds(at: now())))
        return HTTPResponse.json(Array(try JSON.encode(answer))).withEntityTag()
    }
}

/// A cursor of lists that are numbered: 1 and up, in plain digits.
func sequenceNumber(_ text: String) -> Int64? {
    guard let number = Int64(text), number > 0, String(number) == text else { return nil }
    return number
}
