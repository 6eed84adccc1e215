import Domain
import HTTPClient
import Pipeline
import Tools

extension Wiring {
    /// The place for artifacts that every node reaches; nil when each node keeps its own.
    func vault(_ settings: ArtifactSettings?) -> (any ArtifactVault)? {
        switch settings {
        case nil: return nil
        case .folder(let folder): return FolderVault(folder: folder)
        case .bucket(let bucket):
            guard let keys = secrets.vaultKeys else { return nil }
            return S3Vault(
                tools: tools, environment: children, settings: bucket,
                keys: .init(id: Secret(keys.id), secret: Secret(keys.secret), session: keys.session.map { Secret($0) }))
        }
    }
}
