import Domain
import HTTP
import Queue

extension StatusAPI {
    func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        let paging = try Paging(request.query, JobID.init)
        let jobs = try await store.jobs(
            try ListQuery.jobs(request.query), before: paging.cursor, limit: paging.wanted)
        return try paging.page(jobs, as: "jobs", for: request) { $0.id.text }
    }

    func job(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        return try json(try await known(request))
    }

    func report(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        let job = try await known(request)
        guard let report = try await store.report(of: job.id) else {
            throw HTTPProblem(
                .notFound,
                detail: "Job \(job.id) is \(job.state.rawValue) and has no report\(job.state.isFinal ? "" : " yet").")
        }
        return HTTPResponse.json(Array(report)).withEntityTag()
    }

    func cancel(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .write)
        let id = try id(of: request)
        return try accepted(try await store.cancel(id, at: now()))
    }

    func retry(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .write)
        let id = try id(of: request)
        return try accepted(try await store.retry(id, at: now()))
    }

    func known(_ request: HTTPRequest) async throws -> Job {
        let id = try id(of: request)
        guard let job = try await store.job(id) else { throw Self.missing(id.text) }
        return job
    }

    func id(of request: HTTPRequest) throws -> JobID {
        let text = request.pathParameters["id"] ?? ""
        guard let id = JobID(text) else { throw Self.missing(text) }
        return id
    }

    func json(_ value: some Encodable) throws -> HTTPResponse {
        HTTPResponse.json(Array(try JSON.encode(value))).withEntityTag()
    }

    private func accepted(_ job: Job) throws -> HTTPResponse {
        .json(Array(try JSON.encode(job)), status: .accepted)
    }

    private static func missing(_ id: String) -> HTTPProblem {
        HTTPProblem(.notFound, detail: "There is no job \(String(id.prefix(64))).")
    }
}
