import Domain
import Foundation
import Testing

@testable import Triggers

struct DispatchTests {
    private static let sha = String(repeating: "a", count: 40)

    private func decide(
        _ event: String, _ members: String, dispatches: [String]? = nil, in repository: String = "acme/shop"
    ) throws -> WebhookDecision {
        var settings = RepositorySettings(name: "acme/shop")
        settings.dispatches = dispatches
        let json = "{\"repository\": {\"full_name\": \"\(repository)\"}, \"sender\": {\"login\": \"sam\"}, \(members)}"
        return WebhookDecision(
            event: event, payload: try WebhookPayload(Array(json.utf8)),
            repositories: RepositoryDirectory([settings], server: "https://github.com"))
    }

    private func workflow(
        _ inputs: String, ref: String = "refs/heads/main", dispatches: [String]? = nil
    ) throws -> WebhookDecision {
        try decide(
            "workflow_dispatch",
            "\"ref\": \"\(ref)\", \"workflow\": \".github/workflows/healing.yml\", \"inputs\": \(inputs)",
            dispatches: dispatches)
    }

    private func event(_ payload: String, dispatches: [String]? = nil) throws -> WebhookDecision {
        try decide(
            "repository_dispatch", "\"action\": \"heal-now\", \"branch\": \"main\", \"client_payload\": \(payload)",
            dispatches: dispatches)
    }

    private func work(_ decision: WebhookDecision) throws -> WebhookDecision.Work {
        guard case .heal(let work) = decision else { throw NotTaken(decision: decision) }
        return work
    }

    private struct NotTaken: Error { let decision: WebhookDecision }

    @Test("A dispatched workflow is healed at its ref, with the projects and the dry run that its inputs name")
    func healsWorkflows() throws {
        let work = try work(workflow("{\"projects\": \"health, contracts modules\", \"dry_run\": \"true\"}"))
        #expect(work.kind == .workflowDispatch && work.ref == "main" && work.sha == nil && work.sender == "sam")
        #expect(work.projects == ["health", "contracts", "modules"])
        #expect(work.dryRun)
        let plain = try self.work(workflow("null", ref: "refs/tags/v1"))
        #expect(plain.ref == "refs/tags/v1" && plain.projects.isEmpty && !plain.dryRun)
        #expect(try !self.work(workflow("{\"projects\": \"\", \"dry_run\": \"\"}")).dryRun)
    }

    @Test("An event of somebody's own is healed at the ref of its payload, else at the default branch")
    func healsEvents() throws {
        let plain = try work(event("{\"unit\": false, \"retries\": 3}"))
        #expect(plain.kind == .repositoryDispatch && plain.ref == "main" && plain.sha == nil)
        let full = try work(
            event(
                "{\"ref\": \"refs/heads/next\", \"sha\": \"\(Self.sha)\", \"projects\": [\"health\"], \"dry_run\": true}"
            ))
        #expect(full.ref == "next" && full.sha?.text == Self.sha && full.projects == ["health"] && full.dryRun)
    }

    @Test("`dispatches` chooses by the workflow's file name or the event type, before anything else is looked at")
    func choosesDispatches() throws {
        _ = try work(workflow("{}", dispatches: ["nightly.yml", "heal*"]))
        _ = try work(event("{}", dispatches: ["heal*"]))
        for decision in [
            try workflow("{\"dry_run\": \"perhaps\"}", dispatches: ["nightly*"]),
            try event("{\"sha\": 7}", dispatches: ["deploy"]), try event("{}", dispatches: []),
            try decide("workflow_dispatch", "\"ref\": \"main\"", dispatches: ["heal*"]),
        ] {
            guard case .ignore(let reason) = decision else { throw NotTaken(decision: decision) }
            #expect(reason.contains("`dispatches` of acme/shop"))
        }
    }

    @Test("What cannot be read is said to be so, and never becomes a real run")
    func refusesOddValues() throws {
        for decision in [
            try workflow("{\"dry_run\": \"yes\"}"), try event("{\"dry_run\": 1}"), try event("{\"projects\": 3}"),
            try event("{\"projects\": [3]}"), try event("{\"ref\": \"-x\"}"), try event("{\"ref\": {}}"),
            try event("{\"sha\": \"main\"}"), try workflow("{}", ref: "a..b"),
        ] {
            guard case .malformed = decision else { throw NotTaken(decision: decision) }
        }
    }

    @Test("selfheal's own branches are not healed, nor repositories that are not listed")
    func ignoresOwnBranches() throws {
        let own = WebhookDecision.ignore("selfheal/0123 is a branch that selfheal made")
        #expect(try workflow("{}", ref: "refs/heads/selfheal/0123") == own)
        #expect(try event("{\"ref\": \"selfheal/0123\"}") == own)
        for (event, members) in [
            ("workflow_dispatch", #""ref": "refs/heads/main", "workflow": ".github/workflows/healing.yml""#),
            ("repository_dispatch", #""action": "heal-now", "branch": "main""#),
        ] {
            let unlisted = try decide(event, members, in: "acme/other")
            #expect(unlisted == .ignore("acme/other is not among `repositories` of the configuration"))
        }
    }
}
