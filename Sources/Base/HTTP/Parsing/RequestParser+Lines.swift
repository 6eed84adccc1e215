extension RequestParser {
    /// Moves octets from the input to `lines`, up to the end of the line that is being read.
    /// - Parameter tooLong: thrown when the line has more than `limit` octets, its end included.
    /// - Returns: the line without its CRLF, or nil when the input ends before it does.
    mutating func readLine(
        _ input: Span<UInt8>, at position: inout Int, limit: Int, tooLong: @autoclosure () -> RequestRejection
    ) throws(RequestRejection) -> Range<Int>? {
        let start = position
        let room = max(0, limit - (lines.count - lineStart))
        let end = min(input.count, start + room)
        while position < end, input[position] != Octet.lineFeed { position += 1 }
        let isComplete = position < end
        if isComplete { position += 1 }
        if lines.isEmpty { lines.reserveCapacity(min(input.count - start, 1024)) }
        lines.append(copying: input.extracting(start..<position))
        guard isComplete else {
            if lines.count - lineStart >= limit { throw tooLong() }
            return nil
        }
        guard lines.count - lineStart >= 2, lines[lines.count - 2] == Octet.carriageReturn else {
            throw .malformed("A line ends in CR and LF, not in LF alone.")
        }
        defer { lineStart = lines.count }
        return lineStart..<lines.count - 2
    }

    /// - Returns: false when the line is not complete yet.
    mutating func readRequestLine(_ input: Span<UInt8>, at position: inout Int) throws(RequestRejection) -> Bool {
        let limit = limits.requestLineBytes
        guard let range = try readLine(input, at: &position, limit: limit, tooLong: .requestLineTooLong(limit)) else {
            return false
        }
        if range.isEmpty, !skippedEmptyLine {
            // RFC 9112 §2.2: some old clients send an empty line behind a body.
            skippedEmptyLine = true
            forgetLines()
            return true
        }
        state = .fields(try RequestLine(lines[range]))
        return true
    }

    /// - Returns: the head, when this line was the empty one at its end; nil after any other line or a part of one.
    mutating func readField(
        _ input: Span<UInt8>, at position: inout Int, of line: RequestLine
    ) throws(RequestRejection) -> RequestHead? {
        guard let range = try readSectionLine(input, at: &position) else { return nil }
        guard range.isEmpty else {
            guard fields.count < limits.fields else { throw .sectionTooLarge(limits) }
            if fields.isEmpty { fields.reserveCapacity(16) }
            fields.append(try FieldLine(range, in: lines))
            return nil
        }
        let head = try RequestHead(line, HTTPHeaders(octets: lines, lines: fields))
        // The head keeps the storage of both.
        fields = []
        lines = []
        lineStart = 0
        switch head.framing {
        case .none: state = .end
        case .length(let length): state = .octets(left: length)
        case .chunked: state = .chunkLine
        }
        return head
    }

    mutating func readChunkLine(_ input: Span<UInt8>, at position: inout Int) throws(RequestRejection) -> Bool {
        let tooLong = RequestRejection.malformed("The chunk extensions are too long.")
        // 32 digits are enough for any size that has leading zeros.
        let limit = 32 + limits.chunkExtensionBytes
        guard let range = try readLine(input, at: &position, limit: limit, tooLong: tooLong) else { return false }
        let line = try ChunkLine(lines[range])
        forgetLines()
        extensionBytes += line.extensionBytes
        guard extensionBytes <= limits.chunkExtensionBytes else { throw tooLong }
        guard line.size <= bodyLimitBytes - bodyBytes else { throw contentTooLarge }
        bodyBytes += line.size
        sectionBytes = 0
        state = line.size == 0 ? .trailers : .chunk(left: line.size)
        return true
    }

    mutating func readChunkEnd(_ input: Span<UInt8>, at position: inout Int) throws(RequestRejection) -> Bool {
        let wrong = RequestRejection.malformed("A chunk has to end after as many octets as it said, with CR and LF.")
        while position < input.count {
            let expected = lines.isEmpty ? Octet.carriageReturn : Octet.lineFeed
            guard input[position] == expected else { throw wrong }
            position += 1
            guard lines.isEmpty else {
                forgetLines()
                state = .chunkLine
                return true
            }
            lines.append(expected)
        }
        return false
    }

    /// Trailer fields are checked and dropped: nobody here has a use for them. Source: RFC 9112 §7.1.2.
    mutating func readTrailer(_ input: Span<UInt8>, at position: inout Int) throws(RequestRejection) -> Bool {
        guard let range = try readSectionLine(input, at: &position) else { return false }
        if range.isEmpty {
            state = .end
        } else {
            trailerFields += 1
            guard trailerFields <= limits.fields else { throw .sectionTooLarge(limits) }
            _ = try FieldLine(range, in: lines)
        }
        forgetLines()
        return true
    }

    private mutating func readSectionLine(
        _ input: Span<UInt8>, at position: inout Int
    ) throws(RequestRejection) -> Range<Int>? {
        let limits = limits
        let room = limits.headerSectionBytes - sectionBytes
        guard let range = try readLine(input, at: &position, limit: room, tooLong: .sectionTooLarge(limits)) else {
            return nil
        }
        sectionBytes += range.count + 2
        return range
    }

    private mutating func forgetLines() {
        lines.removeAll(keepingCapacity: true)
        lineStart = 0
    }

    var contentTooLarge: RequestRejection {
        RequestRejection(.contentTooLarge, "The content is larger than \(bodyLimitBytes) octets.")
    }
}

extension RequestRejection {
    fileprivate static func requestLineTooLong(_ limit: Int) -> Self {
        Self(.uriTooLong, "The request line is longer than \(limit) octets.")
    }

    fileprivate static func sectionTooLarge(_ limits: RequestParser.Limits) -> Self {
        Self(
            .headerFieldsTooLarge,
            "The fields have more than \(limits.headerSectionBytes) octets, or are more than \(limits.fields).")
    }
}
