import Domain
import Foundation
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
        let body = try Self.read(request.body)
        guard let settings = repositories.settings(of: body.repository) else {
            throw HTTPProblem(
                .unprocessableContent,
                detail: "\(body.repository) is not among `repositories` of the configuration.")
        }
        if let priority = body.priority, !(0...9).contains(priority) {
            throw HTTPProblem(.unprocessableContent, detail: "`priority` must be from 0 to 9, the highest first.")
        }
        if let ref = body.ref, !Self.isRefName(ref) {
            throw HTTPProblem(.unprocessableContent, detail: "`ref` must be a branch, a tag or a full ref.")
        }
        let key = request.headers["Idempotency-Key"]
        if let key, key.isEmpty || key.utf8.count > 200 {
            throw HTTPProblem(.badRequest, detail: "Idempotency-Key must have 1 to 200 characters.")
        }
        let enqueued = try await intake.enqueue(
            key: key.map { "manual:\(sender ?? ""):\($0)" }, trigger: .init(kind: .manual, sender: sender),
            repository: settings.name, ref: Self.branch(body.ref ?? "HEAD"), sha: try commit(body.sha, "sha"),
            base: try commit(body.base, "base"), projects: body.projects ?? [], dryRun: body.dryRun ?? false,
            priority: body.priority)
        var response = try Intake.accepted(enqueued.jobs)
        if let job = enqueued.jobs.first { response.headers["Location"] = Intake.path(of: job.id) }
        return response
    }

    /// A branch has one name, so that two jobs of it are known to be of one branch.
    private static func branch(_ ref: String) -> String {
        ref.hasPrefix("refs/heads/") ? String(ref.dropFirst("refs/heads/".count)) : ref
    }

    private static let members = ["repository", "ref", "sha", "base", "projects", "dryRun", "priority"]

    private static func read(_ bytes: [UInt8]) throws -> Body {
        let names: Set<String>
        do {
            names = Set(try JSON.decode([String: AnyMember].self, from: Data(bytes)).keys)
        } catch DecodingError.typeMismatch {
            throw HTTPProblem(.unprocessableContent, detail: "The body must be a JSON object.")
        } catch {
            throw HTTPProblem(.badRequest, detail: "The body is no valid JSON.")
        }
        let known = members.map { "`\($0)`" }.joined(separator: ", ")
        // A misspelt `dryRun` must not start a real run.
        if let unknown = names.subtracting(members).sorted().first {
            throw HTTPProblem(
                .unprocessableContent, detail: "`\(unknown)` is not known here: the members are \(known).")
        }
        do {
            return try JSON.decode(Body.self, from: Data(bytes))
        } catch {
            throw HTTPProblem(
                .unprocessableContent,
                detail: "`repository` is missing, or a member has the wrong type: the members are \(known).")
        }
    }

    /// Any value, which is not looked at.
    private struct AnyMember: Decodable { init(from decoder: any Decoder) {} }

    /// The names that git takes for refs, but for rare ones. Source: git-check-ref-format(1).
    private static func isRefName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255 && !text.hasPrefix("-") && !text.hasPrefix("/") && !text.contains("..")
            && !text.hasSuffix("/") && !text.hasSuffix(".lock")
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !":?*[\\^~+".utf8.contains($0) }
    }

    private func commit(_ text: String?, _ name: String) throws -> CommitSHA? {
        guard let text else { return nil }
        guard let sha = CommitSHA(text) else {
            throw HTTPProblem(
                .unprocessableContent, detail: "`\(name)` must be a full commit SHA: 40 lowercase hexadecimal digits.")
        }
        return sha
    }
}
