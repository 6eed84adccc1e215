/// One piece of a file, and what shall stand in its place.
package struct PatchBlock: Hashable, Sendable, Codable {
    package let path: String
    package let search: String
    package let replace: String

    package init(path: String, search: String, replace: String) {
        self.path = path
        self.search = search
        self.replace = replace
    }

    private static let blockLimit = 12

    private enum State { case outside, search, replace }

    /// Reads the blocks of an answer; fences and words around them do not count.
    /// - Parameter paths: of the files that were offered. A single one need not be named.
    /// - Throws: `AnswerRejected` for a text that is neither blocks nor the word NONE.
    static func all(in text: String, paths: [String]) throws -> [PatchBlock] {
        var blocks: [PatchBlock] = []
        var state = State.outside
        var path = paths.count == 1 ? paths[0] : ""
        var search: [String] = []
        var replace: [String] = []
        for line in SourceLines(text.replacing("\r\n", with: "\n")).lines {
            switch (state, marker(line)) {
            case (.outside, .search): state = .search
            case (.search, .middle): state = .replace
            case (.replace, .end):
                blocks.append(
                    PatchBlock(
                        path: path, search: search.joined(separator: "\n"), replace: replace.joined(separator: "\n")))
                (state, search, replace) = (.outside, [], [])
            case (.outside, nil): if let name = pathName(line, among: paths) { path = name }
            case (.search, nil): search.append(line)
            case (.replace, nil): replace.append(line)
            default: throw AnswerRejected("the marks of a block are out of order at `\(line.prefix(60))`")
            }
        }
        guard state == .outside else { throw AnswerRejected("the last block has no end: the answer was cut off") }
        guard blocks.count <= blockLimit else { throw AnswerRejected("\(blocks.count) blocks are too many") }
        guard !blocks.isEmpty || text.split(whereSeparator: { !$0.isLetter }).contains("NONE") else {
            throw AnswerRejected("there is neither a block nor the word NONE")
        }
        return blocks
    }

    private enum Marker { case search, middle, end }

    private static func marker(_ line: String) -> Marker? {
        if line.hasPrefix("<<<<<<< SEARCH") { return .search }
        if line.hasPrefix("=======") { return .middle }
        if line.hasPrefix(">>>>>>> REPLACE") { return .end }
        return nil
    }

    /// A path on a line of its own, whatever a model decorates it with: one that was offered, else one word that could
    /// be one, so that the model is told which it was.
    private static func pathName(_ line: String, among paths: [String]) -> String? {
        let bare = String(line.filter { !"`*\"'".contains($0) }.trimmingPrefix { "# ".contains($0) })
        let name = String(bare.reversed().drop { ": ".contains($0) }.reversed())
        if let offered = paths.filter({ name == $0 || name.hasSuffix(" " + $0) }).max(by: { $0.count < $1.count }) {
            return offered
        }
        let isOneWord = !name.contains(" ") && name.contains(".") && !name.hasSuffix(".")
        return isOneWord ? name : nil
    }
}
