/// Reads a selector from left to right.
struct CharacterScanner: Sendable {
    private let characters: [Character]
    private(set) var position = 0

    init(_ text: some StringProtocol) { characters = Array(text) }

    var isAtEnd: Bool { position >= characters.count }
    var next: Character? { isAtEnd ? nil : characters[position] }
    func peek(_ distance: Int) -> Character? {
        characters.indices.contains(position + distance) ? characters[position + distance] : nil
    }

    mutating func advance() -> Character? {
        defer { position += 1 }
        return next
    }

    /// Takes `text` when it comes next.
    mutating func take(_ text: String) -> Bool {
        let wanted = Array(text)
        guard position + wanted.count <= characters.count,
            characters[position..<position + wanted.count].elementsEqual(wanted)
        else { return false }
        position += wanted.count
        return true
    }

    @discardableResult
    mutating func skipSpaces() -> Bool { !run(while: \.isWhitespace).isEmpty }

    mutating func run(while condition: (Character) -> Bool) -> String {
        var text = ""
        while let next, condition(next) {
            text.append(next)
            position += 1
        }
        return text
    }

    static func isNameCharacter(_ character: Character) -> Bool {
        !character.isASCII || character.isLetter || character.isNumber || character == "_" || character == "-"
    }

    /// White space skipped, then a run of name characters.
    mutating func identifier() -> String {
        skipSpaces()
        return run(while: Self.isNameCharacter)
    }

    /// A CSS identifier with escapes; nil when none comes next. Source: CSS Syntax §4.3.7, §4.3.12.
    mutating func cssIdentifier() -> String? {
        var text = ""
        while let next {
            if next == "\\" {
                position += 1
                guard let escaped = cssEscape() else { return nil }
                text.append(escaped)
            } else if Self.isNameCharacter(next) {
                if text.isEmpty, next.isASCII, next.isNumber { return nil }
                text.append(next)
                position += 1
            } else {
                break
            }
        }
        return text.isEmpty ? nil : text
    }

    /// What stands after a backslash: up to six hexadecimal digits and one space, or the character itself.
    mutating func cssEscape() -> Character? {
        guard let first = next else { return nil }
        guard first.isASCII, first.isHexDigit else {
            position += 1
            return first
        }
        var digits = ""
        while digits.count < 6, let next, next.isASCII, next.isHexDigit {
            digits.append(next)
            position += 1
        }
        if next?.isWhitespace == true { position += 1 }
        return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init).map(Character.init)
    }

    /// A quoted string, in which a backslash keeps the next character as it is.
    mutating func quoted(escape: (inout CharacterScanner) -> Character? = { $0.advance() }) -> String? {
        guard let quote = advance() else { return nil }
        var text = ""
        while let character = advance() {
            if character == quote { return text }
            guard character == "\\" else {
                text.append(character)
                continue
            }
            guard let escaped = escape(&self) else { return nil }
            text.append(escaped)
        }
        return nil
    }

    /// `/source/flags`.
    mutating func regex() -> JavaScriptRegex? {
        guard take("/") else { return nil }
        var source = ""
        var isInClass = false
        while let character = advance() {
            if character == "/", !isInClass { return JavaScriptRegex(source, flags: run { "dgimsuvy".contains($0) }) }
            source.append(character)
            if character == "\\" {
                guard let escaped = advance() else { return nil }
                source.append(escaped)
            } else if character == "[" {
                isInClass = true
            } else if character == "]" {
                isInClass = false
            }
        }
        return nil
    }
}
