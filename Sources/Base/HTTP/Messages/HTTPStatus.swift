/// A three-digit status code and its usual phrase. Source: RFC 9110 §15.
package struct HTTPStatus: Hashable, Sendable, CustomStringConvertible {
    /// 200 to 599.
    package let code: Int
    package let phrase: String

    package init(_ code: Int, _ phrase: String) {
        self.code = code
        self.phrase = phrase
    }

    package static func == (one: Self, other: Self) -> Bool { one.code == other.code }
    package func hash(into hasher: inout Hasher) { hasher.combine(code) }

    package static let ok = Self(200, "OK")
    package static let created = Self(201, "Created")
    package static let accepted = Self(202, "Accepted")
    package static let noContent = Self(204, "No Content")
    package static let partialContent = Self(206, "Partial Content")
    package static let notModified = Self(304, "Not Modified")
    package static let badRequest = Self(400, "Bad Request")
    package static let unauthorized = Self(401, "Unauthorized")
    package static let forbidden = Self(403, "Forbidden")
    package static let notFound = Self(404, "Not Found")
    package static let methodNotAllowed = Self(405, "Method Not Allowed")
    package static let requestTimeout = Self(408, "Request Timeout")
    package static let conflict = Self(409, "Conflict")
    package static let gone = Self(410, "Gone")
    package static let contentTooLarge = Self(413, "Content Too Large")
    package static let uriTooLong = Self(414, "URI Too Long")
    package static let unsupportedMediaType = Self(415, "Unsupported Media Type")
    package static let rangeNotSatisfiable = Self(416, "Range Not Satisfiable")
    package static let expectationFailed = Self(417, "Expectation Failed")
    package static let misdirectedRequest = Self(421, "Misdirected Request")
    package static let unprocessableContent = Self(422, "Unprocessable Content")
    package static let headerFieldsTooLarge = Self(431, "Request Header Fields Too Large")
    package static let internalServerError = Self(500, "Internal Server Error")
    package static let notImplemented = Self(501, "Not Implemented")
    package static let badGateway = Self(502, "Bad Gateway")
    package static let serviceUnavailable = Self(503, "Service Unavailable")
    package static let versionNotSupported = Self(505, "HTTP Version Not Supported")

    package var description: String { "\(code) \(phrase)" }
}
