/// Cuts ECMAScript, TypeScript and JSX into tokens. It accepts everything, broken code too, in time linear to the text.
///
/// What it cannot know without types: in `.tsx` a generic function *type* written `<T>(x: T) => T` is taken for JSX.
/// Source: ECMA-262 §12, the JSX draft, and the TypeScript scanner's rules for `/` and `<`.
package struct Tokenizer {
    /// What an open bracket is, which decides what may follow when it closes.
    enum Context: Hashable {
        case parenthesis(endsCondition: Bool, isLoop: Bool)
        case bracket, block, object, template
        case jsxTag(isClosing: Bool), jsxChildren, jsxBrace
    }

    var cursor: ByteCursor
    var contexts: [Context] = []
    let dialect: Dialect
    private(set) var tokens: [Token] = []
    /// The previous token ends an operand, so that `/` divides and `<` compares.
    var endsOperand = false
    private var previousText = ""
    private var beforePreviousText = ""
    private var hasLineEndSincePrevious = false

    private init(_ source: SourceText) {
        cursor = ByteCursor(source.bytes)
        dialect = Dialect(path: source.path)
    }

    /// All tokens of the text, space and comments included.
    package static func tokens(of source: SourceText) -> [Token] {
        var tokenizer = Tokenizer(source)
        while !tokenizer.cursor.isAtEnd { tokenizer.next() }
        return tokenizer.tokens
    }

    private mutating func next() {
        let start = cursor.offset
        if contexts.last == .jsxChildren { return nextInChildren() }
        if cursor.skipSpace() { hasLineEndSincePrevious = true }
        if cursor.offset > start { return append(.space, from: start) }
        guard let byte = cursor.byte() else { return }
        if cursor.starts(with: "//") || cursor.starts(with: "/*") || (start == 0 && cursor.starts(with: "#!")) {
            return comment()
        }
        if case .jsxTag = contexts.last { return nextInTag(byte) }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let isClosed = cursor.skipString()
            append(.string, from: start, isBroken: !isClosed)
        case UInt8(ascii: "`"):
            cursor.offset += 1
            template(from: start, whole: .templateWhole, open: .templateHead)
        case UInt8(ascii: "}") where contexts.last == .template:
            contexts.removeLast()
            cursor.offset += 1
            template(from: start, whole: .templateTail, open: .templateMiddle)
        case UInt8(ascii: "/") where !endsOperand:
            let isClosed = cursor.skipRegularExpression()
            append(.regularExpression, from: start, isBroken: !isClosed)
        case UInt8(ascii: "<") where startsElement: openTag()
        case _ where ByteCursor.isDigit(byte), UInt8(ascii: ".") where startsFraction:
            cursor.skipNumber()
            append(.number, from: start)
        case _ where ByteCursor.startsIdentifier(byte), UInt8(ascii: "#") where startsPrivateName:
            cursor.skipIdentifier()
            word(from: start)
        default: punctuator(byte)
        }
    }

    mutating func append(_ kind: Token.Kind, from start: Int, isBroken: Bool = false) {
        let token = Token(kind: kind, range: start..<cursor.offset, isBroken: isBroken)
        tokens.append(token)
        guard token.isSignificant else { return }
        beforePreviousText = previousText
        // Only short tokens are ever compared, so that long strings are not copied.
        previousText = token.range.count <= 12 ? String(decoding: cursor.bytes[token.range], as: UTF8.self) : "…"
        hasLineEndSincePrevious = false
        switch kind {
        case .templateHead, .templateMiddle, .unknown: endsOperand = false
        case .punctuator, .keyword, .jsxMarkup: break
        default: endsOperand = true
        }
    }

    private mutating func comment() {
        let start = cursor.offset
        let (hasLineEnd, isClosed) = cursor.skipComment()
        if hasLineEnd { hasLineEndSincePrevious = true }
        append(.comment, from: start, isBroken: !isClosed)
    }

    private mutating func template(from start: Int, whole: Token.Kind, open: Token.Kind) {
        switch cursor.skipTemplateText() {
        case .closed: append(whole, from: start)
        case .missing: append(whole, from: start, isBroken: true)
        case .substitution:
            append(open, from: start)
            contexts.append(.template)
        }
    }

    private mutating func word(from start: Int) {
        let text = String(decoding: cursor.bytes[start..<cursor.offset], as: UTF8.self)
        // `list.delete`, `promise.catch`: behind a point every word is a name.
        if previousText == "." || previousText == "?." || !Keyword.all.contains(text) {
            append(.identifier, from: start)
            let opensLoopList: Bool = if case .parenthesis(_, isLoop: true) = contexts.last { true } else { false }
            if text == "of", opensLoopList { endsOperand = false }
        } else {
            append(.keyword, from: start)
            endsOperand = Keyword.operands.contains(text)
        }
    }

    private mutating func punctuator(_ byte: UInt8) {
        let start = cursor.offset
        let wasOperand = endsOperand
        cursor.offset += Punctuator.length(at: cursor)
        let text = String(decoding: cursor.bytes[start..<cursor.offset], as: UTF8.self)
        let endsOperand = bracket(text) ?? endsPostfix(text, wasOperand: wasOperand)
        append(Punctuator.isKnown(text) ? .punctuator : .unknown, from: start)
        self.endsOperand = endsOperand
    }

    /// `a++ / b` and TypeScript's `a! / b` divide; behind a line end both are prefix operators.
    private func endsPostfix(_ text: String, wasOperand: Bool) -> Bool {
        ["++", "--", "!"].contains(text) && wasOperand && !hasLineEndSincePrevious
    }

    /// Keeps the stack of open brackets.
    /// - Returns: whether the bracket ends an operand; nil when the text is no bracket.
    private mutating func bracket(_ text: String) -> Bool? {
        switch text {
        case "(":
            let isLoop = previousText == "for" || (previousText == "await" && beforePreviousText == "for")
            let endsCondition = isLoop || ["if", "while", "with"].contains(previousText) && !endsOperand
            contexts.append(.parenthesis(endsCondition: endsCondition, isLoop: isLoop))
            return false
        case "[":
            contexts.append(.bracket)
            return false
        case "{":
            contexts.append(startsBlock ? .block : .object)
            return false
        case ")":
            if case .parenthesis(endsCondition: let endsCondition, isLoop: _) = contexts.last {
                contexts.removeLast()
                return !endsCondition
            }
            return true
        case "]":
            if contexts.last == .bracket { contexts.removeLast() }
            return true
        case "}":
            guard let context = contexts.last, [.block, .object, .jsxBrace].contains(context) else { return false }
            contexts.removeLast()
            return context == .object
        default: return nil
        }
    }

    private var startsBlock: Bool {
        if endsOperand || previousText.isEmpty { return true }
        switch previousText {
        case ";", "{", "}", ")", "=>", "else", "do", "try", "finally", "catch": return true
        case ":": return contexts.last == .block || contexts.isEmpty
        default: return false
        }
    }

    private var startsFraction: Bool {
        cursor.byte() == UInt8(ascii: ".") && (cursor.byte(ahead: 1).map(ByteCursor.isDigit) ?? false)
    }

    private var startsPrivateName: Bool {
        cursor.byte() == UInt8(ascii: "#") && (cursor.byte(ahead: 1).map(ByteCursor.startsIdentifier) ?? false)
    }
}
