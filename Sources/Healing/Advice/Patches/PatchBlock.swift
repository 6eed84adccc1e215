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
    /// - Throws: `AnswerRejected` for a text that is neither blocks nor the word NONE.
    static func all(in text: String) throws -> [PatchBlock] {
        var blocks: [PatchBlock] = []
        var state = State.outside
        var path = ""
        var search: [Substring] = []
        var replace: [Substring] = []
        for line in text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false) {
            switch (state, marker(line)) {
            case (.outside, .search): state = .search
            case (.search, .middle): state = .replace
            case (.replace, .end):
                blocks.append(
                    PatchBlock(
                        path: path, search: search.joined(separator: "\n"), replace: replace.joined(separator: "\n")))
                (state, search, replace) = (.outside, [], [])
            case (.outside, nil): if let name = pathName(line) { path = name }
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

    private static func marker(_ line: Substring) -> Marker? {
        if line.hasPrefix("<<<<<<< SEARCH") { return .search }
        if line.hasPrefix("=======") { return .middle }
        if line.hasPrefix(">>>>>>> REPLACE") { return .end }
        return nil
    }

    /// A line that could be a path: one word with a dot, whatever a model decorates it with.
    private static func pathName(_ line: Substring) -> String? {
        let word = line.trimmingPrefix("#").split(separator: " ").joined()
        let name = word.filter { !"`*:\"'".contains($0) }
        guard line.split(separator: " ").count <= 2, name.contains("."), !name.hasSuffix(".") else { return nil }
        return String(name)
    }
}
