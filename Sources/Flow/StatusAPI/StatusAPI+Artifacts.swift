import Domain
import HTTP

extension StatusAPI {
    private struct Listing: Encodable {
        let artifacts: [HealingReport.Artifact]
    }

    func listArtifacts(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        let job = try await known(request)
        return try json(Listing(artifacts: try await artifacts(job).list()))
    }

    /// A name with slashes is one segment of the path, its slashes encoded as `%2F`.
    func artifact(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        let job = try await known(request)
        let name = request.pathParameters["name"] ?? ""
        let files = artifacts(job)
        guard let entry = try await files.list().first(where: { $0.name == name }),
            let path = try await files.path(of: entry.name)
        else {
            throw HTTPProblem(.notFound, detail: "Job \(job.id) has no artifact of this name: see its list.")
        }
        var response = HTTPResponse.file(path: path, contentType: entry.contentType)
        // What a page under test left behind must not run as a page of ours.
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response
    }
}
