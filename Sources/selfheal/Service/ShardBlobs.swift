import Domain
import Foundation
import Pipeline
import Queue

/// How the blob reports of a suite's parts come from the workers that ran them to the one that merges them: over the vault
/// where there is one, else over the disk that both work on.
///
/// An archive is named for the claim under which it was made, so that a worker which stalled replaces nobody else's.
struct ShardBlobs: Sendable {
    let data: String
    let vault: (any ArtifactVault)?

    /// Takes the archive away from where the part's run has left it.
    func put(_ blob: String, of claim: Claim) async throws {
        guard let parent = claim.job.parent else { return }
        if let vault {
            let key = Self.key(claim.job.id, claim.generation, of: parent)
            return try await vault.put(blob, as: key, contentType: "application/zip")
        }
        let place = JobFolders(data: data, job: parent).blob(of: claim.job.id, claim.generation)
        try Self.makeFolder(of: place)
        try? FileManager.default.removeItem(atPath: place)
        try FileManager.default.moveItem(atPath: blob, toPath: place)
    }

    /// - Returns: the archive on this disk; nil when it is not to be had.
    func fetch(_ part: ShardState) async throws -> String? {
        guard let parent = part.job.parent else { return nil }
        let place = JobFolders(data: data, job: parent).blob(of: part.job.id, part.generation)
        if FileManager.default.fileExists(atPath: place) { return place }
        guard let vault else { return nil }
        try Self.makeFolder(of: place)
        return try await vault.fetch(Self.key(part.job.id, part.generation, of: parent), into: place) ? place : nil
    }

    /// What the parts of the job's newest attempt have put into the vault.
    func delivered(to job: Job, _ store: any ShardStore) async -> [ShardState] {
        guard vault != nil, job.parent == nil else { return [] }
        return ((try? await store.shards(of: job.id)) ?? []).filter { $0.result != nil }
    }

    /// Removes them from the vault, once the job has ended; the pipeline cleans up the disk. What cannot be removed costs
    /// only space.
    func remove(_ parts: [ShardState], of job: Job) async {
        for part in parts { try? await vault?.remove(Self.key(part.job.id, part.generation, of: job.id)) }
    }

    private static func key(_ part: JobID, _ generation: Int64, of parent: JobID) -> String {
        "\(parent.text)/shards/\(part.text)-\(generation).zip"
    }

    private static func makeFolder(of file: String) throws {
        try FileManager.default.createDirectory(
            at: URL(filePath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
    }
}
