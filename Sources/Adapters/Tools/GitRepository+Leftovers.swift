import Foundation

/// What a git leaves behind that was killed at its work, as by the end of a container: files by which it kept others away.
/// Git never removes those of another process, and refuses to work beside them.
extension GitRepository {
    private static let names = ["HEAD", "FETCH_HEAD", "config", "packed-refs", "shallow"]

    /// Only for whoever has the turn at the mirror, and so knows that no other git writes there.
    func removeLocks(inMirror mirror: String) {
        var left = Self.names.map { "\(mirror)/\($0).lock" }
        // Links are not followed, and git makes none here.
        if let walk = FileManager.default.enumerator(atPath: mirror + "/refs") {
            // No branch can have such a name. Source: git-check-ref-format.
            while let name = walk.nextObject() as? String {
                if name.hasSuffix(".lock") { left.append("\(mirror)/refs/\(name)") }
            }
        }
        for path in left { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Forgets worktrees that a git was killed while adding. It writes the null id for their commit at first and keeps them
    /// locked, so that no `prune` takes them, and whatever walks all refs, as every fetch does, calls that a bad object.
    /// Only for whoever has the turn at the mirror. Source: `add_worktree` of git's builtin/worktree.c.
    func removeUnfinishedWorktrees(ofMirror mirror: String) {
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: mirror + "/worktrees")) ?? [] {
            let folder = "\(mirror)/worktrees/\(name)"
            // What cannot be read is somebody's.
            guard let head = files.contents(atPath: folder + "/HEAD").map({ String(decoding: $0, as: UTF8.self) }),
                head.contains("0"), head.allSatisfy({ $0 == "0" || $0.isWhitespace })
            else { continue }
            try? files.removeItem(atPath: folder)
        }
    }

    /// A worktree belongs to one job, whose gits run one after the other.
    func removeLock(ofWorktree folder: String) async throws {
        let lock = try await git(["rev-parse", "--git-path", "index.lock"], in: folder, contacting: nil)
            .trimmingCharacters(in: .newlines)
        try? FileManager.default.removeItem(atPath: lock.hasPrefix("/") ? lock : "\(folder)/\(lock)")
    }
}
