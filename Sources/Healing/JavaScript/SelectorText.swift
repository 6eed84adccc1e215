/// How Playwright writes values into selectors. Source: `escapeForTextSelector`, `escapeForAttributeSelector` and
/// `escapeRegexForSelector` of Playwright 1.63. A gap stands for what the sources do not show.
enum SelectorText {
    /// A value as `String(value)` prints it.
    static func plain(_ argument: LocatorArgument) -> String? {
        switch argument.value {
        case .string(let text): text
        case .pattern(let parts): gapped(parts)
        case .boolean(let flag): String(flag)
        case .number(let number): number == number.rounded() ? Int(exactly: number).map(String.init) : String(number)
        case .unknown: String(SelectorPattern.gap)
        default: nil
        }
    }

    static func text(_ argument: LocatorArgument, isExact: Bool) -> String? {
        if case .unknown = argument.value { return String(SelectorPattern.gap) }
        return regularExpression(argument) ?? string(argument).map { json($0) + (isExact ? "s" : "i") }
    }

    static func attribute(_ argument: LocatorArgument, isExact: Bool) -> String? {
        if case .unknown = argument.value { return String(SelectorPattern.gap) }
        if let expression = regularExpression(argument) { return expression }
        guard let text = string(argument) else { return nil }
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar == "\\" || scalar == "\"" { escaped += "\\" }
            escaped.unicodeScalars.append(scalar)
        }
        return "\"\(escaped)\"" + (isExact ? "s" : "i")
    }

    /// `JSON.stringify` of a string.
    static func json(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func string(_ argument: LocatorArgument) -> String? {
        switch argument.value {
        case .string(let text): text
        case .pattern(let parts): gapped(parts)
        default: nil
        }
    }

    private static func gapped(_ parts: [String?]) -> String {
        parts.map { $0 ?? String(SelectorPattern.gap) }.joined()
    }

    private static func regularExpression(_ argument: LocatorArgument) -> String? {
        guard case .regularExpression(let source, let flags) = argument.value else { return nil }
        let text = "/\(source)/" + String(flags.sorted())
        if flags.contains("u") || flags.contains("v") { return text }
        return escapingArrows(escapingQuotes(Array(text.unicodeScalars)))
    }

    /// The same as replacing `(^|[^\\])(\\\\)*(["'`])` by `$1$2\$3` everywhere, its oddities with several quotes or
    /// backslashes in a row included.
    private static func escapingQuotes(_ scalars: [Unicode.Scalar]) -> String {
        var result = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            var end = index
            let startsText = index == 0 && (scalars[0] == "\\" || isQuote(scalars[0]))
            if !startsText { end += 1 }
            let pairs = end
            let canStart = startsText || scalars[index] != "\\"
            while canStart, end + 1 < scalars.count, scalars[end] == "\\", scalars[end + 1] == "\\" { end += 2 }
            if canStart, end < scalars.count, isQuote(scalars[end]) {
                if !startsText { result.append(scalars[index]) }
                if end > pairs { result.append(contentsOf: scalars[end - 2..<end]) }
                result.append("\\")
                result.append(scalars[end])
                index = end + 1
            } else {
                result.append(scalars[index])
                index += 1
            }
        }
        return String(result)
    }

    private static func isQuote(_ scalar: Unicode.Scalar) -> Bool { scalar == "\"" || scalar == "'" || scalar == "`" }

    private static func escapingArrows(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let first = rest.first {
            if rest.hasPrefix(">>") {
                result += "\\>\\>"
                rest = rest.dropFirst(2)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
