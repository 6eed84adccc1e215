/// Turns the octets of one connection into requests, however they are cut into pieces.
///
/// Pure: it reads what it is given and waits for more. Strict: it refuses whatever another reader could understand
/// differently. After a refusal the connection has to end, because nobody knows where the next request would start.
/// Source: RFC 9112.
package struct RequestParser: Sendable {
    package struct Limits: Equatable, Sendable {
        /// Method, target and version, in octets: more is answered with 414.
        package var requestLineBytes = 16 * 1024
        /// All header fields of a request together, in octets, and likewise its trailer fields: more is 431.
        package var headerSectionBytes = 64 * 1024
        /// The most header fields, and the most trailer fields: more is 431.
        package var fields = 200
        /// All chunk extensions of one request together, in octets: more is 400.
        package var chunkExtensionBytes = 16 * 1024

        package init() {}
    }

    package enum Event: Sendable {
        /// All octets are read. Come again with more.
        case needsOctets
        case head(RequestHead)
        /// The part of the input that is body. Never empty.
        case body(Range<Int>)
        /// The request is complete. What follows is the next one.
        case end
    }

    enum State {
        case requestLine
        case fields(RequestLine)
        case octets(left: Int)
        case chunkLine
        case chunk(left: Int)
        case chunkEnd
        case trailers
        case end
    }

    let limits: Limits
    var state = State.requestLine
    /// The lines read so far: of the whole head, because the fields stay in it; of a body, the latest line alone.
    var lines: [UInt8] = []
    /// Where the line begins that is being read.
    var lineStart = 0
    var fields: [FieldLine] = []
    /// Octets of the header or trailer section so far.
    var sectionBytes = 0
    var trailerFields = 0
    var extensionBytes = 0
    var bodyBytes = 0
    var bodyLimitBytes = Int.max
    var skippedEmptyLine = false

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Nothing of a request has been read, so the connection may end here.
    package var isBetweenRequests: Bool {
        guard case .requestLine = state else { return false }
        return lines.isEmpty
    }

    /// Sets how large the body may be. To be called after the head and before anything else.
    package mutating func limitBody(toBytes limit: Int) throws(RequestRejection) {
        bodyLimitBytes = limit
        if case .octets(let length) = state, length > limit { throw contentTooLarge }
    }

    /// Reads `input` from `position` on, up to the next event, and moves `position` behind what it has read.
    package mutating func next(
        _ input: Span<UInt8>, at position: inout Int
    ) throws(RequestRejection) -> Event {
        while true {
            switch state {
            case .requestLine:
                guard try readRequestLine(input, at: &position) else { return .needsOctets }
            case .fields(let line):
                guard let head = try readField(input, at: &position, of: line) else {
                    if position == input.count { return .needsOctets }
                    continue
                }
                return .head(head)
            case .octets(left: 0), .end:
                startNextRequest()
                return .end
            case .octets(let left):
                guard let range = take(left, input, at: &position) else { return .needsOctets }
                state = .octets(left: left - range.count)
                return .body(range)
            case .chunkLine:
                guard try readChunkLine(input, at: &position) else { return .needsOctets }
            case .chunk(left: 0):
                state = .chunkEnd
            case .chunk(let left):
                guard let range = take(left, input, at: &position) else { return .needsOctets }
                state = .chunk(left: left - range.count)
                return .body(range)
            case .chunkEnd:
                guard try readChunkEnd(input, at: &position) else { return .needsOctets }
            case .trailers:
                guard try readTrailer(input, at: &position) else { return .needsOctets }
            }
        }
    }

    private mutating func startNextRequest() {
        self = Self(limits: limits)
    }

    private func take(_ count: Int, _ input: Span<UInt8>, at position: inout Int) -> Range<Int>? {
        let range = position..<min(input.count, position + count)
        position = range.upperBound
        return range.isEmpty ? nil : range
    }
}
