import Foundation
import JavaScript

/// The sources that a suite is made of: its specs and what they import of their own repository.
struct SuiteSources: Sendable {
    /// By path relative to the repository.
    private(set) var texts: [String: String] = [:]
    /// What a repair may touch: specs, and imported files that use Playwright. A file of the app that a spec imports is not
    /// among them.
    private(set) var editable: Set<String> = []

    private static let fileLimit = 500
    private static let extensions = ["", ".ts", ".tsx", ".mts", ".js", ".jsx", ".mjs", ".cjs", ".cts"]
    private static let indexNames = ["/index.ts", "/index.js", "/index.mjs", "/index.tsx"]

    /// - Parameters:
    ///   - specs: files with tests.
    ///   - named: further files that stacks name.
    ///   - read: text of a file of the repository; nil when there is none.
    init(specs: [String], named: [String], read: (String) -> String?) {
        var waiting = specs + named
        var seen: Set<String> = []
        while let path = waiting.popLast(), texts.count < Self.fileLimit {
            guard seen.insert(path).inserted, !path.hasPrefix("node_modules/"), !path.contains("/node_modules/"),
                let text = read(path)
            else { continue }
            texts[path] = text
            if specs.contains(path) || TestFiles.isTest(path) || Self.usesPlaywright(text) { editable.insert(path) }
            for specifier in Self.imports(of: text, path: path) {
                if let found = Self.resolve(specifier, from: path, read: read, seen: seen) { waiting.append(found) }
            }
        }
    }

    /// Where the configuration of a spec's suite may lie: beside it, and in the folders above.
    static func configurations(of spec: String) -> [String] {
        let folders = spec.split(separator: "/").dropLast()
        return (0...folders.count).flatMap { depth in
            ["ts", "js", "mts", "mjs", "cts", "cjs"].map {
                (folders.prefix(depth).map(String.init) + ["playwright.config.\($0)"]).joined(separator: "/")
            }
        }
    }

    var reader: LocatorReader { LocatorReader(files: sources) }

    var sources: [SourceText] {
        texts.sorted { $0.key < $1.key }.map { SourceText(path: $0.key, text: $0.value) }
    }

    func applying(_ edits: [TextEdit]) throws -> SuiteSources {
        var result = self
        for changed in try SourceEdit.apply(edits, to: sources) {
            result.texts[changed.path] = String(decoding: changed.bytes, as: UTF8.self)
        }
        return result
    }

    private static func usesPlaywright(_ text: String) -> Bool {
        ["@playwright/test", "playwright", ".getBy", ".locator("].contains { text.contains($0) }
    }

    /// Relative specifiers of `from '..'`, `import '..'`, `import('..')` and `require('..')`.
    private static func imports(of text: String, path: String) -> [String] {
        let script = Script(SourceText(path: path, text: text))
        return script.tokens.indices.compactMap { index in
            guard script.kind(index) == .string, let value = StringLiteral.value(of: script.text(index)),
                value.hasPrefix("./") || value.hasPrefix("../")
            else { return nil }
            let before = script.text(index - 1)
            let opener = before == "(" ? script.text(index - 2) : before
            return ["from", "import", "require"].contains(opener) ? value : nil
        }
    }

    private static func resolve(
        _ specifier: String, from path: String, read: (String) -> String?, seen: Set<String>
    ) -> String? {
        var parts = path.split(separator: "/").dropLast().map(String.init)
        for part in specifier.split(separator: "/") {
            switch part {
            case ".": continue
            case "..":
                guard parts.popLast() != nil else { return nil }
            default: parts.append(String(part))
            }
        }
        let plain = parts.joined(separator: "/")
        // TypeScript lets `./page.js` mean `./page.ts`.
        let withoutEnding = plain.hasSuffix(".js") ? String(plain.dropLast(3)) : plain
        let names =
            extensions.map { plain + $0 } + [".ts", ".tsx"].map { withoutEnding + $0 } + indexNames.map { plain + $0 }
        return names.first { read($0) != nil }
    }
}
