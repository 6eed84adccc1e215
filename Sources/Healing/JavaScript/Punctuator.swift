/// The operators and brackets of the language. Source: ECMA-262 §12.8, and TypeScript's and decorators' `@`.
enum Punctuator {
    private static let ofFour: Set<String> = [">>>="]
    private static let ofThree: Set<String> = [
        "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "...",
    ]
    private static let ofTwo: Set<String> = [
        "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=",
        "^=", "<<", ">>", "**",
    ]
    private static let ofOne = Set("(){}[];,<>+-*/%&|^!~?:=.@#".map(String.init))

    /// The longest punctuator at the cursor, or 1 for a byte that starts none.
    static func length(at cursor: ByteCursor) -> Int {
        for (length, known) in [(4, ofFour), (3, ofThree), (2, ofTwo)] {
            let end = cursor.offset + length
            guard end <= cursor.bytes.count else { continue }
            let text = String(decoding: cursor.bytes[cursor.offset..<end], as: UTF8.self)
            guard known.contains(text) else { continue }
            // `a?.5:b` is a condition with a number.
            if text == "?.", let next = cursor.byte(ahead: 2), ByteCursor.isDigit(next) { return 1 }
            return length
        }
        return 1
    }

    static func isKnown(_ text: String) -> Bool { text.utf8.count > 1 || ofOne.contains(text) }
}

/// The words that are not names. Words that are names in most places (`async`, `of`, `type`, `as`) are identifiers.
enum Keyword {
    static let operands: Set<String> = ["this", "super", "null", "true", "false"]
    static let all: Set<String> = operands.union([
        "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
        "enum", "export", "extends", "finally", "for", "function", "if", "import", "in", "instanceof", "let", "new",
        "return", "switch", "throw", "try", "typeof", "var", "void", "while", "with", "yield",
    ])
}
