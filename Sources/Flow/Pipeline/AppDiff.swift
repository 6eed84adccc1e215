/// The words that a commit took away and brought, in files that are neither tests nor documents.
struct AppDiff {
    private(set) var removed: Set<String> = []
    private(set) var added: Set<String> = []
    /// What it added and did not have in the lines that it took away, from which most of a changed line is taken over.
    var brought: Set<String> { added.subtracting(removed) }

    /// - Parameters:
    ///   - isCounted: says whether the words of a file count, where others are wanted than the app's.
    ///   - isLeftOut: says so of a line, such as a comment.
    init(
        _ diff: String, in isCounted: (_ path: String) -> Bool = Self.isApp,
        leavingOut isLeftOut: (Substring) -> Bool = { _ in false }
    ) {
        var counts = true
        for line in diff.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("+++ ") || line.hasPrefix("--- ") {
                let path = String(line.dropFirst(4))
                if path != "/dev/null" { counts = isCounted(path) }
                continue
            }
            guard counts, let sign = line.first, sign == "+" || sign == "-", !isLeftOut(line.dropFirst()) else {
                continue
            }
            let words = ElementTraits.tokens(String(line.dropFirst()))
            if sign == "+" { added.formUnion(words) } else { removed.formUnion(words) }
        }
    }

    static func isApp(_ path: String) -> Bool { !TestFiles.isTest(path) && !path.hasSuffix(".md") }
}

/// Which files of a repository belong to its tests, as far as names tell.
enum TestFiles {
    private static let folders: Set<Substring> = [
        "tests", "test", "e2e", "specs", "spec", "__tests__", "playwright", "cypress", "integration",
    ]

    private static let codeEndings: Set<Substring> = [
        "ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue", "svelte", "astro", "html", "css", "scss", "less",
        "php", "py", "rb", "go", "rs", "java", "kt", "cs", "ex", "erb", "hbs", "ejs", "pug", "sql", "graphql",
    ]

    /// What an app may be made of.
    static func isCode(_ path: String) -> Bool { path.split(separator: ".").last.map(codeEndings.contains) ?? false }

    /// Also `ui-tests` and `e2e-web`.
    private static func isTestFolder(_ name: Substring) -> Bool {
        let words = name.split { "-_.".contains($0) }
        return folders.contains(name) || words.last.map(folders.contains) == true
            || words.first.map { ["e2e", "playwright", "cypress"].contains($0) } == true
    }

    static func isTest(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        return parts.dropLast().contains(where: isTestFolder) || path.contains(".spec.") || path.contains(".test.")
            || path.contains("playwright.config")
    }
}
