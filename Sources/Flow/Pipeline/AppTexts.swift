import Domain
import Foundation
import Repairers

/// What an app's sources show to people, and the fields and addresses that they use, of a whole worktree: without its
/// tests, packages, builds and documents.
struct AppTexts: Sendable {
    let texts: Set<String>
    let fields: Set<String>
    let addresses: NamedAddresses

    private static let fileLimit = 4000
    private static let byteLimit = 24 << 20
    private static let fileByteLimit = 512 << 10
    private static let skipped: Set<String> = [
        "node_modules", "dist", "build", "out", "coverage", "vendor", "test-results", "playwright-report", "target",
    ]
    private static let endings: Set<String> = [
        "js", "mjs", "cjs", "ts", "tsx", "jsx", "vue", "svelte", "html", "htm", "hbs", "ejs", "njk", "json", "yaml",
        "yml",
        "py", "rb", "php", "go", "java", "kt", "cs", "rs", "erb", "twig", "properties", "astro", "mdx", "pug",
    ]

    /// nil when there is no such worktree, or it is too large to be read for this.
    init?(_ folder: String, bench: Workbench) {
        let root = URL(filePath: folder)
        guard
            let paths = FileManager.default.enumerator(
                at: root, includingPropertiesForKeys: [.isRegularFileKey, .fileSizeKey], options: [.skipsHiddenFiles])
        else { return nil }
        var texts: Set<String> = []
        var fields: Set<String> = []
        var (files, bytes) = (0, 0)
        let start = root.standardizedFileURL.path(percentEncoded: false)
        for case let url as URL in paths {
            if Self.skipped.contains(url.lastPathComponent) {
                paths.skipDescendants()
                continue
            }
            let facts = try? url.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
            guard facts?.isRegularFile == true, Self.endings.contains(url.pathExtension), let size = facts?.fileSize,
                size <= Self.fileByteLimit, !url.lastPathComponent.contains("lock")
            else { continue }
            let path = url.standardizedFileURL.path(percentEncoded: false)
            guard path.hasPrefix(start) else { continue }
            let name = String(path.dropFirst(start.count).drop { $0 == "/" })
            guard AppDiff.isApp(name) else { continue }
            (files, bytes) = (files + 1, bytes + size)
            guard files <= Self.fileLimit, bytes <= Self.byteLimit else { return nil }
            if let source = bench.source(name, in: folder) {
                let words = SourceWords(source, file: name)
                texts.formUnion(words.texts)
                fields.formUnion(words.fields)
            }
        }
        guard files > 0 else { return nil }
        self.texts = texts
        self.fields = fields
        addresses = NamedAddresses(texts)
    }

    /// Whether a text stands somewhere, or an address is named there in another form.
    func names(_ text: String) -> Bool { texts.contains(text) || addresses.contains(text) }
}
