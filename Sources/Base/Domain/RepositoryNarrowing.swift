/// What a repository's own `.selfheal.yaml` asks to be left out. Its content is the repository's, so it can take away from
/// what the service's configuration grants, and add nothing.
package struct RepositoryNarrowing: Hashable, Sendable {
    package static let fileName = ".selfheal.yaml"

    /// Projects of the suite that are run; nil: nothing is said.
    package var projects: [String]?
    /// Names of the playbooks that may be executed; nil: nothing is said.
    package var playbooks: [String]?
    package var forbidsModels = false
    package var forbidsPublishing = false
    package var forbidsReverts = false

    package init() {}
}

extension RepositorySettings {
    /// What is left of the settings. Where no project would be left, the configured ones stay, because an empty list means
    /// all of them.
    package func narrowed(by narrowing: RepositoryNarrowing) -> RepositorySettings {
        var result = self
        if let wanted = narrowing.projects {
            let kept = projects.isEmpty ? wanted : projects.filter(wanted.contains)
            if !kept.isEmpty { result.projects = kept }
        }
        if let allowed = narrowing.playbooks { result.playbooks = playbooks.filter { allowed.contains($0.name) } }
        result.mayAskModels = mayAskModels && !narrowing.forbidsModels
        result.mayPublish = mayPublish && !narrowing.forbidsPublishing
        result.mayRevert = mayRevert && !narrowing.forbidsReverts
        return result
    }
}
