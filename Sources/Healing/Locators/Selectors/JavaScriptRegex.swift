/// A JavaScript regular expression as Swift's engine reads it; nil where the two are known to differ in ways that matter.
struct JavaScriptRegex: Sendable {
    private let source: String
    private let flags: String

    /// - Parameter flags: of JavaScript; `g`, `u`, `d` and `y` change nothing in a search for any match.
    init?(_ source: String, flags: String) {
        self.source = source
        self.flags = flags
        // `v` allows set notation; `y` would anchor the match; named groups and look-behind are the same in both.
        guard flags.allSatisfy({ "dgimsu".contains($0) }), compiled != nil else { return nil }
    }

    func matches(_ text: String) -> Bool {
        guard let compiled else { return false }
        return (try? compiled.firstMatch(in: text)) != nil
    }

    /// Compiled on each use: a compiled expression may not be shared between threads.
    private var compiled: Regex<AnyRegexOutput>? {
        guard var regex = try? Regex(source) else { return nil }
        regex = regex.matchingSemantics(.unicodeScalar).asciiOnlyDigits().asciiOnlyWordCharacters()
        if flags.contains("i") { regex = regex.ignoresCase() }
        if flags.contains("s") { regex = regex.dotMatchesNewlines() }
        if flags.contains("m") { regex = regex.anchorsMatchLineEndings() }
        return regex
    }
}
