/// Why the octets of a client are not a request that we take, and the status that tells it.
///
/// Never quotes what the client sent: that may be a secret.
package struct RequestRejection: Error, Equatable {
    package let status: HTTPStatus
    package let detail: String

    package init(_ status: HTTPStatus, _ detail: String) {
        self.status = status
        self.detail = detail
    }

    static func malformed(_ detail: String) -> Self {
        Self(.badRequest, detail)
    }
}
