import Domain
import Foundation
import Pipeline
import Queue

/// How the blob reports of a suite's parts come from the workers that ran them to the one that merges them: over the vault
/// where there is one, else over the disk that both work on.
struct ShardBlobs: Sendable {
    let data: String
    let vault: (any ArtifactVault)?

    /// Takes the archive away from where the part's run has left it.
    func put(_ blob: String, of part: Job) async throws {
        guard let parent = part.parent else { return }
        if let vault { return try await vault.put(blob, as: Self.key(part, parent), contentType: "application/zip") }
        let place = place(part, parent)
        try Self.makeFolder(of: place)
        try? FileManager.default.removeItem(atPath: place)
        try FileManager.default.moveItem(atPath: blob, toPath: place)
    }

    /// - Returns: the archive on this disk; nil when it is not to be had.
    func fetch(_ part: Job) async throws -> String? {
        guard let parent = part.parent else { return nil }
        let place = place(part, parent)
        if FileManager.default.fileExists(atPath: place) { return place }
        guard let vault else { return nil }
        try Self.makeFolder(of: place)
        return try await vault.fetch(Self.key(part, parent), into: place) ? place : nil
    }

    /// Removes what the parts of an ended job have put into the vault; the pipeline cleans up the disk. What cannot be
    /// removed costs only space.
    func forget(_ job: Job, _ store: any ShardStore) async {
        guard let vault, job.parent == nil else { return }
        for part in (try? await store.shards(of: job.id)) ?? [] where part.result != nil {
            try? await vault.remove(Self.key(part.job, job.id))
        }
    }

    private func place(_ part: Job, _ parent: JobID) -> String { JobFolders(data: data, job: parent).blob(of: part.id) }

    private static func key(_ part: Job, _ parent: JobID) -> String { "\(parent.text)/shards/\(part.id.text).zip" }

    private static func makeFolder(of file: String) throws {
        try FileManager.default.createDirectory(
            at: URL(filePath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
    }
}
