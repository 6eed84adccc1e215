/// The first line of a request. Source: RFC 9112 §3.
struct RequestLine: Sendable {
    let method: HTTPMethod
    let target: RequestTarget
    let minorVersion: Int

    /// - Parameter octets: the line without its CRLF.
    init(_ octets: ArraySlice<UInt8>) throws(RequestRejection) {
        guard let first = octets.firstIndex(of: Octet.space), let last = octets.lastIndex(of: Octet.space),
            first > octets.startIndex, first < last
        else { throw .malformed("A request line is a method, a target and a version, with single spaces between.") }
        let name = octets[..<first]
        guard name.allSatisfy(Octet.isToken) else { throw .malformed("The method is not a token.") }
        minorVersion = try Self.minorVersion(octets[(last + 1)...])
        method = HTTPMethod(String(decoding: name, as: UTF8.self))
        target = try RequestTarget(octets[(first + 1)..<last], method: method)
    }

    private static func minorVersion(_ octets: ArraySlice<UInt8>) throws(RequestRejection) -> Int {
        let start = octets.startIndex
        guard octets.count == 8, octets.starts(with: "HTTP/".utf8), Octet.isDigit(octets[start + 5]),
            octets[start + 6] == Octet.dot, Octet.isDigit(octets[start + 7])
        else { throw .malformed("The version is not of the form HTTP/1.1.") }
        guard octets[start + 5] == UInt8(ascii: "1") else {
            throw RequestRejection(.versionNotSupported, "This server speaks HTTP/1.1.")
        }
        return octets[start + 7] == UInt8(ascii: "0") ? 0 : 1
    }
}
