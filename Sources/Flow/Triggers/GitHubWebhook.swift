import Domain
import Foundation
package import HTTP
package import Logging
import Queue

/// `POST /webhooks/github`: verify, store, answer; in that order, so that no unverified byte is parsed and no 2xx is sent
/// for something that is not on disk.
package struct GitHubWebhook: Sendable {
    private let signature: WebhookSignature
    private let repositories: RepositoryDirectory
    private let intake: Intake
    private let logger: Logger

    package init(
        signature: WebhookSignature, repositories: RepositoryDirectory, intake: Intake, logger: Logger
    ) {
        self.signature = signature
        self.repositories = repositories
        self.intake = intake
        self.logger = logger
    }

    package func route(in router: inout Router) {
        router.on(.post, "/webhooks/github", accepts: [.json, .form]) { try await receive($0) }
    }

    func receive(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard signature.isConfigured else {
            throw HTTPProblem(
                .unauthorized, detail: "No webhook secret is configured here: set GITHUB_WEBHOOK_SECRET and restart.")
        }
        let signatures = request.headers.values(of: "X-Hub-Signature-256")
        guard try signature.isValid(signatures.count == 1 ? signatures[0] : nil, over: request.body) else {
            logger.notice("Webhook refused", metadata: ["remote": "\(request.remoteAddress)"])
            throw HTTPProblem(
                .unauthorized,
                detail: "X-Hub-Signature-256 is missing or does not fit the body: check the secret on both sides.")
        }
        let event = try header("X-GitHub-Event", of: request)
        let delivery = try header("X-GitHub-Delivery", of: request)
        // Other events have members of the same names and other forms, so that nothing is read of them.
        guard WebhookDecision.events.contains(event) else {
            try check(try body(of: request))
            return try ignored(WebhookDecision.reasonToIgnore(event: event))
        }
        let payload = try payload(in: try body(of: request))
        switch WebhookDecision(event: event, payload: payload, repositories: repositories) {
        case .ignore(let reason): return try ignored(reason)
        case .malformed(let what):
            throw HTTPProblem(.unprocessableContent, detail: "This is no \(event) event: \(what).")
        case .heal(let work): return try await accept(work, delivery: delivery)
        case .hold(let repository, let number):
            let count = try await intake.cancelJobs(ofPullRequest: number, in: repository)
            return try ignored(
                "pull request \(number) has the label \(WebhookDecision.holdLabel); jobs of it that were cancelled: \(count)"
            )
        }
    }

    private func accept(_ work: WebhookDecision.Work, delivery: String) async throws -> HTTPResponse {
        let trigger = Job.Trigger(
            kind: work.kind, delivery: delivery, sender: work.sender, pullRequest: work.pullRequest,
            occurredAt: work.occurredAt)
        let enqueued = try await intake.enqueue(
            key: "github:\(delivery)", trigger: trigger, repository: work.repository, ref: work.ref, sha: work.sha,
            base: work.base, projects: work.projects, dryRun: work.dryRun)
        logger.notice(
            "Webhook accepted",
            metadata: [
                "delivery": "\(delivery)", "job.id": "\(enqueued.jobs.map(\.id))",
                "duplicate": "\(enqueued.isDuplicate)", "repository": "\(work.repository)",
            ])
        return Intake.accepted(enqueued.jobs)
    }

    private func header(_ name: String, of request: HTTPRequest) throws -> String {
        let values = request.headers.values(of: name)
        guard values.count == 1, !values[0].isEmpty, values[0].utf8.count <= 200 else {
            throw HTTPProblem(.badRequest, detail: "\(name) must be there once, with at most 200 characters.")
        }
        return values[0]
    }

    private func body(of request: HTTPRequest) throws -> [UInt8] {
        guard let field = request.headers["Content-Type"], MediaType(field) == .form else { return request.body }
        let values = HTTPQuery(String(decoding: request.body, as: UTF8.self)).values(of: "payload")
        guard values.count == 1 else {
            throw HTTPProblem(.badRequest, detail: "A form must have the field `payload` once.")
        }
        return Array(values[0].utf8)
    }

    private func payload(in body: [UInt8]) throws -> WebhookPayload {
        do {
            return try WebhookPayload(body)
        } catch is JSONReader.Malformed {
            throw Self.noJSON
        } catch let error as WebhookPayload.Unreadable {
            throw HTTPProblem(.unprocessableContent, detail: "The payload lacks what every event has: \(error.field).")
        }
    }

    private func check(_ body: [UInt8]) throws {
        do {
            var reader = JSONReader(body)
            try reader.skipValue()
            try reader.end()
        } catch {
            throw Self.noJSON
        }
    }

    private static let noJSON = HTTPProblem(.badRequest, detail: "The body is no valid JSON.")

    private func ignored(_ reason: String) throws -> HTTPResponse {
        .json(Array(try JSON.encode(["ignored": reason])))
    }
}
