import Domain
import Foundation
import Logging
import Pipeline
import Queue
import StatusAPI

/// A job's artifacts: on this node's disk when it ran the job, else from the vault.
struct JobArtifacts: ArtifactStore {
    let job: Job
    let data: String
    /// This one.
    let node: String
    let places: any JobPlaces
    /// nil: files stay where they were made.
    let archive: JobArchive?
    let cache: ArtifactCache
    let logger: Logger

    private var folders: JobFolders { JobFolders(data: data, job: job.id) }

    func list() async throws -> [HealingReport.Artifact] {
        let here = folders.list()
        let place = try await places.node(of: job.id) ?? node
        if place == node, !here.isEmpty || archive == nil { return here }
        return try await archived(at: place)?.artifacts ?? here
    }

    /// Only names that the list has, so that no name leads out of the folder.
    func path(of name: String) async throws -> String? {
        let place = try await places.node(of: job.id) ?? node
        if place == node, folders.list().contains(where: { $0.name == name }) { return "\(folders.artifacts)/\(name)" }
        guard let index = try await archived(at: place), let archive,
            index.artifacts.contains(where: { $0.name == name })
        else { return nil }
        return try await cache.file("\(job.id.text)/\(index.attempt)/\(name)") { path in
            try await reaching { try await archive.fetch(name, of: job.id, into: path) }
        }
    }

    /// Tells the client of a vault that fails, and the log how.
    private func reaching<Value>(_ look: () async throws -> Value) async throws -> Value {
        do {
            return try await look()
        } catch let error as VaultError {
            logger.error("Artifacts not fetched", metadata: ["job.id": "\(job.id)", "error": "\(error)"])
            throw ArtifactsUnreachable(job: job.id, mayPass: error.mayPass)
        }
    }

    /// - Returns: nil when this node made the files and has not put them into the vault yet.
    private func archived(at place: String) async throws -> JobArchive.Index? {
        guard let archive else {
            if place == node { return nil }
            throw elsewhere(place, "ask that node, or give all of them a common place with `artifacts`")
        }
        if let index = try await reaching({ try await archive.index(of: job.id) }), index.attempt == job.attempt {
            return index
        }
        if place == node { return nil }
        throw elsewhere(
            place,
            job.state.isFinal
                ? "it could not put them into the vault; its log says why"
                : "they come here when the job has ended")
    }

    private func elsewhere(_ place: String, _ remedy: String) -> ArtifactsElsewhere {
        ArtifactsElsewhere(job: job.id, node: place, remedy: remedy)
    }
}
