import Domain
package import HTTP
import Queue

/// `POST /api/v1/jobs`: a person or a script asks for a run.
package struct ManualRun: Sendable {
    private struct Body: Decodable {
        let repository: String
        let ref: String?
        let sha: String?
        let base: String?
        let projects: [String]?
        let dryRun: Bool?
        let priority: Int?
    }

    private let repositories: RepositoryDirectory
    private let intake: Intake

    package init(repositories: RepositoryDirectory, intake: Intake) {
        self.repositories = repositories
        self.intake = intake
    }

    /// - Parameter sender: name of the access token that the request came with.
    package func receive(_ request: HTTPRequest, sender: String?) async throws -> HTTPResponse {
        let body = try RunRequest.read(
            Body.self, from: request.body,
            members: ["repository", "ref", "sha", "base", "projects", "dryRun", "priority"])
        let settings = try RunRequest.settings(of: body.repository, in: repositories)
        if let priority = body.priority, !(0...9).contains(priority) {
            throw HTTPProblem(.unprocessableContent, detail: "`priority` must be from 0 to 9, the highest first.")
        }
        let key = request.headers["Idempotency-Key"]
        if let key, key.isEmpty || key.utf8.count > 200 {
            throw HTTPProblem(.badRequest, detail: "Idempotency-Key must have 1 to 200 characters.")
        }
        let enqueued = try await intake.enqueue(
            key: key.map { "manual:\(sender ?? ""):\($0)" }, trigger: .init(kind: .manual, sender: sender),
            repository: settings.name, ref: try RunRequest.ref(body.ref), sha: try RunRequest.commit(body.sha, "sha"),
            base: try RunRequest.commit(body.base, "base"), projects: try RunRequest.projects(body.projects),
            dryRun: body.dryRun ?? false, priority: body.priority)
        var response = Intake.accepted(enqueued.jobs)
        if let job = enqueued.jobs.first { response.headers["Location"] = Intake.path(of: job.id) }
        return response
    }
}
