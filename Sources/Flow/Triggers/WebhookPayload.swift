import Domain

/// The dozen fields of GitHub's events that decide something; everything else is passed over, and what GitHub may leave
/// out or send as null is optional. Source: GitHub, "Webhook events and payloads".
struct WebhookPayload: Hashable, Sendable {
    struct Unreadable: Error, Hashable {
        /// The field that is missing or of the wrong form.
        let field: String
    }

    struct PullRequest: Hashable, Sendable {
        struct Side: Hashable, Sendable {
            var ref = ""
            var sha = ""
            /// Full name of its repository; nil when the fork was deleted.
            var repository: String?
        }
        var number = 0
        var state: String?
        var head = Side()
        var base = Side()
        var labels: [String] = []
        var updatedAt: Timestamp?
    }

    var action: String?
    var ref: String?
    var before: String?
    var after: String?
    var isDeleted = false
    /// Full name of the repository.
    var repository: String?
    /// When the repository was last pushed to; in a push's event about when that was.
    var pushedAt: Timestamp?
    /// Login of the account.
    var sender: String?
    var pullRequest: PullRequest?
    /// Message of the newest commit.
    var message: String?
    /// The label that came or went.
    var label: String?
    /// Path of the workflow that was dispatched; in other events something else, which is not looked at.
    var workflow: LooseObject.Value?
    var inputs: LooseObject?
    /// The default branch, in a dispatch of the repository.
    var branch: String?
    var clientPayload: LooseObject?

    private static let members: [String] = [
        "action", "ref", "before", "after", "deleted", "repository", "sender", "pull_request", "head_commit", "label",
        "workflow", "inputs", "branch", "client_payload",
    ]

    /// - Throws: `JSONReader.Malformed` when it is no JSON, else `Unreadable`.
    init(_ json: [UInt8]) throws {
        var reader = JSONReader(json)
        let isObject = try reader.readObject(Self.members) { (name, value) throws(JSONReader.Malformed) in
            switch name {
            case "action": action = try value.text()
            case "ref": ref = try value.text()
            case "before": before = try value.text()
            case "after": after = try value.text()
            case "deleted": isDeleted = try value.flag() ?? false
            case "repository": try readRepository(&value)
            case "sender": sender = try value.text(in: "login")
            case "pull_request": pullRequest = try PullRequest(&value)
            case "head_commit": message = try value.text(in: "message")
            case "label": label = try value.text(in: "name")
            case "workflow": workflow = try LooseObject.Value(&value)
            case "inputs": inputs = try LooseObject(&value)
            case "branch": branch = try value.text()
            case "client_payload": clientPayload = try LooseObject(&value)
            default: break
            }
        }
        try reader.end()
        if let field = reader.unexpected ?? (isObject ? nil : "") { throw Unreadable(field: field) }
    }

    private mutating func readRepository(_ value: inout JSONReader) throws(JSONReader.Malformed) {
        guard try value.kind() != .null else { return }
        try value.readObject(["full_name", "pushed_at"]) { (name, value) throws(JSONReader.Malformed) in
            if name == "full_name" { repository = try value.text() } else { pushedAt = try value.time() }
        }
        if repository == nil { value.miss("full_name") }
    }
}

extension WebhookPayload.PullRequest {
    fileprivate init?(_ value: inout JSONReader) throws(JSONReader.Malformed) {
        var missing: Set = ["number", "head", "base"]
        let isThere = try value.readObject(["number", "state", "head", "base", "labels", "updated_at"]) {
            (name, value) throws(JSONReader.Malformed) in
            switch name {
            case "number":
                guard let read = try value.integer() else { return }
                number = read
            case "state": state = try value.text()
            case "updated_at": updatedAt = try value.time()
            case "head", "base":
                guard let side = try Side(&value) else { return }
                if name == "head" { head = side } else { base = side }
            case "labels":
                try value.readArray { (label) throws(JSONReader.Malformed) in
                    if let name = try label.text(in: "name") { labels.append(name) }
                }
            default: return
            }
            missing.remove(name)
        }
        guard isThere else { return nil }
        if let name = missing.sorted().first { value.miss(name) }
    }
}

extension WebhookPayload.PullRequest.Side {
    fileprivate init?(_ value: inout JSONReader) throws(JSONReader.Malformed) {
        var (ref, sha): (String?, String?)
        var repository: String?
        let isThere = try value.readObject(["ref", "sha", "repo"]) { (name, value) throws(JSONReader.Malformed) in
            switch name {
            case "ref": ref = try value.text()
            case "sha": sha = try value.text()
            case "repo": repository = try value.requiredText(in: "full_name")
            default: break
            }
        }
        guard isThere else { return nil }
        if ref == nil { value.miss("ref") }
        if sha == nil { value.miss("sha") }
        self.init(ref: ref ?? "", sha: sha ?? "", repository: repository)
    }
}

extension JSONReader {
    /// A text inside of an object which may be absent.
    fileprivate mutating func text(in member: String) throws(Malformed) -> String? {
        var text: String?
        try readObject([member]) { (name, value) throws(Malformed) in
            if name == member { text = try value.text() }
        }
        return text
    }

    /// A push's event has seconds since 1970 where the others have text. What is neither decides nothing.
    fileprivate mutating func time() throws(Malformed) -> Timestamp? {
        switch try kind() {
        case .number:
            // Where it is no number at all, reading goes no further either.
            guard let seconds = try? integer(), Self.seconds.contains(seconds) else { return nil }
            return Timestamp(milliseconds: Int64(seconds) * 1000)
        case .text: return try text().flatMap { Timestamp($0) }
        case .object, .array, .flag, .null: return nil
        }
    }

    private static let seconds = 0..<1 << 40

    /// The same, but the object must have it when it is there.
    fileprivate mutating func requiredText(in member: String) throws(Malformed) -> String? {
        guard try kind() != .null else {
            try skipValue()
            return nil
        }
        let text = try text(in: member)
        if text == nil { miss(member) }
        return text
    }
}
