import Evidence

/// Makes text from outside fit to be shown to a model: what nobody can see goes, the rest is fenced off.
package enum UntrustedText {
    /// Without terminal sequences, control characters, and characters that have no width or turn the direction of
    /// writing; line ends become `\n`.
    package static func cleaned(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in ANSIText.stripped(text).replacing("\r\n", with: "\n").unicodeScalars where !isHidden(scalar) {
            plain.append(scalar == "\r" ? "\n" : scalar)
        }
        return String(plain)
    }

    /// At most `limit` characters: the beginning and the end, and between them how much is missing.
    package static func cut(_ text: String, to limit: Int) -> String {
        let count = text.count
        guard count > limit else { return text }
        let mark = "\n[… \(count - limit) characters left out …]\n"
        let kept = max(0, limit - mark.count)
        return text.prefix(kept - kept / 2) + mark + text.suffix(kept / 2)
    }

    /// Between two lines that nobody outside can have foreseen.
    /// - Parameter boundary: random for each request.
    package static func fenced(_ name: String, _ text: String, boundary: String) -> String {
        "=== \(boundary) begin \(name) ===\n\(text.replacing(boundary, with: ""))\n=== \(boundary) end \(name) ==="
    }

    /// The first line that speaks to a model rather than to people; nil for none. It decides nothing, and is shown.
    package static func suspicion(in text: String) -> String? {
        text.split(whereSeparator: \.isNewline).first { line in
            let line = line.lowercased()
            return phrases.contains { line.contains($0) }
        }.map { String($0.prefix(200)) }
    }

    private static let phrases = [
        "ignore previous instructions", "ignore all previous", "ignore the above", "disregard previous",
        "disregard the above", "disregard all", "forget your instructions", "you are now", "new instructions:",
        "system prompt", "as an ai", "<|im_start|>", "[inst]",
    ]

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0a, 0x0d: false
        case 0...0x1f, 0x7f...0x9f: true  // control characters
        case 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b...0x180f: true  // soft hyphen, fillers
        case 0x200b...0x200f, 0x202a...0x202e, 0x2060...0x206f: true  // no width, direction
        case 0xfe00...0xfe0f, 0xfeff, 0xfff9...0xfffb: true  // selectors, byte order mark, annotations
        case 0xe0000...0xe0fff: true  // tags
        default: false
        }
    }
}

extension String {
    var onOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
