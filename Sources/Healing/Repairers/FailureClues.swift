/// What red tests tell of where the app may be broken: words, and lines of sources that errors name.
package struct FailureClues: Hashable, Sendable {
    private struct Line: Hashable {
        /// Without folders, which a server may name otherwise.
        let file: String
        let number: Int
    }

    private let words: Set<String>
    private let lines: Set<Line>

    /// Of one text; what is behind it adds no clue that a person would look for.
    private static let characterLimit = 16_000
    private static let nearLines = 3

    /// - Parameter texts: the failing step and what it expected and received, addresses, what console and server printed.
    package init(_ texts: [String]) {
        let texts = texts.map { String($0.prefix(Self.characterLimit)) }
        words = texts.reduce(into: []) { $0.formUnion(Self.words($1)) }
        lines = texts.reduce(into: []) { $0.formUnion(Self.lines($1)) }
    }

    /// How much a failure speaks of a changed place.
    /// - Parameters:
    ///   - changed: words of the lines that came and went there.
    ///   - around: words of the lines there and around it.
    ///   - rarity: in how many places a word was changed. One that is everywhere points nowhere.
    func weight(_ changed: Set<String>, _ around: Set<String>, rarity: [String: Int]) -> Double {
        // In an order of its own, because sums of fractions depend on it.
        let own = changed.intersection(words).sorted().reduce(0.0) { $0 + 1 / Double(max(1, rarity[$1] ?? 1)) }
        let near = around.subtracting(changed).intersection(words).sorted()
            .reduce(0.0) { $0 + 0.25 / Double(max(1, rarity[$1] ?? 1)) }
        return own + near
    }

    /// Whether an error names the place, or at least its file.
    /// - Parameter lines: of the version that ran, from 0.
    func names(_ path: String, lines place: Range<Int>) -> (file: Bool, place: Bool) {
        guard let name = path.split(separator: "/").last else { return (false, false) }
        let named = lines.filter { $0.file == name }
        let isNear = named.contains { line in
            line.number - 1 >= place.lowerBound - Self.nearLines && line.number - 1 <= place.upperBound + Self.nearLines
        }
        return (!named.isEmpty, isNear)
    }

    /// In small letters, `cartCount` and `cart-count` as two each.
    static func words(_ text: String) -> Set<String> {
        var result: Set<String> = []
        for run in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            var word = ""
            for character in run {
                if character.isUppercase, word.last?.isUppercase == false {
                    result.insert(word.lowercased())
                    word = ""
                }
                word.append(character)
            }
            result.insert(word.lowercased())
        }
        return result.filter { $0.count > 2 && !common.contains($0) }
    }

    /// `cart.js:12:5`, wherever the file lies.
    private static func lines(_ text: String) -> Set<Line> {
        var result: Set<Line> = []
        for part in text.split(whereSeparator: { $0.isWhitespace || "()<>'\"`,".contains($0) }) {
            let pieces = part.split(separator: ":")
            for (path, number) in zip(pieces, pieces.dropFirst()) {
                let name = (path.split(separator: "/").last ?? "").prefix { $0 != "?" }
                guard let line = Int(number), line > 0, name.contains(".") else { continue }
                result.insert(Line(file: String(name), number: line))
            }
        }
        return result
    }

    /// Words of runners and languages, which say nothing of an app.
    private static let common: Set<String> = [
        "the", "and", "for", "not", "with", "was", "has", "but", "error", "expect", "expected", "received", "timeout",
        "timed", "out", "exceeded", "waiting", "locator", "page", "test", "internal", "role", "testid", "call", "log",
        "true", "false", "null", "const", "let", "var", "function", "return", "await", "async", "this", "new", "div",
        "span", "class", "http", "https", "localhost", "string", "element", "elements", "resolved", "unexpected",
        "value",
    ]
}
