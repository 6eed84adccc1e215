import Domain
import HTTP

extension StatusAPI {
    private struct Listing: Encodable {
        let artifacts: [HealingReport.Artifact]
    }

    func listArtifacts(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        let job = try await known(request)
        return try json(Listing(artifacts: artifacts(job.id).list()))
    }

    /// A name with slashes is one segment of the path, its slashes encoded as `%2F`.
    func artifact(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        let job = try await known(request)
        let name = request.pathParameters["name"] ?? ""
        let files = artifacts(job.id)
        guard let entry = files.list().first(where: { $0.name == name }), let path = files.path(of: entry.name) else {
            throw HTTPProblem(.notFound, detail: "Job \(job.id) has no artifact of this name: see its list.")
        }
        var response = HTTPResponse.file(path: path, contentType: entry.contentType)
        // What a page under test left behind must not run as a page of ours.
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response
    }
}
