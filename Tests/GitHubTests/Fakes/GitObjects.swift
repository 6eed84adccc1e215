import Cryptography

/// Blobs, trees and commits by name, as a Git server keeps them; names are hashes, but not Git's.
struct GitObjects {
    struct Entry: Hashable {
        var mode: String
        var blob: String
    }
    /// All files below a tree by their paths.
    typealias Tree = [String: Entry]

    struct Commit: Hashable {
        var tree: String
        var parents: [String]
        var message: String
        var name: String
        var email: String
        var date: String
    }

    private(set) var blobs: [String: String] = [:]
    private(set) var trees: [String: Tree] = [:]
    private(set) var commits: [String: Commit] = [:]

    mutating func store(blob text: String) throws -> String {
        let sha = try Self.name("blob \(text)")
        blobs[sha] = text
        return sha
    }

    /// Its folders are trees too.
    @discardableResult
    mutating func store(tree: Tree) throws -> String {
        for folder in Set(tree.keys.compactMap { Self.folder(of: $0) }) {
            try store(tree: Self.below(folder, in: tree))
        }
        let sha = try Self.name(of: tree)
        trees[sha] = tree
        return sha
    }

    mutating func store(commit: Commit) throws -> String {
        let sha = try Self.name("commit \(commit)")
        commits[sha] = commit
        return sha
    }

    /// What lies right below a tree: path, mode, type, name.
    func listing(of sha: String) throws -> [(path: String, mode: String, type: String, sha: String)]? {
        guard let tree = trees[sha] else { return nil }
        let files = tree.filter { Self.folder(of: $0.key) == nil }.map {
            ($0.key, $0.value.mode, "blob", $0.value.blob)
        }
        let folders = try Set(tree.keys.compactMap { Self.folder(of: $0) }).map {
            ($0, "040000", "tree", try Self.name(of: Self.below($0, in: tree)))
        }
        return (files + folders).sorted { $0.0 < $1.0 }
    }

    func files(of commit: String) -> [String: String] {
        let tree = commits[commit].flatMap { trees[$0.tree] } ?? [:]
        return tree.compactMapValues { blobs[$0.blob] }
    }

    func isAncestor(_ ancestor: String, of commit: String) -> Bool {
        ancestor == commit || (commits[commit]?.parents ?? []).contains { isAncestor(ancestor, of: $0) }
    }

    private static func folder(of path: String) -> String? {
        path.contains("/") ? path.split(separator: "/").first.map(String.init) : nil
    }

    private static func below(_ folder: String, in tree: Tree) -> Tree {
        let inside = tree.filter { $0.key.hasPrefix(folder + "/") }
        return Dictionary(uniqueKeysWithValues: inside.map { (String($0.key.dropFirst(folder.count + 1)), $0.value) })
    }

    private static func name(of tree: Tree) throws -> String {
        try name(
            "tree "
                + tree.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.mode) \($0.value.blob)" }.joined(
                    separator: "\n"))
    }

    private static func name(_ content: String) throws -> String {
        String(try SHA256.hexadecimal(of: Array(content.utf8)).prefix(40))
    }
}
