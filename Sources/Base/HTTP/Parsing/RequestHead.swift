/// Everything of a request that comes before its body, checked.
package struct RequestHead: Sendable {
    package enum Expectation: Equatable, Sendable { case none, `continue`, unknown }

    package let method: HTTPMethod
    package let target: RequestTarget
    /// 0 for HTTP/1.0, otherwise 1: a higher minor version is read as the highest known. Source: RFC 9110 §2.5.
    package let minorVersion: Int
    package let headers: HTTPHeaders
    package let framing: BodyFraming
    /// The client wants to use the connection again. Source: RFC 9112 §9.3.
    package let keepsConnection: Bool
    package let expectation: Expectation
}

/// How the end of a request's body is found. Source: RFC 9112 §6.
package enum BodyFraming: Equatable, Sendable {
    case none
    case length(Int)
    case chunked
}
