import Domain
import Yams

/// Reads the `.selfheal.yaml` of a repository. A file that wants more than it may is an error, not passed over: whoever
/// wrote it must not believe that it counts.
enum NarrowingFile {
    private enum Nothing: String, CaseIterable { case none }

    private static let limitBytes = 64 * 1024
    private static let keys = ["projects", "playbooks", "llm", "publish", "reverts"]

    /// - Throws: `ConfigurationError`
    static func parse(_ text: String) throws -> RepositoryNarrowing {
        let file = RepositoryNarrowing.fileName
        guard text.utf8.count <= limitBytes else {
            throw ConfigurationError(problems: ["\(file) is larger than \(limitBytes) octets"])
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw ConfigurationError(problems: ["\(file) is no valid YAML: \(error)"])
        }
        var result = RepositoryNarrowing()
        guard let root else { return result }
        let problems = ConfigurationProblems()
        let top = YAMLSection(root, path: "", file: file, known: keys, problems: problems)
        result.projects = top.texts("projects")
        result.playbooks = top.texts("playbooks")
        let (models, publishing): (Nothing?, Nothing?) = (top.choice("llm"), top.choice("publish"))
        let reverts: Nothing? = top.choice("reverts")
        result.forbidsModels = models != nil
        result.forbidsPublishing = publishing != nil
        result.forbidsReverts = reverts != nil
        if !problems.list.isEmpty { throw ConfigurationError(problems: problems.list) }
        return result
    }
}
