/// What is decided about a request when its head is known and its body is still to come.
enum Admission: Sendable {
    case accepted(Route, parameters: [String: String])
    /// The answer, without any handler: a refusal, or what the route table knows by itself.
    case answered(HTTPResponse)

    /// The order of the questions is that of the answers a client can use best: is there such a thing, may one do this
    /// to it, is the body of a kind and size that it takes?
    init(_ head: RequestHead, _ router: Router) {
        guard HTTPMethod.implemented.contains(head.method) else {
            self = .refused(.notImplemented, "This server does not know the method.")
            return
        }
        if head.target.form == .server {
            let allow = HTTPMethod.implemented.map(\.name).joined(separator: ", ")
            self = .answered(HTTPResponse(.noContent, headers: ["Allow": allow]))
            return
        }
        guard let (endpoint, parameters) = router.find(head.target.path) else {
            self = .refused(.notFound, "There is nothing at this path.")
            return
        }
        guard let route = endpoint.route(for: head.method) else {
            self = Self.withoutRoute(head.method, endpoint)
            return
        }
        let refusal = Self.refusalOfExpectation(head) ?? Self.refusalOfContent(head, by: route)
        self = refusal.map(Self.answered) ?? .accepted(route, parameters: parameters)
    }

    private static func withoutRoute(_ method: HTTPMethod, _ endpoint: Endpoint) -> Self {
        guard method == .options else {
            return .answered(
                .problem(
                    .methodNotAllowed, detail: "This path takes other methods: see the Allow field.",
                    headers: ["Allow": endpoint.allow]))
        }
        return .answered(HTTPResponse(.noContent, headers: ["Allow": endpoint.allow]))
    }

    private static func refusalOfExpectation(_ head: RequestHead) -> HTTPResponse? {
        guard head.expectation == .unknown else { return nil }
        return .problem(.expectationFailed, detail: "The only expectation that can be met is 100-continue.")
    }

    private static func refusalOfContent(_ head: RequestHead, by route: Route) -> HTTPResponse? {
        if let coding = head.headers["Content-Encoding"], coding.lowercased() != "identity" {
            // Source: RFC 9110 §15.5.16: says that the coding is what was wrong.
            return .problem(
                .unsupportedMediaType, detail: "Send the content without a content coding.",
                headers: ["Accept-Encoding": "identity"])
        }
        if let accepted = route.accepts, !accepts(head, accepted) {
            let names = accepted.map(\.description).joined(separator: ", ")
            return .problem(.unsupportedMediaType, detail: "Send the content as one of: \(names).")
        }
        if case .length(let length) = head.framing, length > route.bodyLimitBytes {
            return .problem(
                .contentTooLarge, detail: "The content is larger than \(route.bodyLimitBytes) octets.")
        }
        return nil
    }

    private static func accepts(_ head: RequestHead, _ accepted: [MediaType]) -> Bool {
        guard let field = head.headers["Content-Type"] else {
            return head.framing == .none || head.framing == .length(0)
        }
        return MediaType(field).map(accepted.contains) ?? false
    }

    private static func refused(_ status: HTTPStatus, _ detail: String) -> Self {
        .answered(.problem(status, detail: detail))
    }
}
