import Domain
import Foundation
import Pipeline

/// What jobs leave behind, in the vault: each job's files, and an index that is written last, so that nobody has to list the
/// vault and nobody sees half of a job.
struct JobArchive: Sendable {
    let vault: any ArtifactVault

    struct Index: Codable, Equatable {
        let node: String
        let attempt: Int
        let artifacts: [HealingReport.Artifact]
    }

    /// Files that are put at once.
    private static let width = 4

    /// Copies the files of a job's attempt, which has done its work.
    /// - Parameter hold: called before anything replaces what is there, so that only who still has the job does.
    func keep(
        _ job: Job, of node: String, in folders: JobFolders, hold: () async throws -> Void = {}
    ) async throws {
        let artifacts = folders.list()
        let before = try? await index(of: job.id)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (place, artifact) in artifacts.enumerated() {
                if place >= Self.width { try await group.next() }
                group.addTask {
                    try await vault.put(
                        "\(folders.artifacts)/\(artifact.name)", as: Self.key(job.id, artifact.name),
                        contentType: artifact.contentType)
                }
            }
            try await group.waitForAll()
        }
        let index = Index(node: node, attempt: job.attempt, artifacts: artifacts)
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try JSON.encode(index).write(to: file)
        try await hold()
        try await vault.put(
            file.path(percentEncoded: false), as: Self.indexKey(job.id), contentType: "application/json")
        // What an earlier attempt left under other names.
        let names = Set(artifacts.map(\.name))
        for old in before?.artifacts ?? [] where !names.contains(old.name) {
            try? await vault.remove(Self.key(job.id, old.name))
        }
    }

    /// - Returns: nil when nothing of the job is in the vault.
    func index(of job: JobID) async throws -> Index? {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        guard try await vault.fetch(Self.indexKey(job), into: file.path(percentEncoded: false)) else { return nil }
        let index = try JSON.decode(Index.self, from: try Data(contentsOf: file))
        // Whoever may write into the vault may not choose the places of files on this node.
        return Index(
            node: index.node, attempt: index.attempt, artifacts: index.artifacts.filter { Self.isInside($0.name) })
    }

    func fetch(_ name: String, of job: JobID, into file: String) async throws -> Bool {
        try await vault.fetch(Self.key(job, name), into: file)
    }

    /// For a job that is no more. What cannot be removed costs only space.
    func remove(_ job: JobID) async {
        guard let index = try? await index(of: job) else { return }
        for artifact in index.artifacts { try? await vault.remove(Self.key(job, artifact.name)) }
        try? await vault.remove(Self.indexKey(job))
    }

    private static func isInside(_ name: String) -> Bool {
        name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !["", ".", ".."].contains($0) }
    }

    private static func key(_ job: JobID, _ name: String) -> String { "\(job.text)/files/\(name)" }
    private static func indexKey(_ job: JobID) -> String { "\(job.text)/index.json" }
}
