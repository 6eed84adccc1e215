/// Writes other people's words into GitHub's markdown so that they stay words: no markup, no mention, no link, no word that
/// closes an issue. Source: GitHub Flavored Markdown, with GitHub's autolinks and references.
package enum MarkdownText {
    /// On one line, all of it plain.
    package static func plain(_ text: String) -> String {
        var result = ""
        for character in unlinked(text) {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\\", "*", "_", "[", "]", "!", "|", "~", "`": result += "\\\(character)"
            default: result.append(character)
            }
        }
        return result
    }

    /// On one line, with what stands between two backticks as code.
    package static func prose(_ text: String) -> String {
        spans(of: text).map { $0.isCode ? code($0.text) : plain($0.text) }.joined()
    }

    /// As code on one line, also in the cell of a table.
    package static func code(_ text: String) -> String {
        let inner = oneLine(text).replacing("|", with: "\\|")
        var fence = "`"
        while inner.contains(fence) { fence += "`" }
        if inner.isEmpty { return "` `" }
        return fence.count > 1 ? "\(fence) \(inner) \(fence)" : fence + inner + fence
    }

    /// As a block of code.
    package static func block(_ text: String, language: String = "") -> String {
        var fence = "```"
        while text.contains(fence) { fence += "`" }
        return "\(fence)\(language)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
    }

    package static func list(_ items: [String]) -> String { items.map { "- \(prose($0))" }.joined(separator: "\n") }

    /// - Parameter rows: cells as markdown.
    package static func table(_ head: [String], _ rows: [[String]]) -> String {
        let ruler = head.map { _ in "---" }
        return ([head, ruler] + rows).map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    }

    /// A link to an address that is safe to follow; as plain text when it is none.
    package static func link(_ text: String, to address: String) -> String {
        WebAddress(address).map { "[\(plain(text))](\($0.text))" } ?? plain(text)
    }

    /// On one line, and without what GitHub links by itself: `@team`, `#12`, `GH-12`, addresses.
    package static func unlinked(_ text: String) -> String {
        let gap = "\u{200B}"
        var result = oneLine(text).replacing("@", with: "@\(gap)").replacing("#", with: "#\(gap)")
        for (link, broken) in [
            ("://", ":\(gap)//"), ("www.", "www\(gap)."), ("GH-", "GH\(gap)-"), ("gh-", "gh\(gap)-"),
        ] {
            result = result.replacing(link, with: broken)
        }
        return result
    }

    /// Without what steers a terminal, too.
    package static func oneLine(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ").replacing("\t", with: " ")
        let isShown = { (scalar: Unicode.Scalar) in scalar.properties.generalCategory != .control }
        return String(String.UnicodeScalarView(line.unicodeScalars.filter(isShown)))
    }

    /// The beginning of a text with `…`, when all of it is too long.
    /// - Parameter limit: in UTF-16, the largest of the usual counts: one letter can carry thousands of marks.
    package static func cut(_ text: String, to limit: Int) -> String {
        if text.utf16.count <= limit { return text }
        var count = 1
        return text.prefix { character in
            count += character.utf16.count
            return count <= limit
        } + "…"
    }

    /// Words and code in turn. A backtick without a second one is a word.
    package static func spans(of text: String) -> [(text: String, isCode: Bool)] {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        var spans: [(text: String, isCode: Bool)] = []
        for (index, part) in parts.enumerated() {
            let isCode = index % 2 == 1 && index < parts.count - 1
            spans.append((index % 2 == 1 && !isCode ? "`\(part)" : part, isCode))
        }
        return spans.filter { !$0.text.isEmpty }
    }
}

/// An address on the web that can stand in markup as it is.
package struct WebAddress: Hashable, Sendable {
    package let text: String

    /// Only `http` and `https`, and only letters that close no markup.
    package init?(_ text: String) {
        let rest = ["https://", "http://"].first(where: text.hasPrefix).map { text.dropFirst($0.count) }
        let allowed = "-._~:/?#@!$&'*+,;=%"
        guard let rest, !rest.isEmpty, text.utf8.count <= 2000,
            rest.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || allowed.contains($0)) })
        else { return nil }
        self.text = text
    }
}
