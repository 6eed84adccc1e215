package import Domain
package import HTTP
package import Queue
import Triage

/// The tests of all repositories with what their histories say of them.
package struct TestList: Sendable {
    private let store: any TestHistories
    private let access: AccessControl
    private let now: @Sendable () -> Timestamp

    /// Tests that one request looks at; when the page is not full by then, the next one goes on there.
    private static let lookLimit = 2_000
    private static let batch = 500

    package init(
        store: any TestHistories, access: AccessControl, now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.store = store
        self.access = access
        self.now = now
    }

    package func route(in router: inout Router) {
        router.on(.get, "/api/v1/tests") { try await tests($0) }
    }

    func tests(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        let paging = try Paging(request.query, sequenceNumber)
        let flaky = try ListQuery.flag("flaky", request.query)
        var found: [ListedTest] = []
        var (cursor, looked) = (paging.cursor, 0)
        while found.count < paging.wanted {
            // What is found too little of is looked for further on, and that page says where.
            if looked >= Self.lookLimit {
                return try paging.page(
                    found, as: "tests", for: request, rest: cursor.map { String($0) }, next: \.cursor)
            }
            let size = flaky == nil ? paging.wanted : Self.batch
            let page = try await store.histories(in: request.query["repository"], before: cursor, limit: size)
            let time = now()
            found += page.map { ListedTest($0, at: time) }.filter { flaky == nil || $0.isFlaky == flaky }
            cursor = page.last?.sequence
            looked += page.count
            if page.count < size { break }
        }
        return try paging.page(found, as: "tests", for: request, next: \.cursor)
    }
}

/// A test as the list shows it.
struct ListedTest: Encodable, Sendable {
    struct Streak: Encodable, Sendable {
        let red: Bool
        let runs: Int
        let commit: String
        let since: Timestamp
    }
    struct Contradiction: Encodable, Sendable {
        let commit: String
        let at: Timestamp
        let reds: Int
    }

    let sequence: Int64
    let repository: String
    let project: String
    let file: String
    let title: String
    let standing: TestStanding.Word
    let why: String
    let runs: Int
    let reds: Int
    let retried: Int
    let passRate: Double?
    let streak: Streak?
    let lastChange: Timestamp?
    let lastRun: TestOutcome?
    let contradictions: [Contradiction]

    var cursor: String { String(sequence) }
    var isFlaky: Bool { standing == .flaky }

    init(_ kept: KeptHistory, at now: Timestamp) {
        let figures = TestFigures(kept.history, at: now)
        let judged = TestStanding(figures, at: now)
        sequence = kept.sequence
        repository = kept.repository
        (project, file, title) = (kept.test.project, kept.test.file, kept.test.title)
        (standing, why) = (judged.word, judged.why)
        (runs, reds, retried) = (figures.runs, figures.reds, figures.retried)
        passRate = figures.passRate.map { ($0 * 10_000).rounded() / 10_000 }
        streak = figures.streak.map { Streak(red: $0.isRed, runs: $0.runs, commit: $0.commit, since: $0.since) }
        lastChange = figures.lastChange
        lastRun = kept.history.outcomes.last
        contradictions = figures.contradictions.map { Contradiction(commit: $0.commit, at: $0.at, reds: $0.reds) }
    }

    private enum CodingKeys: CodingKey {
        case repository, project, file, title, standing, why, runs, reds, retried, passRate, streak, lastChange, lastRun
        case contradictions
    }
}
