/// Reads a JSON text from front to back, once, and makes values only of what it is asked for: of a large document that says
/// little, a decoder makes everything. Source: RFC 8259.
///
/// What is no JSON ends the reading. A value of another kind than the one that is asked for is passed over and counts as
/// absent; `unexpected` tells where the first of them was.
package struct JSONReader {
    package struct Malformed: Error, Hashable {}

    package enum Kind: Hashable, Sendable { case object, array, text, number, flag, null }

    private static let depthLimit = 512

    let octets: [UInt8]
    var place = 0
    private var path: [String] = []
    private var depth = 0
    /// Members on the way to the value, with dots between them; empty for the whole.
    package private(set) var unexpected: String?

    package init(_ octets: [UInt8]) { self.octets = octets }

    /// What comes next.
    package mutating func kind() throws(Malformed) -> Kind {
        skipBlanks()
        guard place < octets.count else { throw Malformed() }
        return switch octets[place] {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .text
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .flag
        case UInt8(ascii: "n"): .null
        default: .number
        }
    }

    /// Whether an object comes. Each member that is asked for is given to `read`, which reads the value or leaves it.
    /// - Parameter names: nil asks for all members.
    @discardableResult
    package mutating func readObject(
        _ names: [String]? = nil,
        _ read: (_ name: String, _ value: inout JSONReader) throws(Malformed) -> Void
    ) throws(Malformed) -> Bool {
        guard try expect(.object) else { return false }
        try readItems(until: UInt8(ascii: "}")) { (reader) throws(Malformed) in
            guard let name = try reader.name(among: names) else { return try reader.skipValue() }
            let start = reader.place
            reader.path.append(name)
            try read(name, &reader)
            reader.path.removeLast()
            if reader.place == start { try reader.skipValue() }
        }
        return true
    }

    /// The name of a member and the colon behind it.
    /// - Returns: nil when it is none of those that are asked for. No text is made of it then, as most are not.
    private mutating func name(among names: [String]?) throws(Malformed) -> String? {
        guard try kind() == .text else { throw Malformed() }
        let start = place
        let (content, hasEscapes) = try skipString()
        let isAskedFor = hasEscapes || names?.contains { isWord($0, at: content) } ?? true
        let name: String?
        if isAskedFor {
            place = start
            name = try string()
        } else {
            name = nil
        }
        try skip(UInt8(ascii: ":"))
        skipBlanks()
        return name
    }

    /// Whether an array comes. Each of its elements is given to `read`, which reads it or leaves it.
    @discardableResult
    package mutating func readArray(
        _ read: (_ element: inout JSONReader) throws(Malformed) -> Void
    ) throws(Malformed) -> Bool {
        guard try expect(.array) else { return false }
        try readItems(until: UInt8(ascii: "]")) { (reader) throws(Malformed) in
            reader.skipBlanks()
            let start = reader.place
            try read(&reader)
            if reader.place == start { try reader.skipValue() }
        }
        return true
    }

    /// nil for null, or for something else.
    package mutating func text() throws(Malformed) -> String? { try expect(.text) ? try string() : nil }

    package mutating func flag() throws(Malformed) -> Bool? {
        guard try expect(.flag) else { return nil }
        let isTrue = octets[place] == UInt8(ascii: "t")
        try skipValue()
        return isTrue
    }

    /// A whole number, however it is written.
    package mutating func integer() throws(Malformed) -> Int? {
        guard try expect(.number) else { return nil }
        let text = String(decoding: octets[try skipNumber()], as: UTF8.self)
        guard let number = Int(text) ?? Double(text).flatMap({ Int(exactly: $0) }) else { throw Malformed() }
        return number
    }

    /// Passes over what comes, whatever it is.
    package mutating func skipValue() throws(Malformed) {
        switch try kind() {
        case .object: try readObject([]) { (_, _) throws(Malformed) in }
        case .array: try readArray { (_) throws(Malformed) in }
        case .text: _ = try skipString()
        case .number: _ = try skipNumber()
        case .flag: try skipWord(octets[place] == UInt8(ascii: "t") ? "true" : "false")
        case .null: try skipWord("null")
        }
    }

    /// Only blanks are left.
    package mutating func end() throws(Malformed) {
        skipBlanks()
        guard place == octets.count else { throw Malformed() }
    }

    /// Notes that something is missing from the object which is being read.
    package mutating func miss(_ name: String) { unexpected = unexpected ?? (path + [name]).joined(separator: ".") }

    /// Whether a value of this kind comes; null, and what is of another kind, is passed over.
    private mutating func expect(_ expected: Kind) throws(Malformed) -> Bool {
        let kind = try kind()
        if kind == expected { return true }
        if kind != .null { unexpected = unexpected ?? path.joined(separator: ".") }
        try skipValue()
        return false
    }

    private mutating func readItems(
        until end: UInt8, _ read: (inout JSONReader) throws(Malformed) -> Void
    ) throws(Malformed) {
        depth += 1
        guard depth <= Self.depthLimit else { throw Malformed() }
        place += 1
        skipBlanks()
        if place < octets.count, octets[place] == end {
            place += 1
        } else {
            try read(&self)
            while try !skip(UInt8(ascii: ","), or: end) { try read(&self) }
        }
        depth -= 1
    }

    /// - Returns: whether it was the end.
    @discardableResult
    private mutating func skip(_ octet: UInt8, or end: UInt8? = nil) throws(Malformed) -> Bool {
        skipBlanks()
        guard place < octets.count, octets[place] == octet || octets[place] == end else { throw Malformed() }
        place += 1
        return octets[place - 1] == end
    }
}
