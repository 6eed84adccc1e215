import Domain
import Foundation
import Testing

@testable import Triggers

struct WebhookDecisionTests {
    private static let sha = String(repeating: "a", count: 40)
    private static let before = String(repeating: "b", count: 40)
    private static let zero = String(repeating: "0", count: 40)

    private func repositories(_ change: (inout RepositorySettings) -> Void = { _ in }) -> RepositoryDirectory {
        var settings = RepositorySettings(name: "acme/shop")
        change(&settings)
        return RepositoryDirectory([settings], server: "https://github.com")
    }

    private func decide(
        _ event: String, _ json: String, _ repositories: RepositoryDirectory? = nil
    ) throws -> WebhookDecision {
        let payload = try WebhookPayload(Array(json.utf8))
        return WebhookDecision(event: event, payload: payload, repositories: repositories ?? self.repositories())
    }

    private func push(_ members: String, ref: String = "refs/heads/main", after: String = sha) -> String {
        """
        {"ref": "\(ref)", "before": "\(Self.before)", "after": "\(after)", "repository": {"full_name": "acme/shop"},
         "sender": {"login": "sam"}\(members)}
        """
    }

    /// - Parameter label: the one that came or went.
    private func pull(
        action: String = "opened", ref: String = "fix", head: String?, labels: String = "[]", label: String? = nil
    ) -> String {
        let repository = head.map { "{\"full_name\": \"\($0)\"}" } ?? "null"
        let changed = label.map { "\"label\": {\"name\": \"\($0)\"}, " } ?? ""
        return """
            {"action": "\(action)", \(changed)"repository": {"full_name": "acme/shop"}, "pull_request": {"number": 7,
             "state": "open", "labels": \(labels),
             "head": {"ref": "\(ref)", "sha": "\(Self.sha)", "repo": \(repository)},
             "base": {"ref": "main", "sha": "\(Self.before)", "repo": {"full_name": "acme/shop"}}}}
            """
    }

    @Test("A push of a branch is healed, compared with the commit before it")
    func healsPushes() throws {
        guard case .heal(let work) = try decide("push", push("")) else {
            Issue.record("the push was not taken")
            return
        }
        #expect(work.ref == "main")
        #expect(work.sha?.text == Self.sha)
        #expect(work.base?.text == Self.before)
        #expect(work.sender == "sam")
    }

    @Test("The first push of a branch has no commit before it")
    func knowsNewBranches() throws {
        let json = push("").replacing(Self.before, with: Self.zero)
        guard case .heal(let work) = try decide("push", json) else {
            Issue.record("the push was not taken")
            return
        }
        #expect(work.base == nil)
    }

    @Test("Deletions, tags, own branches, unknown repositories and skipped commits are ignored with a reason")
    func ignoresPushes() throws {
        let cases: [(String, RepositoryDirectory?)] = [
            (push(", \"deleted\": true"), nil), (push("", after: Self.zero), nil),
            (push("", ref: "refs/tags/v1"), nil), (push("", ref: "refs/heads/selfheal/0123456789ab"), nil),
            (push(", \"head_commit\": {\"message\": \"Tidy [skip ci]\"}"), nil),
            (push(""), repositories { $0.name = "acme/other" }),
            (push(""), repositories { $0.branches = ["release/*"] }),
        ]
        for (json, directory) in cases {
            guard case .ignore(let reason) = try decide("push", json, directory) else {
                Issue.record("not ignored: \(json)")
                continue
            }
            #expect(!reason.isEmpty)
        }
    }

    @Test("Without a list every repository is taken, but no name that is none")
    func takesUnlistedRepositories() throws {
        let open = RepositoryDirectory([], server: "https://github.com/")
        #expect(open.settings(of: "acme/shop")?.clone == "https://github.com/acme/shop.git")
        for name in ["acme", "../etc", "acme/..", "acme/shop/more", "acme/sh op", "-c/x y"] {
            #expect(open.settings(of: name) == nil, "\(name)")
        }
    }

    @Test("An opened or updated pull request is healed at its head, compared with its base")
    func healsPullRequests() throws {
        for action in ["opened", "synchronize", "reopened"] {
            guard case .heal(let work) = try decide("pull_request", pull(action: action, head: "acme/shop")) else {
                Issue.record("\(action) was not taken")
                continue
            }
            #expect(work.kind == .pullRequest)
            #expect(work.ref == "fix")
            #expect(work.pullRequest == 7)
            #expect(work.base?.text == Self.before)
        }
    }

    @Test("A fork, also a deleted one, is not run unless the configuration says so and the label is set")
    func guardsForks() throws {
        let labelled = "[{\"name\": \"selfheal\"}]"
        let allowing = repositories { $0.forks = .labelled }
        for head in ["stranger/shop", nil] {
            guard case .ignore = try decide("pull_request", pull(head: head, labels: labelled)) else {
                Issue.record("a fork was run")
                continue
            }
            guard case .ignore = try decide("pull_request", pull(head: head), allowing) else {
                Issue.record("a fork without label was run")
                continue
            }
        }
        guard case .heal(let work) = try decide("pull_request", pull(head: "stranger/shop", labels: labelled), allowing)
        else {
            Issue.record("a labelled fork was not run")
            return
        }
        #expect(work.ref == "refs/pull/7/head")
    }

    @Test("Other actions, own branches and other events are ignored; a wrong form is said to be one")
    func ignoresTheRest() throws {
        guard case .ignore = try decide("pull_request", pull(action: "closed", head: "acme/shop")),
            case .ignore = try decide("pull_request", pull(ref: "selfheal/0123456789ab", head: "acme/shop")),
            case .ignore = try decide("issues", "{}"), case .malformed = try decide("push", "{}"),
            case .malformed = try decide("pull_request", "{}")
        else {
            Issue.record("one of them was decided otherwise")
            return
        }
    }

    @Test("A pull request with the hold label is left alone, and healed again when the label is taken away")
    func honoursHolds() throws {
        let held = "[{\"name\": \"selfheal:hold\"}]"
        for action in ["opened", "synchronize", "reopened"] {
            guard
                case .ignore(let reason) = try decide(
                    "pull_request", pull(action: action, head: "acme/shop", labels: held))
            else {
                Issue.record("\(action) was taken")
                continue
            }
            #expect(reason.contains("selfheal:hold"))
        }
        let holds = try decide("pull_request", pull(action: "labeled", head: "acme/shop", label: "selfheal:hold"))
        #expect(holds == .hold(repository: "acme/shop", pullRequest: 7))
        // GitHub's list may still have the label that has just gone.
        guard
            case .heal = try decide(
                "pull_request", pull(action: "unlabeled", head: "acme/shop", labels: held, label: "selfheal:hold")),
            case .ignore = try decide(
                "pull_request", pull(action: "unlabeled", head: "acme/shop", labels: held, label: "bug")),
            case .ignore = try decide("pull_request", pull(action: "labeled", head: "acme/shop", label: "bug"))
        else {
            Issue.record("one of them was decided otherwise")
            return
        }
    }

    @Test("The label on a fork's pull request starts the run that it allows, on another one it starts none")
    func startsByLabel() throws {
        let allowing = repositories { $0.forks = .labelled }
        let fork = pull(action: "labeled", head: "stranger/shop", label: "selfheal")
        guard case .heal(let work) = try decide("pull_request", fork, allowing), work.ref == "refs/pull/7/head",
            case .ignore = try decide("pull_request", fork),
            case .ignore = try decide(
                "pull_request", pull(action: "labeled", head: "acme/shop", label: "selfheal"), allowing),
            case .ignore = try decide(
                "pull_request",
                pull(
                    action: "labeled", head: "stranger/shop", labels: "[{\"name\": \"selfheal:hold\"}]",
                    label: "selfheal"), allowing)
        else {
            Issue.record("one of them was decided otherwise")
            return
        }
    }
}
