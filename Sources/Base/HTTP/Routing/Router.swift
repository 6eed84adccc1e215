/// Which handler answers which method on which path.
package struct Router: Sendable {
    /// Paths without parameters, which need no search.
    private var fixed: [String: Endpoint] = [:]
    /// Patterns with parameters, the more particular ones first.
    private var parametric: [Endpoint] = []
    /// In the order in which they were added.
    package private(set) var routes: [(method: HTTPMethod, pattern: String)] = []

    package init() {}

    /// Adds a route. HEAD is answered wherever GET is, and OPTIONS everywhere, without routes of their own.
    ///
    /// A literal segment goes before a parameter: `/jobs/latest` before `/jobs/{id}`. It is a fault of the program,
    /// and ends it, to add a method and pattern twice, or patterns that differ in the names of their parameters only.
    /// - Parameters:
    ///   - pattern: a path that starts with a slash; a segment `{name}` stands for any one segment that is not empty.
    ///   - accepts: the content types that a body may have, others get 415; nil takes any.
    ///   - bodyLimitBytes: the largest body; larger ones get 413. 25 MiB, the standard, is GitHub's largest delivery.
    package mutating func on(
        _ method: HTTPMethod, _ pattern: String, accepts: [MediaType]? = nil,
        bodyLimitBytes: Int = Route.standardBodyLimitBytes, _ handler: @escaping HTTPHandler
    ) {
        add(
            Route(method: method, accepts: accepts, bodyLimitBytes: bodyLimitBytes, handler: .concurrent(handler)),
            at: pattern)
    }

    /// Adds a route for GET whose handler only hands out what is ready, such as a cached status.
    ///
    /// It runs on the event loop itself, which saves the way to another thread and back. So it must not wait, read
    /// files, or compute for longer than some 50 microseconds: all other connections wait for it.
    package mutating func onImmediateGet(
        _ pattern: String, _ handler: @escaping @Sendable (HTTPRequest) throws -> HTTPResponse
    ) {
        add(
            Route(method: .get, accepts: nil, bodyLimitBytes: 64 * 1024, handler: .immediate(handler)), at: pattern)
    }

    /// - Returns: nil when no pattern fits the path.
    func find(_ path: String) -> (endpoint: Endpoint, parameters: [String: String])? {
        if let endpoint = fixed[path] { return (endpoint, [:]) }
        if parametric.isEmpty { return nil }
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for endpoint in parametric {
            if let parameters = endpoint.pattern.match(segments) { return (endpoint, parameters) }
        }
        return nil
    }

    private mutating func add(_ route: Route, at text: String) {
        let pattern = RoutePattern(text)
        precondition(HTTPMethod.implemented.contains(route.method), "\(route.method) is not a method of this server")
        if pattern.hasParameters {
            addParametric(route, at: pattern)
        } else {
            fixed[text, default: Endpoint(pattern: pattern)].add(route)
        }
        routes.append((route.method, text))
    }

    private mutating func addParametric(_ route: Route, at pattern: RoutePattern) {
        if let index = parametric.firstIndex(where: { $0.pattern.shape == pattern.shape }) {
            precondition(parametric[index].pattern == pattern, "\(pattern.text) is there with other names")
            parametric[index].add(route)
            return
        }
        var endpoint = Endpoint(pattern: pattern)
        endpoint.add(route)
        let index = parametric.firstIndex { pattern.isMoreParticular(than: $0.pattern) } ?? parametric.endIndex
        parametric.insert(endpoint, at: index)
    }
}
