/// Reads JSON (RFC 8259) from bytes, either as values or by walking: what a caller skips is never built.
///
/// Our own, because Foundation's neither skips nor says where it failed. More lenient than the RFC in what cannot be
/// misunderstood: raw control characters in strings, and bytes that are not UTF-8, which become U+FFFD.
struct JSONParser {
    struct Failure: Error, Equatable {
        let offset: Int
        let reason: String
    }

    /// Arrays and objects within one another. Playwright's deepest objects, step trees, stay below 50.
    static let depthLimit = 256
    /// Values that are built: each costs far more than the two bytes that it can take.
    static let valueLimit = 2_000_000

    private let bytes: [UInt8]
    var position: Int
    private var depth = 0
    private var built = 0

    init(_ bytes: [UInt8], from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// The next byte that is not white space, which stays unread; nil at the end.
    mutating func peek() -> UInt8? {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0a, 0x0d, 0x09: position += 1
            case let byte: return byte
            }
        }
        return nil
    }

    mutating func advance() { position += 1 }

    func failure(_ reason: String) -> Failure { Failure(offset: min(position, bytes.count), reason: reason) }

    /// The bytes of `range`, for a value that is to be parsed later.
    func bytes(_ range: Range<Int>) -> [UInt8] { Array(bytes[range]) }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    func byte(at index: Int) -> UInt8 { bytes[index] }

    /// Where the string that starts here has its closing quote.
    func endOfString() throws(Failure) -> Int {
        var index = position + 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""): return index
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        throw failure("a string never ends")
    }

    func firstEscape(in range: Range<Int>) -> Int? { bytes[range].firstIndex(of: UInt8(ascii: "\\")) }

    mutating func value() throws(Failure) -> JSON {
        built += 1
        guard built <= Self.valueLimit else { throw failure("more than \(Self.valueLimit) values") }
        switch peek() {
        case UInt8(ascii: "{"):
            var members: [JSON.Member] = []
            try self.members { key, parser throws(Failure) in
                members.append(JSON.Member(key: key, value: try parser.value()))
            }
            return .object(members)
        case UInt8(ascii: "["):
            var values: [JSON] = []
            try elements { parser throws(Failure) in values.append(try parser.value()) }
            return .array(values)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case nil: throw failure("it ends too early")
        default: return .number(try number())
        }
    }

    /// Walks an object. `body` must take exactly the value, with `value()`, `skip()`, `members` or `elements`.
    mutating func members(_ body: (String, inout JSONParser) throws(Failure) -> Void) throws(Failure) {
        try list(open: UInt8(ascii: "{"), close: UInt8(ascii: "}")) { parser throws(Failure) in
            guard parser.peek() == UInt8(ascii: "\"") else { throw parser.failure("a key was expected") }
            let key = try parser.string()
            guard parser.peek() == UInt8(ascii: ":") else { throw parser.failure("a colon was expected") }
            parser.advance()
            try body(key, &parser)
        }
    }

    /// Walks an array. `body` must take exactly one element.
    mutating func elements(_ body: (inout JSONParser) throws(Failure) -> Void) throws(Failure) {
        try list(open: UInt8(ascii: "["), close: UInt8(ascii: "]"), body)
    }

    private mutating func list(
        open: UInt8, close: UInt8, _ body: (inout JSONParser) throws(Failure) -> Void
    ) throws(Failure) {
        guard peek() == open else { throw failure("another type of value was expected") }
        guard depth < Self.depthLimit else { throw failure("more than \(Self.depthLimit) levels") }
        position += 1
        depth += 1
        defer { depth -= 1 }
        if peek() == close { return position += 1 }
        while true {
            try body(&self)
            switch peek() {
            case close: return position += 1
            case UInt8(ascii: ","): position += 1
            case nil: throw failure("it ends too early")
            default: throw failure("a comma or the end of a list was expected")
            }
        }
    }

    /// Passes over one value of any depth, looking only at brackets and strings.
    mutating func skip() throws(Failure) {
        guard peek() != nil else { throw failure("it ends too early") }
        var open = 0
        repeat {
            switch peek() {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open > 0 else { throw failure("a value was expected") }
                open -= 1
                position += 1
            case UInt8(ascii: "\""): position = try endOfString() + 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard open > 0 else { throw failure("a value was expected") }
                position += 1
            case nil: throw failure("it ends too early")
            default: skipWord()
            }
        } while open > 0
    }

    private mutating func skipWord() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "\""),
                UInt8(ascii: "["), UInt8(ascii: "{"), 0x20, 0x0a, 0x0d, 0x09:
                return
            default: position += 1
            }
        }
    }

    private mutating func literal(_ word: String, _ value: JSON) throws(Failure) -> JSON {
        let word = word.utf8
        guard position + word.count <= bytes.count, bytes[position..<position + word.count].elementsEqual(word) else {
            throw failure("this is no JSON value")
        }
        position += word.count
        return value
    }

    mutating func number() throws(Failure) -> Double {
        let start = position
        var isWhole = true
        scan: while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"): isWhole = false
            default: break scan
            }
            position += 1
        }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let whole = Int(digits) { return Double(whole) }
        guard let number = Double(digits) else {
            position = start
            throw failure("this is no JSON value")
        }
        return number
    }
}
