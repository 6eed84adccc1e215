import Domain

extension WebhookDecision {
    /// Somebody ran one of the repository's workflows by hand. Source: GitHub, "workflow_dispatch".
    static func workflowDispatch(_ payload: WebhookPayload, _ repositories: RepositoryDirectory) -> Self {
        let path: String?
        switch payload.workflow {
        case nil: path = nil
        case .text(let text): path = text
        default: return .malformed("`workflow` is no path")
        }
        let file = path?.split(separator: "/").last.map(String.init)
        return dispatch(
            .workflowDispatch, of: file, what: "the workflow `\(file ?? "")`", ref: payload.ref,
            members: payload.inputs, at: "inputs", payload, repositories)
    }

    /// Somebody sent the repository an event of their own. Source: GitHub, "repository_dispatch".
    static func repositoryDispatch(_ payload: WebhookPayload, _ repositories: RepositoryDirectory) -> Self {
        dispatch(
            .repositoryDispatch, of: payload.action, what: "the event `\(payload.action ?? "")`", ref: payload.branch,
            members: payload.clientPayload, at: "client_payload", payload, repositories)
    }

    /// - Parameter name: what `dispatches` of the configuration is compared with.
    private static func dispatch(
        _ kind: Job.Trigger.Kind, of name: String?, what: String, ref: String?, members: LooseObject?, at place: String,
        _ payload: WebhookPayload, _ repositories: RepositoryDirectory
    ) -> Self {
        guard let repository = payload.repository else {
            return .malformed("`repository.full_name` is missing")
        }
        guard let settings = repositories.settings(of: repository) else { return .ignore(unknown(repository)) }
        guard settings.covers(dispatch: name ?? "") else {
            return .ignore("\(what) is not among `dispatches` of \(repository)")
        }
        do throws(DispatchOptions.Unreadable) {
            let options = try DispatchOptions(members, at: place)
            // The payload of a repository's event may name another branch than the one that it came for.
            let wanted = kind == .repositoryDispatch ? options.ref ?? ref : ref
            guard let ref = RefName(wanted ?? "HEAD") else { return .malformed("`ref` is no name of a ref") }
            if ref.text.hasPrefix(ownBranches) { return .ignore("\(ref.text) is a branch that selfheal made") }
            return .heal(
                Work(
                    kind: kind, repository: settings.name, ref: ref.text,
                    sha: kind == .repositoryDispatch ? options.sha : nil, sender: payload.sender,
                    projects: options.projects, dryRun: options.isDryRun))
        } catch {
            return .malformed(error.description)
        }
    }
}

/// What a dispatch asks for, as far as it says anything: the same words as those of `POST /api/v1/jobs`, in GitHub's
/// spelling. What a value says that cannot be read is never guessed, because a `dry_run` must not become a real run.
struct DispatchOptions: Hashable, Sendable {
    struct Unreadable: Error, Hashable, CustomStringConvertible { let description: String }

    var ref: String?
    var sha: CommitSHA?
    var projects: [String] = []
    var isDryRun = false

    private static let projectLimit = 100

    init(_ object: LooseObject?, at place: String) throws(Unreadable) {
        ref = try Self.text("ref", object, place)
        if let text = try Self.text("sha", object, place) {
            guard let commit = CommitSHA(text) else {
                throw Unreadable(description: "`\(place).sha` is not a full commit SHA")
            }
            sha = commit
        }
        projects = try Self.projects(object, place)
        switch object?["dry_run"] {
        case nil, .flag(false), .text("false"), .text(""): isDryRun = false
        case .flag(true), .text("true"): isDryRun = true
        default: throw Unreadable(description: "`\(place).dry_run` is neither true nor false")
        }
    }

    /// An input that is left empty counts as absent.
    private static func text(_ name: String, _ object: LooseObject?, _ place: String) throws(Unreadable) -> String? {
        switch object?[name] {
        case nil: return nil
        case .text(let text): return text.isEmpty ? nil : text
        default: throw Unreadable(description: "`\(place).\(name)` is no text")
        }
    }

    /// A list or, because inputs are texts, names with commas or spaces between them.
    private static func projects(_ object: LooseObject?, _ place: String) throws(Unreadable) -> [String] {
        let names: [String]
        switch object?["projects"] {
        case nil: names = []
        case .text(let text): names = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
        case .list(let list): names = list
        default: throw Unreadable(description: "`\(place).projects` is neither a text nor a list of texts")
        }
        guard names.count <= projectLimit else {
            throw Unreadable(description: "`\(place).projects` has more than \(projectLimit) names")
        }
        return names
    }
}
