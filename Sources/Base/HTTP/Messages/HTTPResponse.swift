/// What a handler answers.
///
/// The server adds what belongs to the connection (`Date`, `Content-Length`, `Transfer-Encoding`, `Connection`, ignoring
/// a handler's own), `X-Request-Id` and `X-Content-Type-Options`. It codes large texts with gzip, cuts ranges out of
/// files, and turns a 200 with an `ETag` into a 304 when the client has it already.
package struct HTTPResponse: Sendable {
    package enum Body: Sendable {
        case none
        case octets([UInt8])
        /// The regular file at this path. When it cannot be opened, the response becomes a 404.
        case file(path: String)
        /// Whatever this function writes, as it writes it. It ends the body by returning. When it throws, the
        /// connection breaks off, so that the client sees that something is missing.
        case stream(@Sendable (BodyWriter) async throws -> Void)
    }

    package var status: HTTPStatus
    package var headers: HTTPHeaders
    package var body: Body

    package init(_ status: HTTPStatus, headers: HTTPHeaders = [:], body: Body = .none) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

extension HTTPResponse {
    package static func octets(
        _ octets: [UInt8], contentType: String, status: HTTPStatus = .ok
    ) -> HTTPResponse {
        HTTPResponse(status, headers: ["Content-Type": contentType], body: .octets(octets))
    }

    /// - Parameter octets: JSON that is encoded already.
    package static func json(_ octets: [UInt8], status: HTTPStatus = .ok) -> HTTPResponse {
        .octets(octets, contentType: "application/json", status: status)
    }

    package static func text(_ text: String, status: HTTPStatus = .ok) -> HTTPResponse {
        .octets(Array(text.utf8), contentType: "text/plain; charset=utf-8", status: status)
    }

    package static func file(path: String, contentType: String) -> HTTPResponse {
        HTTPResponse(.ok, headers: ["Content-Type": contentType], body: .file(path: path))
    }

    /// Server-sent events: each write should be whole events, as `data: ...` and an empty line.
    /// Source: WHATWG HTML §9.2.
    package static func eventStream(
        _ produce: @escaping @Sendable (BodyWriter) async throws -> Void
    ) -> HTTPResponse {
        // `no-transform` and `X-Accel-Buffering` keep proxies from holding events back.
        let headers: HTTPHeaders = [
            "Content-Type": "text/event-stream", "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no",
        ]
        return HTTPResponse(.ok, headers: headers, body: .stream(produce))
    }

    /// Adds an `ETag` made of the octets of the body, so that a client that has them already gets a 304.
    package func withEntityTag() -> HTTPResponse {
        guard case .octets(let octets) = body else { return self }
        var tagged = self
        tagged.headers["ETag"] = EntityTag(hashing: octets).text
        return tagged
    }
}
