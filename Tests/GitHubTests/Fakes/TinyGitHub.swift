import Foundation
import GitHub
import HTTPClient

/// A GitHub with one repository, `octo/demo`, in memory, as far as publishing and issues need it, with faults on demand.
actor TinyGitHub: HTTPTransport {
    struct Pull: Hashable {
        var number: Int
        var title: String
        var body: String
        var head: String
        var base: String
        var isOpen = true
        var isDraft = false
        var mergeCommit: String?
        var labels: [String] = []
        var createdAt = "2027-01-15T08:00:00Z"
        var reviewers: [String] = []
        var teams: [String] = []
    }

    struct Issue: Hashable {
        let number: Int
        var title: String
        var body: String
        var isOpen = true
        var reason: String?
        var labels: [String]
        var comments: [String] = []
    }

    struct Call: Hashable, CustomStringConvertible {
        let method: String
        let path: String
        let status: Int?
        var description: String { "\(method) \(path) -> \(status.map(String.init) ?? "no answer")" }
        var isWrite: Bool { method != "GET" }
    }

    struct Refusal: Error {
        let status: Int
        let message: String
        let details: [[String: String]]
        init(_ status: Int, _ message: String, _ details: [[String: String]] = []) {
            self.status = status
            self.message = message
            self.details = details
        }
    }

    var objects = GitObjects()
    var branches: [String: String] = [:]
    var pulls: [Pull] = []
    var issues: [Issue] = []
    var hasDrafts = true
    var hasIssues = true
    /// Of the person behind the token.
    var rights = ["pull": true, "triage": true, "push": true]
    var collaborators: Set<String> = ["ann", "ben"]
    var teams: Set<String> = ["quality"]
    /// So many listings do not show a new pull request yet.
    var listingLag = 0
    private(set) var journal: [Call] = []
    private var faults: [Fault] = []
    private var intrusion: (call: Int, branch: String)?

    /// The commit that the branch `main` starts with.
    let root: String

    init(files: [String: String], executables: Set<String> = []) throws {
        var objects = GitObjects()
        var tree: GitObjects.Tree = [:]
        for (path, text) in files {
            tree[path] = .init(
                mode: executables.contains(path) ? "100755" : "100644", blob: try objects.store(blob: text))
        }
        let commit = GitObjects.Commit(
            tree: try objects.store(tree: tree), parents: [], message: "Start", name: "Dev", email: "dev@example.com",
            date: "2026-01-01T00:00:00Z")
        root = try objects.store(commit: commit)
        self.objects = objects
        branches["main"] = root
    }

    func inject(_ faults: Fault...) { self.faults += faults }
    /// Someone pushes to `branch` right before a call, counted from 0.
    func intrude(on branch: String, beforeCall call: Int) { intrusion = (call, branch) }
    func forgetFaults() { faults = [] }
    func clearJournal() { journal = [] }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let fault = faults.firstIndex { $0.call == journal.count }.map { faults.remove(at: $0) }
        if let intrusion, intrusion.call == journal.count {
            _ = try push(["e2e/theirs.ts": "theirs\n"], to: intrusion.branch)
        }
        var response: TransportResponse?
        if fault?.isBefore != true { response = try answer(request) }
        journal.append(
            Call(method: request.method, path: request.url.path, status: fault == nil ? response?.status : nil))
        if let fault { return try fault.kind.answer() }
        guard let response else { throw TransportError.connection("no answer") }
        return response
    }

    /// A person's commit on a branch.
    func push(_ files: [String: String], to branch: String, by name: String = "Dev") throws -> String {
        let parent = branches[branch] ?? root
        var tree = objects.commits[parent].flatMap { objects.trees[$0.tree] } ?? [:]
        for (path, text) in files { tree[path] = .init(mode: "100644", blob: try objects.store(blob: text)) }
        let commit = GitObjects.Commit(
            tree: try objects.store(tree: tree), parents: [parent], message: "Work", name: name,
            email: "\(name)@example.com", date: "2026-01-02T00:00:00Z")
        branches[branch] = try objects.store(commit: commit)
        return branches[branch] ?? ""
    }

    func close(_ number: Int, mergedAs commit: String? = nil) {
        for index in pulls.indices where pulls[index].number == number {
            pulls[index].isOpen = false
            pulls[index].mergeCommit = commit
        }
    }

    func edit(_ number: Int, body: String) {
        for index in pulls.indices where pulls[index].number == number { pulls[index].body = body }
    }

    func edit(issue number: Int, _ change: (inout Issue) -> Void) {
        for index in issues.indices where issues[index].number == number { change(&issues[index]) }
    }

    func edit(pull number: Int, _ change: (inout Pull) -> Void) {
        for index in pulls.indices where pulls[index].number == number { change(&pulls[index]) }
    }

    func add(_ pull: Pull) { pulls.append(pull) }
    func add(_ issue: Issue) { issues.append(issue) }
    func switchIssuesOff() { hasIssues = false }
    func grant(_ rights: [String: Bool]) { self.rights = rights }

    func offerNoDrafts() { hasDrafts = false }
    func lag(listings: Int) { listingLag = listings }

    func delete(branch: String) { branches[branch] = nil }

    func files(of branch: String) -> [String: String] { branches[branch].map { objects.files(of: $0) } ?? [:] }

    func commit(of branch: String) -> GitObjects.Commit? { branches[branch].flatMap { objects.commits[$0] } }

    func entry(_ path: String, of branch: String) -> GitObjects.Entry? {
        commit(of: branch).flatMap { objects.trees[$0.tree]?[path] }
    }

    private func answer(_ request: TransportRequest) throws -> TransportResponse {
        do {
            let (status, body) = try route(request)
            return try Self.response(status, body)
        } catch let refusal as Refusal {
            return try Self.response(refusal.status, ["message": refusal.message, "errors": refusal.details])
        }
    }

    private static func response(_ status: Int, _ body: Any) throws -> TransportResponse {
        TransportResponse(
            status: status, headers: ["content-type": "application/json"],
            body: try JSONSerialization.data(withJSONObject: body))
    }
}
