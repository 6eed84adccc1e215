import Pipeline

/// Stores the new content of files as a tree upon another one, each file with the mode that it has there.
struct TreeWriter: Sendable {
    static let regularFile = "100644"
    static let executableFile = "100755"

    let repository: GitHubRepository

    /// The name of the new tree, which is `base` itself when nothing differs.
    func write(_ files: [PullRequestDraft.File], on base: String) async throws -> String {
        var folders: [String: [GitHubRepository.TreeEntry]] = [:]
        var entries: [GitHubRepository.TreeEntry] = []
        for file in files {
            let mode = try await mode(of: file.path, in: base, folders: &folders)
            let blob = try await repository.makeBlob(file.text)
            entries.append(.init(path: file.path, mode: mode, type: "blob", sha: blob))
        }
        return try await repository.makeTree(entries, on: base)
    }

    /// Walks down folder by folder: a whole tree at once can be larger than any limit.
    private func mode(
        of path: String, in base: String, folders: inout [String: [GitHubRepository.TreeEntry]]
    ) async throws -> String {
        var folder: String? = base
        var entry: GitHubRepository.TreeEntry?
        for part in path.split(separator: "/") {
            guard let tree = folder else { return try missing(path, below: entry) }
            if folders[tree] == nil { folders[tree] = try await repository.entries(ofTree: tree) }
            entry = folders[tree]?.first { $0.path == part }
            folder = entry?.type == "tree" ? entry?.sha : nil
        }
        guard let entry else { return Self.regularFile }
        guard [Self.regularFile, Self.executableFile].contains(entry.mode) else {
            throw GitHubFailure.unfit("\(path) of \(repository.name) is a link or a folder there, no file to change")
        }
        return entry.mode
    }

    /// A file in a new folder is fine, one below a file is not: it would replace that.
    private func missing(_ path: String, below entry: GitHubRepository.TreeEntry?) throws -> String {
        guard entry == nil else {
            throw GitHubFailure.unfit("\(path) of \(repository.name) lies below something that is no folder there")
        }
        return Self.regularFile
    }
}
