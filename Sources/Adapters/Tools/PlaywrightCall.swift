/// A repository's test command, taken apart.
struct PlaywrightCall {
    /// The words before `test`.
    let program: [String]
    let configuration: [String]

    init(_ words: [String]) {
        let place = words.indices.dropFirst().first { index in
            words[index] == "test" && Self.isPlaywright(words[index - 1])
        }
        // A script of the package hides how Playwright is called.
        program = place.map { Array(words[..<$0]) } ?? ["npx", "playwright"]
        let named = words.indices.dropLast().first { ["-c", "--config"].contains(words[$0]) }
        let joined = words.first { $0.hasPrefix("--config=") }
        let file = named.map { words[$0 + 1] } ?? joined.map { String($0.dropFirst("--config=".count)) }
        configuration = file.map { ["--config", $0] } ?? []
    }

    private static func isPlaywright(_ word: String) -> Bool {
        word == "playwright" || word.hasSuffix("/playwright") || word.hasSuffix("/cli.js")
    }
}
