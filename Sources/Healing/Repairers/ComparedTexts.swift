/// What an assertion on texts expected and what it got, as the runner printed it. Source: `printReceivedStringContainExpected…` and
/// `printDiffOrStringify` of Playwright's `matchers/`, versions 1.30 to 1.63.
package struct ComparedTexts: Hashable, Sendable {
    package struct Pair: Hashable, Sendable {
        package let expected: String
        package let received: String
        /// What an object has them under.
        package var key: String?
    }

    /// Those that differ.
    package let pairs: [Pair]
    /// The expected text needs only be a part of the received one.
    package let isPart: Bool
    /// They are lists of classes or ids, not words that people read.
    package let isOfNames: Bool
    /// The expected one is a regular expression, with its slashes and flags.
    package let isPattern: Bool
    /// They are values of an object.
    package var isOfObject: Bool { pairs.contains { $0.key != nil } }

    /// - Parameter message: an error's message, without colours.
    /// - Returns: nil when the error is of something else, or wants a text not to be there.
    package init?(_ message: String) {
        let lines = message.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        guard let call = lines.first(where: { $0.contains("expect(") }), !call.contains(").not.") else { return nil }
        isOfNames = ["toHaveClass", "toContainClass", "toHaveId"].contains(where: call.contains)
        isPart = call.contains("toContain") || lines.contains { $0.hasPrefix("Expected substring") }
        if let pattern = Self.pattern(in: lines), let received = Self.printed("Received", in: lines) {
            isPattern = true
            pairs = [Pair(expected: pattern, received: received)]
            return
        }
        isPattern = false
        if let expected = Self.printed("Expected", in: lines), let received = Self.printed("Received", in: lines) {
            guard expected != received else { return nil }
            pairs = [Pair(expected: expected, received: received)]
            return
        }
        guard let compared = Self.compared(lines), !compared.isEmpty else { return nil }
        let isOfObject = compared.contains { $0.key != nil }
        guard !isOfObject || ["toEqual(", "toStrictEqual(", "toMatchObject("].contains(where: call.contains) else {
            return nil
        }
        pairs = compared
    }

    /// `Expected string:    "Saved"`.
    private static func printed(_ word: String, in lines: [String]) -> String? {
        for line in lines where line.hasPrefix(word) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let label = line[..<colon]
            guard label.count <= 20, !label.contains("pattern") else { continue }
            let value = String(line[line.index(after: colon)...]).trimmed
            guard value.count > 1, value.hasPrefix("\""), value.hasSuffix("\"") else { continue }
            return unquoted(value)
        }
        return nil
    }

    /// `Expected pattern: /saved/i`.
    private static func pattern(in lines: [String]) -> String? {
        for line in lines where line.hasPrefix("Expected") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = String(line[line.index(after: colon)...]).trimmed
            if value.hasPrefix("/"), value.dropFirst().contains("/") { return value }
        }
        return nil
    }

    /// Lists are printed line by line: `-   "Old",` and `+   "New",`. So are objects: `-   "error": "Old",`.
    /// - Returns: nil when something is only there or only missing, or is no text: then it is not words alone that differ.
    private static func compared(_ lines: [String]) -> [Pair]? {
        var pairs: [Pair] = []
        var (old, new) = ([Entry](), [Entry]())
        var isOfWords = true
        func close() {
            if old.map(\.key) != new.map(\.key) { isOfWords = false }
            pairs += zip(old, new).map { Pair(expected: $0.text, received: $1.text, key: $0.key) }
            (old, new) = ([], [])
        }
        for line in lines {
            guard let sign = line.first, sign == "-" || sign == "+" else {
                close()
                continue
            }
            var value = String(line.dropFirst()).trimmed
            // `- Expected  - 1` and `+ Received  + 1` head the lines.
            if value.hasPrefix("Expected ") || value.hasPrefix("Received ") || value == "Expected"
                || value == "Received"
            {
                continue
            }
            if value.hasSuffix(",") { value.removeLast() }
            guard let entry = Self.entry(value) else { return nil }
            if sign == "-" {
                if !new.isEmpty { close() }
                old.append(entry)
            } else {
                new.append(entry)
            }
        }
        close()
        return isOfWords ? pairs : nil
    }

    private struct Entry {
        let key: String?
        let text: String
    }

    private static func entry(_ line: String) -> Entry? {
        guard line.count > 1, line.hasPrefix("\""), line.hasSuffix("\"") else { return nil }
        guard let parts = line.wholeMatch(of: #/"([A-Za-z0-9_$]+)": "(.*)"/#) else {
            return Entry(key: nil, text: unquoted(line))
        }
        return Entry(key: String(parts.1), text: unquoted("\"\(parts.2)\""))
    }

    private static func unquoted(_ value: String) -> String {
        String(value.dropFirst().dropLast()).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
}
