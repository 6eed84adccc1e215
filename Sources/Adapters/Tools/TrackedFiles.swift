import Foundation

/// Which files belong to a commit and so are never changed by a playbook.
struct TrackedFiles: Sendable {
    let git: GitRepository

    /// Those of `paths`, all absolute, that a git repository around them tracks.
    func among(_ paths: [String]) async throws -> Set<String> {
        var tracked: Set<String> = []
        for (folder, files) in Dictionary(grouping: paths, by: Self.folder) {
            let names = files.map { String($0.dropFirst(folder.count + 1)) }
            for name in try await list(names, in: folder) { tracked.insert("\(folder)/\(name)") }
        }
        return tracked
    }

    private func list(_ names: [String], in folder: String) async throws -> [String] {
        do {
            let listed = try await git.git(
                ["ls-files", "-z", "--"] + names, in: folder, contacting: nil,
                variables: ["GIT_LITERAL_PATHSPECS": "1"])
            return listed.split(separator: "\0").map(String.init)
        } catch let error as GitError where error.description.contains("not a git repository") {
            return []
        }
    }

    private static func folder(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
}
