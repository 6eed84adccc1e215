/// Text as a terminal shows it: what steers the terminal is replaced, and letters that take two places count as two.
enum TerminalText {
    /// Without control characters and line ends, which a report can hold.
    static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnprintable) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isUnprintable($0) ? "\u{FFFD}" : $0 }))
    }

    /// Also what turns the direction of the text around, by which a name could pass for another.
    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 32 || scalar.value == 127 }
        return switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        default: false
        }
    }

    static func width(of text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 128 }) { return text.utf8.count }
        return text.reduce(0) { $0 + width(of: $1) }
    }

    /// Its first places, with a mark where something is left out.
    static func beginning(of text: String, width limit: Int) -> String {
        guard width(of: text) > limit else { return text }
        var kept = ""
        var places = 1
        for character in text {
            places += width(of: character)
            guard places <= limit else { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// Its last places, with a mark where something is left out.
    static func end(of text: String, width limit: Int) -> String {
        guard width(of: text) > limit else { return text }
        return String(beginning(of: String(text.reversed()), width: limit).reversed())
    }

    /// Broken between words, and within one that is longer than a line.
    static func wrapped(_ text: String, width limit: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace).flatMap({ parts(of: printable(String($0)), limit) }) {
            if let last = lines.last, width(of: last) + width(of: word) < limit {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(word)
            }
        }
        return lines
    }

    private static func parts(of word: String, _ limit: Int) -> [String] {
        guard width(of: word) > limit else { return [word] }
        var parts = [""]
        for character in word {
            if width(of: parts[parts.count - 1]) + width(of: character) > limit { parts.append("") }
            parts[parts.count - 1].append(character)
        }
        return parts
    }

    /// 2 for what East Asian scripts and pictures take. Source: Unicode 16, EastAsianWidth.txt, the blocks that are wide as a whole.
    private static func width(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first, !scalar.isASCII else { return 1 }
        if scalar.properties.isEmojiPresentation { return 2 }
        return switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}
