/// A whole request, checked and decoded, as a handler gets it.
package struct HTTPRequest: Sendable {
    package let method: HTTPMethod
    /// Percent-decoded but for `%2F` and `%25`. Starts with a slash and has no dot segments.
    package let path: String
    /// What stood in the place of each `{name}` of the route's pattern, wholly decoded.
    package let pathParameters: [String: String]
    package let query: HTTPQuery
    package let headers: HTTPHeaders
    /// Without any transfer coding; never coded otherwise. Not longer than the route's limit.
    package let body: [UInt8]
    /// The numeric address at the other end of the connection: of the proxy, where there is one.
    package let remoteAddress: String
    /// The client's `X-Request-Id` where it is fit to be logged, otherwise one of our own. The response carries it.
    package let id: String

    package init(
        method: HTTPMethod, path: String, pathParameters: [String: String] = [:], query: HTTPQuery = HTTPQuery(""),
        headers: HTTPHeaders = [:], body: [UInt8] = [], remoteAddress: String = "127.0.0.1", id: String = "request"
    ) {
        self.method = method
        self.path = path
        self.pathParameters = pathParameters
        self.query = query
        self.headers = headers
        self.body = body
        self.remoteAddress = remoteAddress
        self.id = id
    }
}

/// Answers one request. Runs beside others, away from the server's event loop.
package typealias HTTPHandler = @Sendable (HTTPRequest) async throws -> HTTPResponse
