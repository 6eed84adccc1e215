/// Names and values as CSS wants them written. Source: CSSOM §2.1, "serialize an identifier".
enum CSSText {
    static func identifier(_ name: String) -> String {
        var result = ""
        for (position, scalar) in name.unicodeScalars.enumerated() {
            let isDigit = ("0"..."9").contains(scalar)
            let follows = position == 1 && name.hasPrefix("-")
            if scalar.value < 0x20 || scalar.value == 0x7F || isDigit && (position == 0 || follows) {
                result += "\\" + String(scalar.value, radix: 16) + " "
            } else if scalar.value >= 0x80 || isDigit || scalar == "_" || scalar == "-" && name != "-"
                || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
            {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\"
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func quoted(_ value: String) -> String {
        "\"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    static func selector(forID id: String) -> String { "#" + identifier(id) }
}
