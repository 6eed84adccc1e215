import JavaScript

/// The sources before and after a patch.
struct PatchSides {
    let changes: [FileChange]
    let before: [Script]
    let after: [Script]
    /// Files of the suite that the patch leaves alone.
    let context: [Script]

    init(changes: [FileChange], context: [SourceText]) {
        self.changes = changes
        let paths = Set(changes.map(\.path))
        before = changes.compactMap { change in change.before.map { Script(SourceText(path: change.path, text: $0)) } }
        after = changes.compactMap { change in change.after.map { Script(SourceText(path: change.path, text: $0)) } }
        self.context = context.filter { !paths.contains($0.path) }.map(Script.init)
    }

    /// What cannot be read cannot be judged.
    var syntaxProblems: [String] {
        after.compactMap { script in
            script.problems.first.map {
                "\(script.path):\(script.line(of: $0)): a bracket, string, template or comment is left open here"
            }
        }
    }
}
