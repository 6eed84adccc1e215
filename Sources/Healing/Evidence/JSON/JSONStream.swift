import Compression

/// Walks JSON of any length from front to back, and holds no more of it than what is asked for and the chunk that is being
/// looked at. As lenient as `JSONParser`, and with its words for what is wrong.
struct JSONStream {
    typealias Failure = JSONParser.Failure

    private let source: ByteSource
    private var chunk: [UInt8] = []
    /// Where the chunk begins in the source.
    private var start: Int
    /// Within the chunk.
    private var place = 0
    private var depth = 0
    /// Bytes that may still be kept of what is read. Beyond, texts end and lists have no more elements, and what stands there is
    /// passed over: many short values cost as much as a long one.
    var budget = Int.max

    /// Large enough for calls not to count, small enough for a cache of the processor.
    static let chunkBytes = 256 << 10

    /// - Parameter offset: where in the source to begin.
    init(_ source: ByteSource, from offset: Int = 0) {
        self.source = source
        start = offset
    }

    var offset: Int { start + place }

    func failure(_ reason: String) -> Failure { Failure(offset: offset, reason: reason) }

    /// - Returns: false at the end of the source.
    private mutating func refill() throws(Failure) -> Bool {
        start += chunk.count
        place = 0
        do {
            chunk = try source.bytes(start..<start + Self.chunkBytes)
        } catch {
            throw Failure(offset: start, reason: error.reason)
        }
        return !chunk.isEmpty
    }

    /// The next byte that is not white space, which stays unread; nil at the end.
    mutating func peek() throws(Failure) -> UInt8? {
        repeat {
            while place < chunk.count {
                switch chunk[place] {
                case 0x20, 0x0a, 0x0d, 0x09: place += 1
                case let byte: return byte
                }
            }
        } while try refill()
        return nil
    }

    /// Walks an object. `body` must take exactly the value.
    mutating func members(_ body: (String, inout JSONStream) throws(Failure) -> Void) throws(Failure) {
        try list(open: UInt8(ascii: "{"), close: UInt8(ascii: "}")) { stream throws(Failure) in
            guard try stream.peek() == UInt8(ascii: "\"") else { throw stream.failure("a key was expected") }
            let key = try stream.string(limit: Self.keyLimit)
            guard try stream.peek() == UInt8(ascii: ":") else { throw stream.failure("a colon was expected") }
            stream.place += 1
            try body(key, &stream)
        }
    }

    private static let keyLimit = 1024

    /// Walks an array. `body` must take exactly one element.
    mutating func elements(_ body: (inout JSONStream) throws(Failure) -> Void) throws(Failure) {
        try list(open: UInt8(ascii: "["), close: UInt8(ascii: "]"), body)
    }

    private mutating func list(
        open: UInt8, close: UInt8, _ body: (inout JSONStream) throws(Failure) -> Void
    ) throws(Failure) {
        guard try peek() == open else { throw failure("another type of value was expected") }
        guard depth < JSONParser.depthLimit else { throw failure("more than \(JSONParser.depthLimit) levels") }
        place += 1
        depth += 1
        defer { depth -= 1 }
        if try peek() == close { return place += 1 }
        while true {
            try body(&self)
            switch try peek() {
            case close: return place += 1
            case UInt8(ascii: ","): place += 1
            case nil: throw failure("it ends too early")
            default: throw failure("a comma or the end of a list was expected")
            }
        }
    }

    /// Reads one value.
    /// - Parameter limit: bytes of each text in it, the rest of which is passed over.
    mutating func value(limit: Int) throws(Failure) -> JSON {
        guard charge(0) else {
            try skip()
            return .null
        }
        switch try peek() {
        case UInt8(ascii: "{"):
            var members: [JSON.Member] = []
            try self.members { key, stream throws(Failure) in
                guard stream.charge(key.utf8.count) else { return try stream.skip() }
                members.append(JSON.Member(key: key, value: try stream.value(limit: limit)))
            }
            return .object(members)
        case UInt8(ascii: "["):
            var values: [JSON] = []
            try elements { stream throws(Failure) in
                guard stream.budget > 0 else { return try stream.skip() }
                values.append(try stream.value(limit: limit))
            }
            return .array(values)
        case UInt8(ascii: "\""):
            let text = try string(limit: max(0, min(limit, budget)))
            budget -= text.utf8.count
            return .string(text)
        case nil: throw failure("it ends too early")
        default: return try word()
        }
    }

    /// Takes what a value costs, with `bytes` of text in it, from the budget.
    /// - Returns: false when the budget is used up.
    mutating func charge(_ bytes: Int) -> Bool {
        guard budget > 0 else { return false }
        budget -= Self.valueBytes + bytes
        return true
    }

    private static let valueBytes = 48

    /// Numbers and the three words of JSON are far shorter than this.
    private static let wordLimit = 400

    private mutating func word() throws(Failure) -> JSON {
        let begin = offset
        var octets: [UInt8] = []
        repeat {
            while place < chunk.count, !Self.endsWord(chunk[place]) {
                guard octets.count < Self.wordLimit else {
                    throw Failure(offset: begin, reason: "this is no JSON value")
                }
                octets.append(chunk[place])
                place += 1
            }
            if place < chunk.count { break }
        } while try refill()
        var parser = JSONParser(octets)
        guard !octets.isEmpty, let value = try? parser.value(), parser.position == octets.count else {
            throw Failure(offset: begin, reason: "this is no JSON value")
        }
        return value
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "\""),
            UInt8(ascii: "["), UInt8(ascii: "{"), 0x20, 0x0a, 0x0d, 0x09:
            true
        default: false
        }
    }

    /// Passes over one value of any size, looking only at brackets and strings.
    mutating func skip() throws(Failure) {
        var open = 0
        repeat {
            switch try peek() {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open += 1
                place += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open > 0 else { throw failure("a value was expected") }
                open -= 1
                place += 1
            case UInt8(ascii: "\""): _ = try string(limit: 0)
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard open > 0 else { throw failure("a value was expected") }
                place += 1
            case nil: throw failure("it ends too early")
            default:
                repeat {
                    while place < chunk.count, !Self.endsWord(chunk[place]) { place += 1 }
                    if place < chunk.count { break }
                } while try refill()
            }
        } while open > 0
    }
}

extension JSONStream {
    /// Reads a string; the stream stands on its opening quote.
    /// - Parameter limit: bytes that are kept; the rest is passed over.
    mutating func string(limit: Int) throws(Failure) -> String {
        let begin = offset
        place += 1
        if let short = shortString(limit: limit) { return short }
        var text = KeptText(limit: limit)
        while true {
            let end = nextMark()
            text.append(chunk[place..<end])
            place = end
            guard place < chunk.count else {
                guard try refill() else { throw Failure(offset: begin, reason: "a string never ends") }
                continue
            }
            place += 1
            if chunk[place - 1] == UInt8(ascii: "\"") { return text.string() }
            try escape(into: &text, begin: begin)
        }
    }

    /// Most strings end in the chunk and have no escape: they need no copy, and those that are passed over none at all.
    private mutating func shortString(limit: Int) -> String? {
        let end = nextMark()
        guard end < chunk.count, chunk[end] == UInt8(ascii: "\""), limit == 0 || end - place <= limit else {
            return nil
        }
        defer { place = end + 1 }
        return limit == 0 ? "" : String(decoding: chunk[place..<end], as: UTF8.self)
    }

    /// Where the next quote or backslash is; the end of the chunk when it has none.
    private func nextMark() -> Int {
        unsafe chunk.withUnsafeBufferPointer { bytes in
            var index = place
            while index < bytes.count {
                let byte = unsafe bytes[index]
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
                index += 1
            }
            return index
        }
    }

    private mutating func next(_ begin: Int) throws(Failure) -> UInt8 {
        if place == chunk.count {
            guard try refill() else { throw Failure(offset: begin, reason: "a string never ends") }
        }
        place += 1
        return chunk[place - 1]
    }

    private mutating func escape(into text: inout KeptText, begin: Int) throws(Failure) {
        let byte = try next(begin)
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "u"):
            var unit: UInt16 = 0
            for _ in 0..<4 {
                guard let digit = Character(Unicode.Scalar(try next(begin))).hexDigitValue else {
                    throw Failure(offset: offset - 1, reason: "four hexadecimal digits were expected")
                }
                unit = unit << 4 | UInt16(digit)
            }
            text.append(unit: unit)
        default: throw Failure(offset: offset - 1, reason: "an unknown escape in a string")
        }
    }
}
