extension RequestHead {
    /// Checks what the fields say about framing and connection. Anything ambiguous is refused: two readers who
    /// disagree on where a request ends are how requests are smuggled.
    init(_ line: RequestLine, _ headers: HTTPHeaders) throws(RequestRejection) {
        try Self.checkHost(headers, minorVersion: line.minorVersion)
        method = line.method
        target = line.target
        minorVersion = line.minorVersion
        framing = try BodyFraming(headers, minorVersion: line.minorVersion)
        keepsConnection = Self.keepsConnection(headers, minorVersion: line.minorVersion)
        expectation = Self.expectation(headers, minorVersion: line.minorVersion)
        self.headers = headers
    }

    /// Source: RFC 9112 §3.2.
    private static func checkHost(_ headers: HTTPHeaders, minorVersion: Int) throws(RequestRejection) {
        var count = 0
        for host in headers.octetsOfLines(named: "Host") {
            count += Authority.isValid(host) ? 1 : 2
        }
        guard count == 1 || count == 0 && minorVersion == 0 else {
            throw .malformed("A request needs exactly one valid Host field.")
        }
    }

    private static func keepsConnection(_ headers: HTTPHeaders, minorVersion: Int) -> Bool {
        let options = headers.listElements(of: "Connection")
        if options.contains("close") { return false }
        return minorVersion > 0 || options.contains("keep-alive")
    }

    /// Source: RFC 9110 §10.1.1: not before HTTP/1.1.
    private static func expectation(_ headers: HTTPHeaders, minorVersion: Int) -> Expectation {
        guard minorVersion > 0, let value = headers["Expect"] else { return .none }
        return value.lowercased() == "100-continue" ? .continue : .unknown
    }
}

extension BodyFraming {
    /// Source: RFC 9112 §6.3.
    init(_ headers: HTTPHeaders, minorVersion: Int) throws(RequestRejection) {
        let lengths = headers.values(of: "Content-Length")
        guard headers.contains("Transfer-Encoding") else {
            self = lengths.isEmpty ? .none : .length(try Self.length(lengths))
            return
        }
        guard lengths.isEmpty else { throw .malformed("Content-Length and Transfer-Encoding exclude each other.") }
        guard minorVersion > 0 else { throw .malformed("HTTP/1.0 has no Transfer-Encoding.") }
        let codings = headers.listElements(of: "Transfer-Encoding")
        if codings == ["chunked"] {
            self = .chunked
            return
        }
        guard codings.allSatisfy({ $0 == "chunked" || $0.isEmpty }) else {
            throw RequestRejection(.notImplemented, "The only transfer coding known here is chunked.")
        }
        throw .malformed("Transfer-Encoding has to be chunked, once.")
    }

    private static func length(_ values: [String]) throws(RequestRejection) -> Int {
        guard values.count == 1, !values[0].isEmpty, values[0].utf8.allSatisfy(Octet.isDigit) else {
            throw .malformed("Content-Length has to be one decimal number.")
        }
        guard let length = Int(values[0]) else {
            throw RequestRejection(.contentTooLarge, "The content is larger than this server can count.")
        }
        return length
    }
}
