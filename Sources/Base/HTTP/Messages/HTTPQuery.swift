/// The part of a target behind the question mark, read as a form: `name=value&name=value`.
/// Source: WHATWG URL, application/x-www-form-urlencoded.
package struct HTTPQuery: Equatable, Sendable {
    /// As the client sent it, without the question mark.
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// All pairs in their order, decoded. Octets that are not UTF-8 become U+FFFD; a name alone has an empty value.
    package var items: [(name: String, value: String)] {
        text.utf8.split(separator: UInt8(ascii: "&")).map { item in
            let end = item.firstIndex(of: Octet.equals) ?? item.endIndex
            return (Self.decode(item[..<end]), Self.decode(item[end...].dropFirst()))
        }
    }

    /// The first value of this name.
    package subscript(name: String) -> String? {
        text.isEmpty ? nil : items.first { $0.name == name }?.value
    }

    package func values(of name: String) -> [String] {
        items.filter { $0.name == name }.map(\.value)
    }

    private static func decode(_ text: Substring.UTF8View) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var rest = text
        while let octet = rest.popFirst() {
            if octet == UInt8(ascii: "+") {
                decoded.append(Octet.space)
            } else if octet == Octet.percent, let value = hexPair(rest) {
                decoded.append(value)
                rest = rest.dropFirst(2)
            } else {
                decoded.append(octet)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func hexPair(_ text: Substring.UTF8View) -> UInt8? {
        let digits = text.prefix(2).compactMap(Octet.hexValue)
        return digits.count == 2 ? digits[0] << 4 | digits[1] : nil
    }
}
