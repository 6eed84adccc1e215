/// The text that one of Playwright's tools gives back: sections with headings of the third level.
///
/// What a page says stands in it as it is and may look like a heading: then a section ends early, and the first of a name
/// is the server's own.
struct PlaywrightAnswer {
    private let lines: [Substring]

    init(_ text: String) { lines = text.split(omittingEmptySubsequences: false) { $0.isNewline } }

    /// The error at which a debugged test stands; nil when it stands at none.
    var pausedError: String? { section { $0.hasPrefix("Paused on error") } }

    /// What went wrong, when the tool says that something did.
    var error: String { section { $0 == "Error" } ?? lines.joined(separator: "\n").trimmed }

    var result: String? { section { $0 == "Result" } }

    /// The accessibility tree, as YAML without its fence.
    var snapshot: String? {
        guard let start = lines.firstIndex(of: "```yaml") else { return nil }
        return lines[(start + 1)...].prefix { $0 != "```" }.joined(separator: "\n")
    }

    /// Each begins with its type in brackets; a message may have several lines.
    var consoleMessages: [String] {
        (result ?? "").split(whereSeparator: \.isNewline).reduce(into: []) { messages, line in
            if line.wholeMatch(of: /\[[A-Z]+\] .*/) != nil {
                messages.append(String(line))
            } else if !messages.isEmpty {
                messages[messages.count - 1] += "\n" + line
            }
        }
    }

    /// Later versions number them.
    var requests: [String] {
        (result ?? "").split(whereSeparator: \.isNewline).compactMap { line in
            line.wholeMatch(of: /(?:\d+\. )?(\[[A-Z]+\] .*)/).map { String($0.output.1) }
        }
    }

    private func section(_ isWanted: (Substring) -> Bool) -> String? {
        guard let start = lines.firstIndex(where: { $0.hasPrefix("### ") && isWanted($0.dropFirst(4)) }) else {
            return nil
        }
        return lines[(start + 1)...].prefix { !$0.hasPrefix("### ") }.joined(separator: "\n").trimmed
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
