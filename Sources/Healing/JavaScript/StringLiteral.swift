/// String literals: their value, and how to write one. Source: ECMA-262 §12.9.4 and §12.9.6.
package enum StringLiteral {
    package enum Quote: String, Sendable { case single = "'", double = "\"", backtick = "`" }

    /// The quote that a literal's text begins with.
    package static func quote(of literal: String) -> Quote? { literal.first.flatMap { Quote(rawValue: String($0)) } }

    /// A literal of `value` that reads back as exactly `value`.
    package static func text(of value: String, quote: Quote) -> String {
        var result = quote.rawValue
        let scalars = Array(value.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "$" where quote == .backtick && index + 1 < scalars.count && scalars[index + 1] == "{": result += "\\$"
            case _ where String(scalar) == quote.rawValue: result += "\\" + quote.rawValue
            case "\0"..." ", "\u{7F}"..."\u{A0}", "\u{2028}", "\u{2029}":
                result += scalar == " " ? " " : "\\u" + hexadecimal(scalar.value)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + quote.rawValue
    }

    /// The value of a string or template without substitutions, quotes included.
    /// - Returns: nil for an open literal, a malformed escape, or half a surrogate pair.
    package static func value(of literal: String) -> String? {
        guard let quote = quote(of: literal), literal.count > 1, literal.hasSuffix(quote.rawValue) else { return nil }
        return unescape(literal.dropFirst().dropLast(), isTemplate: quote == .backtick)
    }

    /// The text of one part of a template: between `` ` `` or `}` and `` ` `` or `${`.
    static func templateText(_ part: String) -> String? {
        unescape(part.dropFirst().dropLast(part.hasSuffix("${") ? 2 : 1), isTemplate: true)
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func unescape(_ text: Substring, isTemplate: Bool) -> String? {
        var units: [UInt16] = []
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "\r", isTemplate {
                // A template's line ends are always LF.
                if rest.first == "\n" { rest.removeFirst() }
                units.append(10)
            } else if scalar == "\\" {
                guard let escaped = escape(&rest) else { return nil }
                units += escaped
            } else {
                units += Array(String(scalar).utf16)
            }
        }
        return String(validating: units, as: UTF16.self)
    }

    /// The UTF-16 units that an escape stands for, behind its backslash.
    private static func escape(_ rest: inout Substring.UnicodeScalarView) -> [UInt16]? {
        guard let scalar = rest.popFirst() else { return nil }
        switch scalar {
        case "n": return [10]
        case "r": return [13]
        case "t": return [9]
        case "b": return [8]
        case "f": return [12]
        case "v": return [11]
        case "\n", "\u{2028}", "\u{2029}": return []
        case "\r":
            if rest.first == "\n" { rest.removeFirst() }
            return []
        case "0" where !(rest.first.map { ("0"..."9").contains($0) } ?? false): return [0]
        case "0"..."9": return nil
        case "x": return digits(&rest, count: 2)
        case "u" where rest.first == "{":
            rest.removeFirst()
            guard let end = rest.firstIndex(of: "}") else { return nil }
            let value = UInt32(String(rest[..<end]), radix: 16).flatMap(Unicode.Scalar.init)
            rest = rest[rest.index(after: end)...]
            return value.map { Array(String($0).utf16) }
        case "u": return digits(&rest, count: 4)
        default: return Array(String(scalar).utf16)
        }
    }

    private static func digits(_ rest: inout Substring.UnicodeScalarView, count: Int) -> [UInt16]? {
        guard rest.count >= count, let value = UInt16(String(rest.prefix(count)), radix: 16) else { return nil }
        rest.removeFirst(count)
        return [value]
    }
}
