package import Domain
import Foundation

/// Where one job keeps its files.
package struct JobFolders: Hashable, Sendable {
    /// Worktrees; gone when the job has ended.
    package let workspace: String
    /// What the job leaves behind: reports, traces, screenshots.
    package let artifacts: String

    package init(data: String, job: JobID) {
        workspace = "\(data)/workspaces/\(job.text)"
        artifacts = "\(data)/artifacts/\(job.text)"
    }

    /// The commit under repair.
    var head: String { workspace + "/head" }
    /// Of a part of a suite: what its run writes.
    var shard: String { workspace + "/shard" }
    /// The last good commit.
    var base: String { workspace + "/base" }
    /// The commit with a repair applied.
    var proof: String { workspace + "/proof" }

    /// Folder of one run's artifacts.
    func run(_ name: String) -> String { "\(artifacts)/\(name)" }

    /// Of a job whose suite runs in parts: where the archive of one of them lies until the job ends.
    /// - Parameter generation: of the claim under which it was made.
    package func blob(of shard: JobID, _ generation: Int64) -> String { "\(blobs)/\(shard.text)-\(generation).zip" }
    var blobs: String { artifacts + "/shards" }

    /// The worktree of a commit under repair that a path leads into, whichever job and node laid it out; nil for any other
    /// path.
    static func head(of path: String) -> String? {
        var start = path.startIndex
        while let found = path[start...].firstRange(of: "/workspaces/") {
            let parts = path[found.upperBound...].split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
            if parts.count == 3, parts[1] == "head", JobID(String(parts[0])) != nil {
                return String(path[..<parts[1].endIndex])
            }
            start = path.index(after: found.lowerBound)
        }
        return nil
    }

    /// Name of a file below the artifacts folder, as the report gives it; nil for anything outside of it.
    func artifactName(_ path: String) -> String? {
        path.hasPrefix(artifacts + "/") ? String(path.dropFirst(artifacts.count + 1)) : nil
    }

    /// For a job that is no more.
    package func removeAll() {
        for folder in [workspace, artifacts] { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// Jobs that have artifacts in a data folder.
    package static func jobsWithArtifacts(in data: String) -> [JobID] { jobs(in: "\(data)/artifacts") }

    /// Jobs that have worktrees in a data folder.
    package static func jobsWithWorkspaces(in data: String) -> [JobID] { jobs(in: "\(data)/workspaces") }

    private static func jobs(in folder: String) -> [JobID] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { JobID($0) }.sorted()
    }

    /// Every artifact, sorted by name. The parts' archives are none: what they hold comes into the job's own.
    package func list() -> [HealingReport.Artifact] {
        guard let walk = FileManager.default.enumerator(atPath: artifacts) else { return [] }
        var found: [HealingReport.Artifact] = []
        while let name = walk.nextObject() as? String {
            guard let attributes = walk.fileAttributes, attributes[.type] as? FileAttributeType == .typeRegular,
                !(name.split(separator: "/").last ?? "").hasPrefix("."), !name.hasPrefix("shards/")
            else { continue }
            let bytes = (attributes[.size] as? NSNumber)?.intValue ?? 0
            found.append(.init(name: name, bytes: bytes, contentType: Self.contentType(of: name)))
        }
        return found.sorted { $0.name < $1.name }
    }

    /// By the ending of the name; what a browser might run as a page is sent as plain text.
    package static func contentType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "json": "application/json"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "webm": "video/webm"
        case "zip": "application/zip"
        case "md", "txt", "diff", "log", "html", "svg", "js": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}
