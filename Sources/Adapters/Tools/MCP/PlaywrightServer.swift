import Glibc

/// The two servers that Playwright brings along, in the order in which they are tried.
enum PlaywrightServer: CaseIterable {
    /// Debugs tests of the suite; from Playwright 1.56.
    case testRunner
    /// Only drives a browser.
    case browser

    /// The command line.
    /// - Parameters:
    ///   - test: the repository's own command, which says how its Playwright is called.
    ///   - environment: of the suite; says which browser is meant.
    func words(test: [String], environment: [String: String]) -> [String] {
        let call = PlaywrightCall(test)
        switch self {
        case .testRunner:
            return call.program + ["run-test-mcp-server", "--headless"] + call.configuration
        case .browser:
            let names = ["PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH", "CHROMIUM_PATH", "CHROME_PATH"]
            let browser = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
            // Chromium's sandbox does not start for root.
            return call.program + ["mcp", "--headless", "--isolated"]
                + (browser.map { ["--executable-path", $0] } ?? []) + (getuid() == 0 ? ["--no-sandbox"] : [])
        }
    }
}

/// A repository's test command, taken apart.
private struct PlaywrightCall {
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
