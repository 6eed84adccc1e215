import Foundation
import GitHub
import HTTPClient

extension TinyGitHub {
    func route(_ request: TransportRequest) throws -> (Int, Any) {
        let body = request.body.flatMap { try? JSONSerialization.jsonObject(with: $0) } as? [String: Any] ?? [:]
        let path = request.url.path
        guard path.hasPrefix("/repos/octo/demo") else { throw Refusal(404, "Not Found") }
        let rest = path.dropFirst("/repos/octo/demo".count).split(separator: "/").map(String.init)
        switch (request.method, rest.first, rest.dropFirst().first) {
        case ("GET", nil, _):
            return (200, ["full_name": "octo/demo", "permissions": rights, "has_issues": hasIssues])
        case ("GET", "compare", let range?):
            return (200, ["status": compare(range)])
        case (_, "git", let kind?):
            return try git(request.method, kind, Array(rest.dropFirst(2)), body)
        case ("GET", "pulls", nil):
            return (200, list(request.url))
        case ("GET", "pulls", let number?) where rest.count == 2:
            return (200, try change(number) { _ in })
        case ("POST", "pulls", let number?) where rest.last == "requested_reviewers":
            return (201, try requestReviews(number, body))
        case ("GET", "pulls", _) where rest.last == "reviews":
            return (200, [Any]())
        case ("POST", "pulls", nil):
            return (201, try open(body))
        case ("PATCH", "pulls", let number?):
            return (
                200,
                try change(number) {
                    $0.title = body["title"] as? String ?? $0.title
                    $0.body = body["body"] as? String ?? $0.body
                }
            )
        case (_, "issues", _):
            return try issues(request.method, Array(rest.dropFirst()), request.url, body)
        default:
            throw Refusal(404, "Not Found")
        }
    }

    private func git(_ method: String, _ kind: String, _ rest: [String], _ body: [String: Any]) throws -> (Int, Any) {
        let name = rest.first ?? ""
        switch (method, kind) {
        case ("GET", "commits"):
            guard let commit = objects.commits[name] else { throw Refusal(404, "Not Found") }
            return (200, Self.shown(commit, name))
        case ("GET", "trees"):
            guard let listing = try objects.listing(of: name) else { throw Refusal(404, "Not Found") }
            return (
                200, ["tree": listing.map { ["path": $0.path, "mode": $0.mode, "type": $0.type, "sha": $0.sha] }]
            )
        case ("GET", "ref"):
            let branch = rest.dropFirst().joined(separator: "/")
            guard let sha = branches[branch] else { throw Refusal(404, "Not Found") }
            return (200, ["object": ["sha": sha]])
        case ("POST", "blobs"):
            return (201, ["sha": try objects.store(blob: body["content"] as? String ?? "")])
        case ("POST", "trees"):
            return (201, ["sha": try makeTree(body)])
        case ("POST", "commits"):
            return (201, ["sha": try makeCommit(body)])
        case ("POST", "refs"):
            let branch = (body["ref"] as? String ?? "").replacing("refs/heads/", with: "")
            guard branches[branch] == nil else { throw Refusal(422, "Reference already exists") }
            branches[branch] = body["sha"] as? String
            return (201, ["object": ["sha": branches[branch] ?? ""]])
        case ("PATCH", "refs"):
            let branch = rest.dropFirst().joined(separator: "/")
            guard branches[branch] != nil else { throw Refusal(422, "Reference does not exist") }
            branches[branch] = body["sha"] as? String
            return (200, ["object": ["sha": branches[branch] ?? ""]])
        default:
            throw Refusal(404, "Not Found")
        }
    }

    private func makeTree(_ body: [String: Any]) throws -> String {
        guard var tree = objects.trees[body["base_tree"] as? String ?? ""] else {
            throw Refusal(422, "base_tree is not a valid tree oid")
        }
        for entry in body["tree"] as? [[String: String]] ?? [] {
            guard let path = entry["path"], let mode = entry["mode"], let blob = entry["sha"],
                objects.blobs[blob] != nil
            else { throw Refusal(422, "tree.sha is not a valid blob") }
            tree[path] = .init(mode: mode, blob: blob)
        }
        return try objects.store(tree: tree)
    }

    private func makeCommit(_ body: [String: Any]) throws -> String {
        guard let tree = body["tree"] as? String, objects.trees[tree] != nil,
            let parents = body["parents"] as? [String], parents.allSatisfy({ objects.commits[$0] != nil }),
            let message = body["message"] as? String, let person = body["committer"] as? [String: String]
        else { throw Refusal(422, "Parent SHA does not exist or is not a commit object") }
        return try objects.store(
            commit: .init(
                tree: tree, parents: parents, message: message, name: person["name"] ?? "",
                email: person["email"] ?? "", date: person["date"] ?? ""))
    }

    private func list(_ url: URL) -> [Any] {
        let query = Self.query(of: url)
        if !pulls.isEmpty && listingLag > 0 {
            listingLag -= 1
            return []
        }
        return pulls.reversed()
            .filter { query["head"] == nil || "octo:\($0.head)" == query["head"] }
            .filter { query["base"] == nil || $0.base == query["base"] }
            .filter { query["state"] == "all" || $0.isOpen }
            .map(Self.shown)
    }

    private func open(_ body: [String: Any]) throws -> [String: Any] {
        guard let head = body["head"] as? String, let base = body["base"] as? String,
            let title = body["title"] as? String, let text = body["body"] as? String,
            let isDraft = body["draft"] as? Bool
        else { throw Refusal(422, "Invalid request.") }
        guard let tip = branches[head] else {
            throw Refusal(422, "Validation Failed", [["field": "head", "code": "invalid"]])
        }
        guard let ground = branches[base] else {
            throw Refusal(422, "Validation Failed", [["field": "base", "code": "invalid"]])
        }
        if isDraft && !hasDrafts {
            throw Refusal(422, "Draft pull requests are not supported in this repository.")
        }
        if pulls.contains(where: { $0.isOpen && $0.head == head && $0.base == base }) {
            throw Refusal(
                422, "Validation Failed",
                [["code": "custom", "message": "A pull request already exists for octo:\(head)."]])
        }
        if objects.isAncestor(tip, of: ground) {
            throw Refusal(
                422, "Validation Failed", [["code": "custom", "message": "No commits between \(base) and \(head)"]])
        }
        let pull = Pull(
            number: pulls.count + issues.count + 1, title: title, body: text, head: head, base: base, isDraft: isDraft)
        pulls.append(pull)
        return Self.shown(pull)
    }

    static func query(of url: URL) -> [String: String] {
        let items = URLComponents(url: url, resolvingAgainstBaseURL: false)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
    }

    private func requestReviews(_ number: String, _ body: [String: Any]) throws -> [String: Any] {
        let users = body["reviewers"] as? [String] ?? []
        let wanted = body["team_reviewers"] as? [String] ?? []
        guard collaborators.isSuperset(of: users), teams.isSuperset(of: wanted) else {
            throw Refusal(422, "Reviews may only be requested from collaborators.")
        }
        return try change(number) {
            $0.reviewers += users
            $0.teams += wanted
        }
    }

    func change(_ number: String, _ edit: (inout Pull) -> Void) throws -> [String: Any] {
        guard let index = pulls.firstIndex(where: { "\($0.number)" == number }) else { throw Refusal(404, "Not Found") }
        edit(&pulls[index])
        return Self.shown(pulls[index])
    }

    private func compare(_ range: String) -> String {
        let sides = range.split(separator: ".").map(String.init)
        guard sides.count == 2 else { return "diverged" }
        if sides[0] == sides[1] { return "identical" }
        return objects.isAncestor(sides[0], of: sides[1]) ? "ahead" : "diverged"
    }

    private static func shown(_ commit: GitObjects.Commit, _ sha: String) -> [String: Any] {
        let person = ["name": commit.name, "email": commit.email, "date": commit.date]
        return [
            "sha": sha, "tree": ["sha": commit.tree], "message": commit.message, "author": person,
            "committer": person, "parents": commit.parents.map { ["sha": $0] },
        ]
    }

    static func shown(_ pull: Pull) -> [String: Any] {
        var shown: [String: Any] = [
            "number": pull.number, "html_url": "https://github.com/octo/demo/pull/\(pull.number)",
            "state": pull.isOpen ? "open" : "closed", "title": pull.title, "body": pull.body, "draft": pull.isDraft,
            "labels": pull.labels.map { ["name": $0] }, "created_at": pull.createdAt,
            "head": ["ref": pull.head, "repo": ["full_name": "octo/demo"]],
            "requested_reviewers": pull.reviewers.map { ["login": $0] },
            "requested_teams": pull.teams.map { ["slug": $0] },
        ]
        shown["merged_at"] = pull.mergeCommit == nil ? NSNull() : "2026-01-03T00:00:00Z"
        shown["merge_commit_sha"] = pull.mergeCommit ?? NSNull()
        return shown
    }
}
