import Domain
import Queue

/// One row a test. Its outcomes are one text of entries of the same length, the newest first, so that a run is added without
/// anything being read: a suite of thousands of tests ends with a few statements.
enum TestHistoryRows {
    /// Tests in one statement. What is left over goes one by one, so that there are two statements to prepare and not a hundred.
    static let batch = 50
    /// Of one job; who has more is not told of the rest.
    static let testLimit = 20_000
    /// Of project, file and title together, in UTF-8: the key of a row must fit an index of PostgreSQL's.
    private static let nameLimitBytes = 1_500

    /// Of a job that has ended well, and not of a pull request: what anybody proposes would make a test of the branch flaky. A
    /// part of a suite has its tests in the job that it belongs to.
    static func add(
        _ report: JobReport, of job: Job, _ connection: any SQLConnection, at time: Timestamp
    ) throws {
        guard let sha = job.sha, !job.dryRun, job.parent == nil, !job.isOfPullRequest else { return }
        var rows: [TestIdentity: String] = [:]
        for result in report.tests.prefix(testLimit) where isStorable(result.test) && !result.results.isEmpty {
            let outcomes = result.results.map {
                TestOutcome(commit: sha.short, at: time, result: $0, sign: $0 == .failed ? result.sign : nil)
            }
            rows[result.test] = OutcomeColumn.text(TestHistory(outcomes))
        }
        // In one order, so that two jobs of a repository never wait for each other.
        var open = rows.sorted { $0.key.sortKey < $1.key.sortKey }[...]
        while open.count >= batch {
            try insert(Array(open.prefix(batch)), of: job, connection, at: time)
            open = open.dropFirst(batch)
        }
        for row in open { try insert([row], of: job, connection, at: time) }
    }

    private static func insert(
        _ rows: [(key: TestIdentity, value: String)], of job: Job, _ connection: any SQLConnection, at time: Timestamp
    ) throws {
        let places = rows.indices.map { "(?1, ?2, ?\($0 * 4 + 3), ?\($0 * 4 + 4), ?\($0 * 4 + 5), ?\($0 * 4 + 6))" }
        try connection.changeLater(
            """
            INSERT INTO test_history (repository, seen_at, project, file, title, outcomes)
            VALUES \(places.joined(separator: ", "))
            ON CONFLICT (repository, project, file, title) DO UPDATE SET seen_at = excluded.seen_at,
                outcomes = substr(excluded.outcomes || test_history.outcomes, 1, \(OutcomeColumn.limit))
            """,
            [.text(job.repository), .time(time)]
                + rows.flatMap { test, outcomes -> [SQLValue] in
                    [.text(test.project), .text(test.file), .text(test.title), .text(outcomes)]
                })
    }

    static func isStorable(_ test: TestIdentity) -> Bool {
        let names = [test.project, test.file, test.title]
        return names.reduce(0) { $0 + $1.utf8.count } <= nameLimitBytes && !names.contains { $0.utf8.contains(0) }
    }
}

extension Job {
    fileprivate var isOfPullRequest: Bool {
        trigger.kind == .pullRequest || trigger.pullRequest != nil || ref.hasPrefix("refs/pull/")
    }
}

extension TestIdentity {
    fileprivate var sortKey: (String, String, String) { (file, title, project) }
}

/// A history as text. An entry is a letter for the result, twelve digits of the commit, four that tell kinds of failures apart,
/// and the time in thirteen digits of milliseconds. All of it is ASCII: octets are characters, in either database.
enum OutcomeColumn {
    static let width = 30
    static let limit = TestHistory.limit * width
    private static let noSign = "----"

    static func text(_ history: TestHistory) -> String { history.outcomes.reversed().map(entry).joined() }

    /// An entry that is none, of a newer version perhaps, is left out.
    static func history(_ text: String) -> TestHistory {
        let octets = Array(text.utf8)
        let entries = stride(from: 0, to: octets.count - octets.count % width, by: width).map {
            outcome(octets[$0..<$0 + width])
        }
        return TestHistory(entries.compactMap(\.self).reversed())
    }

    private static func entry(_ outcome: TestOutcome) -> String {
        let time = String(min(max(0, outcome.at.milliseconds), 9_999_999_999_999))
        return letter(outcome.result) + fixed(outcome.commit, 12) + fixed(outcome.sign ?? noSign, 4)
            + String(repeating: "0", count: 13 - time.count) + time
    }

    private static func outcome(_ octets: ArraySlice<UInt8>) -> TestOutcome? {
        func part(_ from: Int, _ count: Int) -> String {
            String(decoding: octets[octets.startIndex + from..<octets.startIndex + from + count], as: UTF8.self)
        }
        guard let result = TestOutcome.Result.allCases.first(where: { letter($0) == part(0, 1) }),
            let time = Int64(part(17, 13))
        else { return nil }
        let sign = part(13, 4)
        return TestOutcome(
            commit: part(1, 12), at: Timestamp(milliseconds: time), result: result, sign: sign == noSign ? nil : sign)
    }

    private static func letter(_ result: TestOutcome.Result) -> String {
        switch result {
        case .passed: "p"
        case .failed: "r"
        case .flaky: "y"
        }
    }

    private static func fixed(_ text: String, _ width: Int) -> String {
        let octets = text.utf8.prefix(width).map { (0x21...0x7E).contains($0) ? $0 : UInt8(ascii: "-") }
        return String(decoding: octets, as: UTF8.self) + String(repeating: "-", count: width - octets.count)
    }
}
