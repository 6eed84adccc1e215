/// An error that knows how the client is told of it. Any other error that a handler throws is logged, and the client
/// learns no more than that it was a 500.
package protocol HTTPResponseError: Error {
    var response: HTTPResponse { get }
}

/// A problem in the form of RFC 9457. Throw it from a handler, or answer with its `response`.
package struct HTTPProblem: HTTPResponseError, Equatable {
    package let status: HTTPStatus
    /// Short, and the same for every problem of this kind.
    package let title: String
    /// What went wrong this time and what the client can do about it. Clients see it: no secrets, no internals.
    package let detail: String

    /// - Parameter title: nil takes the status's phrase.
    package init(_ status: HTTPStatus, title: String? = nil, detail: String) {
        self.status = status
        self.title = title ?? status.phrase
        self.detail = detail
    }

    package var response: HTTPResponse {
        let members = [
            #""type":"about:blank""#, #""title":\#(Self.quoted(title))"#, #""status":\#(status.code)"#,
            #""detail":\#(Self.quoted(detail))"#,
        ]
        let json = "{" + members.joined(separator: ",") + "}"
        return .octets(Array(json.utf8), contentType: "application/problem+json", status: status)
    }

    /// Source: RFC 8259 §7.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension HTTPResponse {
    /// - Parameters:
    ///   - title: nil takes the status's phrase.
    ///   - headers: fields that this status asks for, such as `Retry-After`.
    package static func problem(
        _ status: HTTPStatus, title: String? = nil, detail: String, headers: HTTPHeaders = [:]
    ) -> HTTPResponse {
        var response = HTTPProblem(status, title: title, detail: detail).response
        for (name, value) in headers { response.headers.append(name, value) }
        return response
    }
}
