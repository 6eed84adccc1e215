import Foundation

extension TinyGitHub {
    func issues(_ method: String, _ rest: [String], _ url: URL, _ body: [String: Any]) throws -> (Int, Any) {
        switch (method, rest.first, rest.dropFirst().first) {
        case ("GET", nil, _):
            return (200, listIssues(Self.query(of: url)))
        case ("POST", nil, _):
            return (201, try openIssue(body))
        case ("GET", let number?, nil):
            return (200, try changeIssue(number) { _ in })
        case ("PATCH", let number?, nil):
            return (200, try changeIssue(number) { Self.apply(body, to: &$0) })
        case ("GET", let number?, "comments"):
            let comments = issues.first { "\($0.number)" == number }?.comments ?? []
            return (200, comments.map { ["body": $0] })
        case ("POST", let number?, "comments"):
            _ = try changeIssue(number) { $0.comments.append(body["body"] as? String ?? "") }
            return (201, ["body": body["body"] ?? ""])
        case ("POST", let number?, "labels"):
            let labels = body["labels"] as? [String] ?? []
            if issues.contains(where: { "\($0.number)" == number }) {
                return (
                    200,
                    try changeIssue(number) { $0.labels += labels.filter { [old = $0.labels] in !old.contains($0) } }
                )
            }
            return (200, try change(number) { $0.labels += labels.filter { [old = $0.labels] in !old.contains($0) } })
        case ("DELETE", let number?, "labels"):
            _ = try changeIssue(number) { $0.labels.removeAll { $0 == rest.last } }
            return (200, [Any]())
        default:
            throw Refusal(404, "Not Found")
        }
    }

    /// Pull requests are in the list too, as at GitHub.
    private func listIssues(_ query: [String: String]) -> [Any] {
        if !issues.isEmpty && listingLag > 0 {
            listingLag -= 1
            return []
        }
        let asPulls = pulls.filter { $0.labels.contains(query["labels"] ?? "") }.map { pull in
            Self.shown(pull).merging(["pull_request": ["url": "x"]]) { first, _ in first }
        }
        let matching = issues.filter { $0.labels.contains(query["labels"] ?? "") }
            .filter { query["state"] == "all" || $0.isOpen }.map(Self.shown)
        let page = Int(query["page"] ?? "") ?? 1
        return Array((asPulls + matching).dropFirst((page - 1) * 100).prefix(100))
    }

    private func openIssue(_ body: [String: Any]) throws -> [String: Any] {
        guard hasIssues else { throw Refusal(410, "Issues has been disabled in this repository.") }
        guard let title = body["title"] as? String, let text = body["body"] as? String, title.count <= 256,
            text.utf16.count <= 65536
        else { throw Refusal(422, "Validation Failed") }
        let issue = Issue(
            number: pulls.count + issues.count + 1, title: title, body: text,
            labels: body["labels"] as? [String] ?? [])
        issues.append(issue)
        return Self.shown(issue)
    }

    private func changeIssue(_ number: String, _ edit: (inout Issue) -> Void) throws -> [String: Any] {
        guard let index = issues.firstIndex(where: { "\($0.number)" == number }) else {
            throw Refusal(404, "Not Found")
        }
        edit(&issues[index])
        return Self.shown(issues[index])
    }

    private static func apply(_ body: [String: Any], to issue: inout Issue) {
        issue.title = body["title"] as? String ?? issue.title
        issue.body = body["body"] as? String ?? issue.body
        guard let state = body["state"] as? String, (state == "open") != issue.isOpen else { return }
        issue.isOpen = state == "open"
        issue.reason = body["state_reason"] as? String
    }

    private static func shown(_ issue: Issue) -> [String: Any] {
        [
            "number": issue.number, "html_url": "https://github.com/octo/demo/issues/\(issue.number)",
            "state": issue.isOpen ? "open" : "closed", "state_reason": issue.reason ?? NSNull(), "title": issue.title,
            "body": issue.body, "labels": issue.labels.map { ["name": $0] },
        ]
    }
}
