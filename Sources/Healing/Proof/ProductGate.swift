/// Judges a change of the product's own code by its text alone. It is only ever proposed as a draft; what does not pass is
/// not even that.
package struct ProductGate: Hashable, Sendable {
    /// Files that the change was asked for, by path in the repository.
    private let offered: Set<String>
    /// Text at the last good commit of the files that are brought back to it, by path.
    private let base: [String: String]
    private static let fileLimit = 3
    private static let changedLineLimit = 40

    /// - Parameter base: text at the last good commit of files in which the change only brings back what stood there. People
    ///   wrote and ran both versions, so that it may bring what a change of one's own may not, and no line beside them.
    package init(offered: Set<String>, restoring base: [String: String] = [:]) {
        self.offered = offered
        self.base = base
    }

    package func judge(_ changes: [FileChange]) -> [ProofCheck] {
        let assessment = ChangeAssessment(changes)
        let lines = changes.reduce(0) { $0 + $1.changedLines }
        let sides = PatchSides(changes: changes.filter { Self.isScript($0.path) }, context: [])
        let written = changes.filter { base[$0.path] == nil }
        let writtenSides = PatchSides(changes: written.filter { Self.isScript($0.path) }, context: [])
        return [
            ProofCheck(
                name: "paths", problems: changes.compactMap(pathProblem), otherwise: "only offered files are changed"),
            ProofCheck(
                name: "size",
                problems: (lines == 0 ? ["the patch changes nothing"] : [])
                    + (lines > Self.changedLineLimit
                        ? ["\(lines) lines are changed, more than \(Self.changedLineLimit)"] : [])
                    + (changes.count > Self.fileLimit
                        ? ["\(changes.count) files are changed, more than \(Self.fileLimit)"] : []),
                otherwise: "\(lines) changed lines"),
            ProofCheck(name: "syntax", problems: sides.syntaxProblems, otherwise: "every changed script can be read"),
            ProofCheck(
                name: "no-data-destroyed",
                problems: assessment.isDestructive ? ["a statement in it destroys data"] : [],
                otherwise: "no statement in it destroys data"),
            ProofCheck(
                name: "nothing-smuggled",
                problems: written.flatMap(Self.smuggled) + Self.hazards(writtenSides) + changes.flatMap(unknownLines),
                otherwise: "no address, program, module, code from text or secret that was not there before"),
        ]
    }

    private func pathProblem(_ change: FileChange) -> String? {
        let file = ChangedFile(change)
        if !offered.contains(change.path) { return "\(change.path): it was not among the files that were asked about" }
        if !Self.isScript(change.path), !Self.isPage(change.path) {
            return "\(change.path): what is neither a script nor a page cannot be judged, and would be run to prove it"
        }
        if change.before == nil || change.after == nil { return "\(change.path): no file is made or deleted" }
        if file.isTest || ChangeAssessment([change]).kinds == [.testData] {
            return "\(change.path): the tests are not bent to fit the product"
        }
        return nil
    }

    /// Lines that stand in neither version of a file of which a part is brought back.
    private func unknownLines(_ change: FileChange) -> [String] {
        guard let base = base[change.path] else { return [] }
        let lines = { (text: String) in Set(text.split(whereSeparator: \.isNewline)) }
        let known = lines(base).union(lines(change.before ?? ""))
        return (change.after ?? "").split(whereSeparator: \.isNewline).filter { !known.contains($0) }
            .map { "\(change.path): `\($0)` stands in none of its versions" }
    }

    private static func isScript(_ path: String) -> Bool {
        [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"].contains(where: path.hasSuffix)
    }

    private static func isPage(_ path: String) -> Bool { [".html", ".htm", ".css"].contains(where: path.hasSuffix) }

    /// Words that a repair of a bug has no need of, where the file did not have as many before.
    private static func smuggled(_ change: FileChange) -> [String] {
        let everywhere = [
            "http://", "https://", "ws://", "wss://", "eval(", "new Function", "child_process", "innerHTML",
            "document.write", "XMLHttpRequest", "fetch(", "sendBeacon", "WebSocket", "EventSource", "import(",
            "require(",
            "process.", "process[", "globalThis", "constructor(", "[\"constructor\"]", "['constructor']",
        ]
        let pages = [
            "<script", "<iframe", "<object", "<embed", "<link", "<base", "<form", "src=", "srcset=", "url(", "@import",
            "action=", "\"//", "'//",
        ]
        return (everywhere + (isPage(change.path) ? pages : []))
            .filter { count($0, in: change.after) > count($0, in: change.before) }
            .map { "\(change.path): the change brings `\($0)`" }
    }

    /// What a script could do to the machine that proves it. Read from its tokens, so that no way of writing hides it.
    private static func hazards(_ sides: PatchSides) -> [String] {
        let kinds: Set<Hazard.Kind> = [.systemAccess, .imported, .process, .code, .host, .injected]
        var known = AssertionLedger(scripts: sides.before).hazards
        return AssertionLedger(scripts: sides.after).hazards.compactMap { hazard in
            guard kinds.contains(hazard.kind) else { return nil }
            let isSame = { (other: Hazard) in
                other.kind == hazard.kind && other.file == hazard.file && other.text == hazard.text
            }
            if let index = known.firstIndex(where: isSame) {
                known.remove(at: index)
                return nil
            }
            return "\(hazard.file):\(hazard.line): \(hazard.text): \(hazard.kind.rawValue)"
        }
    }

    private static func count(_ word: String, in text: String?) -> Int { (text ?? "").ranges(of: word).count }
}
