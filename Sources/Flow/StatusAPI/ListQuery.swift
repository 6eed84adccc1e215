import Domain
import HTTP
import Queue

/// Reads what lists are filtered by.
enum ListQuery {
    static func jobs(_ query: HTTPQuery) throws -> JobFilter {
        var filter = JobFilter()
        filter.state = try choice("state", query)
        filter.trigger = try choice("trigger", query)
        filter.outcome = try choice("outcome", query)
        filter.repository = query["repository"]
        filter.since = try since(query)
        if let text = query["parent"] {
            guard let parent = JobID(text) else {
                throw HTTPProblem(.badRequest, detail: "`parent` must be the id of a job.")
            }
            filter.parent = parent
        }
        return filter
    }

    static func failures(_ query: HTTPQuery) throws -> FailureFilter {
        var filter = FailureFilter()
        filter.fingerprint = query["fingerprint"]
        filter.repository = query["repository"]
        filter.category = try choice("category", query)
        return filter
    }

    static func since(_ query: HTTPQuery) throws -> Timestamp? {
        guard let text = query["since"] else { return nil }
        guard let since = Timestamp(rfc3339: text) else {
            throw HTTPProblem(.badRequest, detail: "`since` must be an RFC 3339 time, its `+` written as `%2B`.")
        }
        return since
    }

    static func flag(_ name: String, _ query: HTTPQuery) throws -> Bool? {
        guard let text = query[name] else { return nil }
        guard let flag = Bool(text) else {
            throw HTTPProblem(.badRequest, detail: "`\(name)` must be `true` or `false`.")
        }
        return flag
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
