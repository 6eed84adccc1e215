import Domain
import HTTP
import Queue

/// Reads what a list of jobs is asked for.
enum JobQuery {
    private static let standardLimit = 50
    private static let limits = 1...200

    static func limit(_ query: HTTPQuery) throws -> Int {
        guard let text = query["limit"] else { return standardLimit }
        guard let limit = Int(text), limits.contains(limit) else {
            throw HTTPProblem(
                .badRequest, detail: "`limit` must be a whole number from \(limits.lowerBound) to \(limits.upperBound)."
            )
        }
        return limit
    }

    static func cursor(_ query: HTTPQuery) throws -> JobID? {
        guard let text = query["cursor"] else { return nil }
        guard let cursor = JobID(text) else {
            throw HTTPProblem(.badRequest, detail: "`cursor` must be a `nextCursor` of an earlier page.")
        }
        return cursor
    }

    static func filter(_ query: HTTPQuery) throws -> JobFilter {
        var filter = JobFilter()
        filter.state = try choice("state", query)
        filter.trigger = try choice("trigger", query)
        filter.outcome = try choice("outcome", query)
        filter.repository = query["repository"]
        if let text = query["since"] {
            guard let since = Timestamp(text) else {
                throw HTTPProblem(.badRequest, detail: "`since` must be an RFC 3339 time in UTC.")
            }
            filter.since = since
        }
        return filter
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ query: HTTPQuery
    ) throws -> Choice? where Choice.RawValue == String {
        guard let text = query[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw HTTPProblem(.badRequest, detail: "`\(name)` must be one of: \(known).")
        }
        return choice
    }
}
