import Domain

extension PlaywrightReport.Failure {
    /// Reads `{"message", "stack", "location", "snippet"}`, or `{"value"}` for something thrown that is no error.
    init(_ json: JSON) {
        let parts = MessageParts(
            ANSIText.stripped(json["message"]?.string ?? json["value"]?.string ?? json.string ?? ""))
        message = parts.message
        stack = json["stack"]?.string ?? parts.stack
        location = json["location"].flatMap(SourceLocation.init(frame:))
        snippet = json["snippet"]?.string.map(ANSIText.stripped) ?? parts.snippet
    }

    /// `error` is the first error in parts. `errors` has all of them, each glued together for people: the message, then the
    /// snippet, then the stack.
    static func all(single: JSON?, list: [JSON]) -> [Self] {
        var failures = list.map { Self($0) }
        guard let single else { return failures }
        if failures.isEmpty { return [Self(single)] }
        failures[0] = Self(single)
        return failures
    }
}

/// Takes a formatted error apart. Source: `formatError` in Playwright's `reporters/base.ts`.
private struct MessageParts {
    let message: String
    let snippet: String?
    let stack: String

    init(_ text: String) {
        var lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { Substring($0) }[...]
        let stackStart = lines.lastIndex { !$0.hasPrefix("    at ") && !$0.isEmpty }.map { $0 + 1 } ?? lines.startIndex
        stack = lines[stackStart...].filter { !$0.isEmpty }.joined(separator: "\n")
        lines = lines[..<stackStart]
        let snippetStart = lines.lastIndex { !Self.isSource($0) }.map { $0 + 1 } ?? lines.startIndex
        // One line with a bar can be part of a message; a snippet has the line, and the caret under it.
        if lines.endIndex - snippetStart > 1 {
            snippet = lines[snippetStart...].joined(separator: "\n")
            lines = lines[..<snippetStart]
        } else {
            snippet = nil
        }
        message = lines.joined(separator: "\n").trimmingTrailingSpace()
    }

    /// `> 12 | await ...` or `     |   ^`.
    private static func isSource(_ line: Substring) -> Bool {
        guard let bar = line.utf8.firstIndex(of: UInt8(ascii: "|")) else { return false }
        return line.utf8[..<bar].allSatisfy { byte in
            byte == UInt8(ascii: " ") || byte == UInt8(ascii: ">") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        }
    }
}

extension String {
    fileprivate func trimmingTrailingSpace() -> String {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
