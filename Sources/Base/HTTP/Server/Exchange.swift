/// One request on a connection, from its head to the end of its response.
///
/// A class, because a request holds a dozen references, and copying it about would cost more than parsing it.
final class Exchange {
    let id: String
    let minorVersion: Int
    let isHead: Bool
    var keepsConnection: Bool
    /// The request, while its body is being read for a handler.
    var incoming: IncomingRequest?
    /// The answer, where it is known before any handler is asked.
    var answer: HTTPResponse?
    /// How the body of the response ends, while a handler writes it piece by piece.
    var streamFraming: ResponseEncoder.Framing?
    /// The task in which the handler runs.
    var task: Task<Void, Never>?

    init(id: String, minorVersion: Int, isHead: Bool, keepsConnection: Bool) {
        self.id = id
        self.minorVersion = minorVersion
        self.isHead = isHead
        self.keepsConnection = keepsConnection
    }

    /// It has no end of its own.
    var isEndlessStream: Bool {
        streamFraming == .chunked || streamFraming == .close
    }
}

/// A request whose body is still being read.
struct IncomingRequest {
    let head: RequestHead
    let route: Route
    let parameters: [String: String]
    private(set) var body: [UInt8] = []

    init(_ head: RequestHead, _ route: Route, _ parameters: [String: String]) {
        self.head = head
        self.route = route
        self.parameters = parameters
    }

    /// Believes no announcement before 64 KiB of it are there; then makes room for all of it at once, because memory
    /// that nobody has written to costs nothing, and arrays that grow by copying cost twice.
    mutating func append(_ octets: Span<UInt8>) {
        let needed = body.count + octets.count
        if needed > body.capacity {
            let wanted = if case .length(let length) = head.framing { length } else { 2 * needed }
            body.reserveCapacity(max(needed, body.isEmpty ? min(wanted, 64 * 1024) : wanted))
        }
        body.append(copying: octets)
    }

    func request(remoteAddress: String, id: String) -> HTTPRequest {
        HTTPRequest(
            method: head.method, path: head.target.path, pathParameters: parameters,
            query: HTTPQuery(head.target.query), headers: head.headers, body: body, remoteAddress: remoteAddress,
            id: id)
    }
}
