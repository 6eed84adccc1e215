/// Writes the head of a response. Source: RFC 9112 §4 to §6.
struct ResponseEncoder: Sendable {
    /// How the client finds the end of the body.
    enum Framing: Equatable, Sendable {
        case none
        case length(Int)
        case chunked
        /// The end of the connection: all that HTTP/1.0 has for a body of unknown length.
        case close
    }

    let date: String
    let requestID: String
    /// Of the request.
    let minorVersion: Int
    let keepsConnection: Bool

    func framing(of content: PreparedResponse.Content) -> Framing {
        switch content {
        case .none: .none
        case .octets(let octets): .length(octets.count)
        case .stream(let length?, _): .length(length)
        case .stream(nil, _): minorVersion > 0 ? .chunked : .close
        }
    }

    func append(_ response: PreparedResponse, to head: inout [UInt8]) {
        head.append(contentsOf: "HTTP/1.1 ".utf8)
        head.append(decimal: response.status.code)
        head.append(Octet.space)
        head.append(contentsOf: response.status.phrase.utf8)
        head.append(contentsOf: "\r\nDate: ".utf8)
        head.append(contentsOf: date.utf8)
        head.append(contentsOf: "\r\nX-Content-Type-Options: nosniff\r\nX-Request-Id: ".utf8)
        head.append(contentsOf: requestID.utf8)
        let framing = framing(of: response.content)
        switch framing {
        case .none, .close: break
        case .length(let length):
            head.append(contentsOf: "\r\nContent-Length: ".utf8)
            head.append(decimal: length)
        case .chunked: head.append(contentsOf: "\r\nTransfer-Encoding: chunked".utf8)
        }
        if !keepsConnection || framing == .close {
            head.append(contentsOf: "\r\nConnection: close".utf8)
        } else if minorVersion == 0 {
            head.append(contentsOf: "\r\nConnection: keep-alive".utf8)
        }
        head.append(contentsOf: "\r\n".utf8)
        appendFields(of: response.headers, to: &head)
        head.append(contentsOf: "\r\n".utf8)
    }

    private func appendFields(of headers: HTTPHeaders, to head: inout [UInt8]) {
        for line in headers.lines where !Self.ownFields.contains(where: { headers.isLine(line, named: $0) }) {
            head.append(contentsOf: headers.octets[line.name])
            head.append(Octet.colon)
            head.append(Octet.space)
            head.append(contentsOf: headers.octets[line.value])
            head.append(Octet.carriageReturn)
            head.append(Octet.lineFeed)
        }
    }

    /// Fields that belong to the connection or are written above: a handler's own could contradict them.
    private static let ownFields = [
        "Date", "Content-Length", "Transfer-Encoding", "Connection", "X-Request-Id", "X-Content-Type-Options",
    ]
}

extension Array where Element == UInt8 {
    mutating func append(decimal number: Int) {
        append(contentsOf: String(number).utf8)
    }
}
