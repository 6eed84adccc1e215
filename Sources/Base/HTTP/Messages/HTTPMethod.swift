/// A request method: a case-sensitive token. Source: RFC 9110 §9.1.
package struct HTTPMethod: Hashable, Sendable, CustomStringConvertible {
    package let name: String

    package init(_ name: String) {
        self.name = name
    }

    package static let get = Self("GET")
    package static let head = Self("HEAD")
    package static let post = Self("POST")
    package static let put = Self("PUT")
    package static let patch = Self("PATCH")
    package static let delete = Self("DELETE")
    package static let options = Self("OPTIONS")
    static let connect = Self("CONNECT")

    /// The methods that a route may have here. Any other is answered with 501.
    static let implemented: [HTTPMethod] = [.get, .head, .post, .put, .patch, .delete, .options]

    package var description: String { name }
}
