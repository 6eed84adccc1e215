/// The header fields of a message, in their order. Names are compared without case.
///
/// All names and values lie in one array, so that a request costs no string until somebody asks for one.
package struct HTTPHeaders: Sendable {
    private(set) var octets: [UInt8]
    private(set) var lines: [FieldLine]

    package init() {
        octets = []
        lines = []
    }

    init(octets: [UInt8], lines: [FieldLine]) {
        self.octets = octets
        self.lines = lines
    }

    /// The value of the field; where there are several lines, they are joined with commas. Source: RFC 9110 §5.3.
    /// Octets that are not UTF-8 become U+FFFD. Setting replaces all lines; nil removes them.
    package subscript(name: String) -> String? {
        get {
            guard let first = lines.firstIndex(where: { isLine($0, named: name) }) else { return nil }
            var value = text(lines[first].value)
            for line in lines[(first + 1)...] where isLine(line, named: name) {
                value += ", " + text(line.value)
            }
            return value
        }
        set {
            lines = lines.filter { !isLine($0, named: name) }
            if let newValue { append(name, newValue) }
        }
    }

    package func contains(_ name: String) -> Bool {
        lines.contains { isLine($0, named: name) }
    }

    /// The values of all lines of this name, in their order.
    package func values(of name: String) -> [String] {
        var values: [String] = []
        for line in lines where isLine(line, named: name) { values.append(text(line.value)) }
        return values
    }

    /// Adds a line. Control characters in it become spaces, so that no value can begin a field or a response of its
    /// own.
    package mutating func append(_ name: String, _ value: String) {
        let start = octets.count
        octets.append(contentsOf: name.utf8)
        let middle = octets.count
        octets.append(contentsOf: value.utf8)
        for index in start..<octets.count where !Octet.isFieldValue(octets[index]) {
            octets[index] = Octet.space
        }
        lines.append(FieldLine(name: start..<middle, value: middle..<octets.count))
    }

    /// The elements of a comma-separated field over all its lines, in lower case.
    func listElements(of name: String) -> [String] {
        values(of: name).flatMap { value in
            value.utf8.split(separator: Octet.comma, omittingEmptySubsequences: false).map { element in
                let trimmed = element.drop(while: Octet.isBlank).reversed().drop(while: Octet.isBlank).reversed()
                return String(decoding: trimmed.map(Octet.lowercased), as: UTF8.self)
            }
        }
    }

    func octetsOfLines(named name: String) -> some Sequence<ArraySlice<UInt8>> {
        lines.lazy.filter { isLine($0, named: name) }.map { octets[$0.value] }
    }

    func isLine(_ line: FieldLine, named name: String) -> Bool {
        guard line.name.count == name.utf8.count else { return false }
        var index = line.name.lowerBound
        for octet in name.utf8 {
            guard Octet.lowercased(octets[index]) == Octet.lowercased(octet) else { return false }
            index += 1
        }
        return true
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: octets[range], as: UTF8.self)
    }
}

extension HTTPHeaders: Sequence {
    package func makeIterator() -> some IteratorProtocol<(name: String, value: String)> {
        lines.lazy.map { (name: text($0.name), value: text($0.value)) }.makeIterator()
    }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral fields: (String, String)...) {
        self.init()
        for (name, value) in fields { append(name, value) }
    }
}
