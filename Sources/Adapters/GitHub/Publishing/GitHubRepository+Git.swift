import Domain

/// Source: GitHub's REST API, "Git database".
extension GitHubRepository {
    struct Named: Decodable, Sendable { let sha: String }

    struct Person: Codable, Hashable, Sendable {
        let name: String
        let email: String
        /// `2026-11-22T13:10:16Z`.
        let date: String
    }

    struct Commit: Decodable, Sendable {
        let sha: String
        let tree: Named
        let message: String
        let committer: Person
    }

    struct NewCommit: Encodable, Sendable {
        let message: String
        let tree: String
        let parents: [String]
        let author: Person
        let committer: Person
    }

    struct TreeEntry: Codable, Hashable, Sendable {
        let path: String
        let mode: String
        let type: String
        /// Absent in trees of submodules only.
        let sha: String?
    }

    func commit(_ sha: String) async throws -> Commit {
        try await read("/repos/\(name)/git/commits/\(sha)", purpose: "read commit \(sha) of \(name)")
    }

    /// The commit that a branch points at; nil when there is no such branch.
    func head(of branch: String) async throws -> String? {
        struct Reference: Decodable { let object: Named }
        do {
            let reference: Reference = try await read(
                "/repos/\(name)/git/ref/heads/\(branch: branch)", purpose: "read branch \(branch) of \(name)")
            return reference.object.sha
        } catch GitHubFailure.refused(let refusal) where refusal.status == 404 {
            return nil
        }
    }

    /// The entries right below a tree.
    func entries(ofTree sha: String) async throws -> [TreeEntry] {
        struct Tree: Decodable { let tree: [TreeEntry] }
        let tree: Tree = try await read("/repos/\(name)/git/trees/\(sha)", purpose: "read a folder of \(name)")
        return tree.tree
    }

    func makeBlob(_ text: String) async throws -> String {
        struct Blob: Encodable { let content: String, encoding = "utf-8" }
        let made: Named = try await write(
            .post, "/repos/\(name)/git/blobs", Blob(content: text), effect: .repeatable,
            purpose: "store a file in \(name)")
        return made.sha
    }

    func makeTree(_ entries: [TreeEntry], on base: String) async throws -> String {
        struct Tree: Encodable {
            let base: String
            let tree: [TreeEntry]
            private enum CodingKeys: String, CodingKey { case base = "base_tree", tree }
        }
        let made: Named = try await write(
            .post, "/repos/\(name)/git/trees", Tree(base: base, tree: entries), effect: .repeatable,
            purpose: "store folders in \(name)")
        return made.sha
    }

    func makeCommit(_ commit: NewCommit) async throws -> String {
        let made: Named = try await write(
            .post, "/repos/\(name)/git/commits", commit, effect: .repeatable, purpose: "make a commit in \(name)")
        return made.sha
    }

    /// - Throws: `GitHubFailure.uncertain` also when the branch exists.
    func makeBranch(_ branch: String, at sha: String) async throws {
        struct Reference: Encodable { let ref: String, sha: String }
        let purpose = "make branch \(branch) in \(name)"
        do {
            let _: Ignored = try await write(
                .post, "/repos/\(name)/git/refs", Reference(ref: "refs/heads/\(branch)", sha: sha), effect: .unique,
                purpose: purpose)
        } catch GitHubFailure.refused(let refusal) where refusal.status == 422 {
            guard try await head(of: branch) != nil else { throw GitHubFailure.refused(refusal) }
            throw GitHubFailure.uncertain(purpose: purpose, .fault("the branch has appeared meanwhile"))
        }
    }

    /// Points a branch at another commit, whatever it points at now.
    func moveBranch(_ branch: String, to sha: String) async throws {
        struct Move: Encodable { let sha: String, force = true }
        let _: Ignored = try await write(
            .patch, "/repos/\(name)/git/refs/heads/\(branch: branch)", Move(sha: sha), effect: .unique,
            purpose: "update branch \(branch) of \(name)")
    }

    /// An answer of which nothing is needed but that it came.
    struct Ignored: Decodable, Sendable {
        init(from decoder: any Decoder) throws {}
    }
}
