/// JSX: tags and the text between them.
extension Tokenizer {
    var startsElement: Bool {
        guard dialect.allowsJSX, !endsOperand, cursor.byte() == UInt8(ascii: "<") else { return false }
        guard let next = cursor.byte(ahead: 1) else { return false }
        if next == UInt8(ascii: ">") { return true }
        return ByteCursor.startsIdentifier(next) && !(dialect.allowsTypes && startsTypeParameters)
    }

    /// `<T,` or `<T extends`, by which TSX tells a generic arrow function from an element.
    private var startsTypeParameters: Bool {
        var ahead = cursor
        ahead.offset += 1
        ahead.skipIdentifier()
        _ = ahead.skipSpace()
        return ahead.byte() == UInt8(ascii: ",") || ahead.starts(with: "extends ")
    }

    mutating func openTag() {
        let start = cursor.offset
        let isClosing = cursor.byte(ahead: 1) == UInt8(ascii: "/")
        cursor.offset += isClosing ? 2 : 1
        contexts.append(.jsxTag(isClosing: isClosing))
        append(.jsxMarkup, from: start)
        endsOperand = false
    }

    mutating func nextInTag(_ byte: UInt8) {
        let start = cursor.offset
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let isClosed = cursor.skipString(spansLines: true)
            append(.string, from: start, isBroken: !isClosed)
        case UInt8(ascii: "{"):
            contexts.append(.jsxBrace)
            cursor.offset += 1
            append(.punctuator, from: start)
            endsOperand = false
        case UInt8(ascii: "<"): openTag()
        case UInt8(ascii: ">"): closeTag(isEmpty: false)
        case UInt8(ascii: "/") where cursor.byte(ahead: 1) == UInt8(ascii: ">"): closeTag(isEmpty: true)
        case _ where ByteCursor.startsIdentifier(byte):
            cursor.skipIdentifier()
            while cursor.byte() == UInt8(ascii: "-") {
                cursor.offset += 1
                cursor.skipIdentifier()
            }
            append(.jsxMarkup, from: start)
        default:
            cursor.offset += 1
            append(.jsxMarkup, from: start)
        }
    }

    private mutating func closeTag(isEmpty: Bool) {
        let start = cursor.offset
        cursor.offset += isEmpty ? 2 : 1
        let tag = contexts.popLast()
        if tag == .jsxTag(isClosing: true) {
            if contexts.last == .jsxChildren { contexts.removeLast() }
        } else if !isEmpty {
            contexts.append(.jsxChildren)
        }
        append(.jsxMarkup, from: start)
        endsOperand = true
    }

    mutating func nextInChildren() {
        let start = cursor.offset
        switch cursor.byte() {
        case UInt8(ascii: "<"): openTag()
        case UInt8(ascii: "{"):
            contexts.append(.jsxBrace)
            cursor.offset += 1
            append(.punctuator, from: start)
            endsOperand = false
        default:
            while let next = cursor.byte(), next != UInt8(ascii: "<"), next != UInt8(ascii: "{") { cursor.offset += 1 }
            append(.jsxText, from: start)
        }
    }
}
