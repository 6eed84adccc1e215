/// What a request is about. Source: RFC 9112 §3.2.
package struct RequestTarget: Equatable, Sendable {
    package enum Form: Equatable, Sendable {
        /// A path, alone or behind `http://host`.
        case resource
        /// `*`, for OPTIONS alone.
        case server
        /// `host:port`, for CONNECT alone.
        case authority
    }

    package let form: Form
    /// Percent-decoded but for `%2F` and `%25`, so that a slash in it always parts two segments. Starts with a slash,
    /// has no dot segments and no control characters. Empty where the form is not `resource`.
    package let path: String
    /// As it was sent, without the question mark. Empty when there is none.
    package let query: String

    init(_ octets: ArraySlice<UInt8>, method: HTTPMethod) throws(RequestRejection) {
        if octets.first == Octet.slash {
            try self.init(originForm: octets)
        } else if octets.elementsEqual([Octet.asterisk]), method == .options {
            self.init(form: .server, path: "", query: "")
        } else if method == .connect, Authority.isValid(octets) {
            self.init(form: .authority, path: "", query: "")
        } else {
            try self.init(absoluteForm: octets, method: method)
        }
    }

    private init(form: Form, path: String, query: String) {
        self.form = form
        self.path = path
        self.query = query
    }

    private init(originForm octets: ArraySlice<UInt8>) throws(RequestRejection) {
        let end = octets.firstIndex(of: Octet.question) ?? octets.endIndex
        self.init(
            form: .resource, path: try Self.path(octets[..<end]), query: try Self.query(octets[end...].dropFirst()))
    }

    /// Source: RFC 9112 §3.2.2: a server accepts it from everybody, not from proxies alone.
    private init(absoluteForm octets: ArraySlice<UInt8>, method: HTTPMethod) throws(RequestRejection) {
        guard let scheme = ["http://", "https://"].first(where: { octets.starts(with: $0.utf8, by: Self.sameLetter) })
        else { throw .malformed("The request target has none of the forms that this method may use.") }
        let rest = octets.dropFirst(scheme.utf8.count)
        let end = rest.firstIndex { $0 == Octet.slash || $0 == Octet.question } ?? rest.endIndex
        guard Authority.isValid(rest[..<end]) else {
            throw .malformed("The request target has no valid host.")
        }
        if end == rest.endIndex, method == .options {
            self.init(form: .server, path: "", query: "")
        } else if end < rest.endIndex, rest[end] == Octet.slash {
            try self.init(originForm: rest[end...])
        } else {
            self.init(form: .resource, path: "/", query: try Self.query(rest[end...].dropFirst()))
        }
    }

    private static func sameLetter(_ octet: UInt8, _ other: UInt8) -> Bool {
        Octet.lowercased(octet) == other
    }
}

extension RequestTarget {
    private static func path(_ octets: ArraySlice<UInt8>) throws(RequestRejection) -> String {
        guard octets.allSatisfy(isPathOctet),
            let path = PercentEncoding.decode(octets, keeping: [Octet.slash, Octet.percent])
        else { throw .malformed("The path has an octet that has to be percent-encoded, or a malformed encoding.") }
        // Looks at the text, where a dot segment may have come out of an encoding.
        var segmentStart = true
        var dots = 0
        for octet in path.utf8 {
            guard octet >= Octet.space, octet != 0x7F, octet != Octet.backslash else {
                throw .malformed("The path has an encoded control character or backslash.")
            }
            if octet == Octet.slash {
                if (1...2).contains(dots) { throw dotSegment }
                segmentStart = true
                dots = 0
            } else if octet == Octet.dot, segmentStart {
                dots += 1
            } else {
                segmentStart = false
                dots = 0
            }
        }
        if (1...2).contains(dots) { throw dotSegment }
        return path
    }

    private static var dotSegment: RequestRejection {
        .malformed("The path has a dot segment; a client has to resolve those.")
    }

    private static func query(_ octets: ArraySlice<UInt8>) throws(RequestRejection) -> String {
        guard octets.allSatisfy(isQueryOctet), PercentEncoding.isValid(octets) else {
            throw .malformed("The query has an octet that has to be percent-encoded, or a malformed encoding.")
        }
        return String(decoding: octets, as: UTF8.self)
    }

    private static func isPathOctet(_ octet: UInt8) -> Bool {
        Octet.isUnreservedOrSubDelimiter(octet) || octet == Octet.slash || octet == Octet.percent
            || octet == Octet.colon || octet == Octet.at
    }

    /// RFC 3986 §3.4, and the few octets more that browsers leave as they are.
    private static func isQueryOctet(_ octet: UInt8) -> Bool {
        switch octet {
        case Octet.question, UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
            UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "`"):
            true
        default: isPathOctet(octet)
        }
    }
}
