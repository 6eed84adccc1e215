import Foundation

/// Playwright's internal selectors as people write locators: `getByRole('button', { name: 'Pay' })` for
/// `internal:role=button[name="Pay"i]`. Source: `locatorGenerators.ts` of Playwright.
package enum LocatorWording {
    /// The selector itself where a part of it is not known.
    package static func text(_ selector: String) -> String {
        let parts = split(selector)
        let written = parts.compactMap(part)
        return written.count == parts.count && !parts.isEmpty ? written.joined(separator: ".") : selector
    }

    /// At ` >> `, where it is not part of a quoted text.
    private static func split(_ selector: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var isQuoted = false
        var rest = Substring(selector)
        while let character = rest.first {
            if !isQuoted, rest.hasPrefix(" >> ") {
                parts.append(part)
                part = ""
                rest = rest.dropFirst(4)
                continue
            }
            if isQuoted, character == "\\", rest.count > 1 {
                part += rest.prefix(2)
                rest = rest.dropFirst(2)
                continue
            }
            if character == "\"" { isQuoted.toggle() }
            part.append(character)
            rest = rest.dropFirst()
        }
        return parts + (part.isEmpty ? [] : [part])
    }

    private static func part(_ text: String) -> String? {
        if let match = text.wholeMatch(of: /nth=(-?\d+)/) {
            switch match.1 {
            case "0": return "first()"
            case "-1": return "last()"
            default: return "nth(\(match.1))"
            }
        }
        if text == "internal:control=enter-frame" { return "contentFrame()" }
        if let match = text.wholeMatch(of: /internal:testid=\[[^=\]]+=(".*")s\]/) {
            return quoted(match.1).map { "getByTestId(\($0))" }
        }
        if let match = text.wholeMatch(of: /internal:role=([a-z]+)(.*)/) { return role(String(match.1), match.2) }
        if let match = text.wholeMatch(of: /internal:attr=\[(placeholder|alt|title)=(.*)\]/) {
            let name = ["placeholder": "Placeholder", "alt": "AltText", "title": "Title"][String(match.1)] ?? ""
            return phrase(match.2).map { "getBy\(name)(\($0))" }
        }
        if let match = text.wholeMatch(of: /internal:(text|label)=(.*)/) {
            return phrase(match.2).map { "getBy\(match.1 == "text" ? "Text" : "Label")(\($0))" }
        }
        if let match = text.wholeMatch(of: /internal:has(-not)?-text=(".*")[is]/) {
            return quoted(match.2).map { "filter({ \(match.1 == nil ? "hasText" : "hasNotText"): \($0) })" }
        }
        return text.hasPrefix("internal:") ? nil : "locator(\(single(text)))"
    }

    private static func role(_ role: String, _ attributes: Substring) -> String? {
        var options: [String] = []
        var rest = attributes
        while !rest.isEmpty {
            if let match = rest.prefixMatch(of: /\[name=("(?:[^"\\]|\\.)*")([is])\]/) {
                guard let name = quoted(match.1) else { return nil }
                options.append("name: \(name)" + (match.2 == "s" ? ", exact: true" : ""))
                rest = rest[match.range.upperBound...]
            } else if let match = rest.prefixMatch(of: /\[name=(\/.*\/[a-z]*)\]/) {
                options.append("name: \(match.1)")
                rest = rest[match.range.upperBound...]
            } else if let match = rest.prefixMatch(of: /\[([a-z-]+)=([a-z0-9]+)\]/) {
                let name = match.1 == "include-hidden" ? "includeHidden" : String(match.1)
                options.append("\(name): \(match.2)")
                rest = rest[match.range.upperBound...]
            } else {
                return nil
            }
        }
        return "getByRole(\(single(role))" + (options.isEmpty ? ")" : ", { \(options.joined(separator: ", ")) })")
    }

    /// `"Pay"i`, `"Pay"s` or a regular expression.
    private static func phrase(_ text: Substring) -> String? {
        if text.hasPrefix("/") { return String(text) }
        guard let match = text.wholeMatch(of: /(".*")([is])/) else { return nil }
        return quoted(match.1).map { $0 + (match.2 == "s" ? ", { exact: true }" : "") }
    }

    private static func quoted(_ json: Substring) -> String? {
        let array = Data("[\(json)]".utf8)
        return (try? JSONDecoder().decode([String].self, from: array))?.first.map(single)
    }

    private static func single(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\n", with: "\\n")
        return "'\(escaped)'"
    }
}
