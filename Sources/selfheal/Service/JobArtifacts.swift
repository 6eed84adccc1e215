import Domain
import Pipeline
import StatusAPI

/// A job's artifacts on the local disk.
struct JobArtifacts: ArtifactStore {
    let folders: JobFolders

    func list() -> [HealingReport.Artifact] { folders.list() }

    /// Only names that `list` knows, so that no name leads out of the folder.
    func path(of name: String) -> String? {
        list().contains { $0.name == name } ? "\(folders.artifacts)/\(name)" : nil
    }
}
