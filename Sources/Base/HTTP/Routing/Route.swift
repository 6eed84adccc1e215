/// How one method of one pattern is answered.
package struct Route: Sendable {
    /// 25 MiB: GitHub sends no larger deliveries.
    package static let standardBodyLimitBytes = 25 * 1024 * 1024

    enum Handler: Sendable {
        case concurrent(HTTPHandler)
        case immediate(@Sendable (HTTPRequest) throws -> HTTPResponse)
    }

    let method: HTTPMethod
    let accepts: [MediaType]?
    let bodyLimitBytes: Int
    let handler: Handler
}

/// All that one pattern answers.
struct Endpoint: Sendable {
    let pattern: RoutePattern
    private(set) var routes: [Route] = []

    init(pattern: RoutePattern) {
        self.pattern = pattern
    }

    mutating func add(_ route: Route) {
        precondition(self.route(for: route.method)?.method != route.method, "\(route.method) \(pattern.text) is there")
        routes.append(route)
    }

    /// HEAD falls back to GET. Source: RFC 9110 §9.3.2.
    func route(for method: HTTPMethod) -> Route? {
        routes.first { $0.method == method } ?? (method == .head ? routes.first { $0.method == .get } : nil)
    }

    /// The value of the `Allow` field. Source: RFC 9110 §10.2.1.
    var allow: String {
        var methods = routes.map(\.method)
        for (generated, isMissing) in [
            (HTTPMethod.head, methods.contains(.get) && !methods.contains(.head)),
            (.options, !methods.contains(.options)),
        ] where isMissing {
            methods.append(generated)
        }
        return methods.map(\.name).joined(separator: ", ")
    }
}
