import Domain
import Pipeline

/// The command line of one run.
struct PlaywrightArguments {
    /// Beyond this a filter by title is left out and whole files run: a single argument may have 128 KiB on Linux.
    private static let filterLimitBytes = 60_000
    let words: [String]

    init(_ run: SuiteRun, reporter: String) {
        var words = run.repository.test
        words += ["--reporter=\(run.shard == nil ? "json" : "blob"),\(reporter)"]
        words += ["--output=\(run.output)/results", "--trace=\(run.tracing.rawValue)"]
        // A small suite has fewer tests than parts.
        if let shard = run.shard { words += ["--shard=\(shard.index)/\(shard.total)", "--pass-with-no-tests"] }
        words += run.projects.map { "--project=\($0)" }
        if run.repeats > 1 { words.append("--repeat-each=\(run.repeats)") }
        if let seconds = run.testTimeoutSeconds { words.append("--timeout=\(Int((seconds * 1_000).rounded()))") }
        if let retries = run.retries { words.append("--retries=\(retries)") }
        if !run.tests.isEmpty {
            // Tags follow each title, also those of a `describe`, in what Playwright matches.
            let titles = Set(run.tests.map { $0.titles.map(Self.escaped).joined(separator: "(?: @\\S+)* ") }).sorted()
            let filter = "(?:^|\\s)(?:\(titles.joined(separator: "|")))(?: @\\S+)*$"
            if filter.utf8.count <= Self.filterLimitBytes { words.append("--grep=\(filter)") }
            words += Set(run.tests.map { "/" + Self.escaped($0.file) + "$" }).sorted()
        }
        self.words = words
    }

    /// Playwright reads filters as regular expressions.
    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if "\\^$.*+?()[]{}|/".contains(character) { result.append("\\") }
            result.append(character)
        }
    }
}
