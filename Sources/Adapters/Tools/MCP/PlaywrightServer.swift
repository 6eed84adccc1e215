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
