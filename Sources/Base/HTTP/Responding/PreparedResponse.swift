/// A response as this client gets it: coded, cut or shortened as the request allows.
struct PreparedResponse: Sendable {
    enum Content: Sendable {
        /// There can be none: 204, 304.
        case none
        case octets([UInt8])
        case stream(lengthBytes: Int?, @Sendable (BodyWriter) async throws -> Void)
    }

    var status: HTTPStatus
    var headers: HTTPHeaders
    var content: Content
}

extension HTTPResponse {
    /// - Parameter gzipFromBytes: the smallest body that is worth coding.
    func prepared(for request: HTTPRequest, gzipFromBytes: Int) -> PreparedResponse {
        switch body {
        case .none:
            return PreparedResponse(status: status, headers: headers, content: status.hasContent ? .octets([]) : .none)
        case .octets(let octets):
            return preparedOctets(octets, for: request, gzipFromBytes: gzipFromBytes)
        case .file(let path):
            return preparedFile(path: path, for: request)
        case .stream(let produce):
            return PreparedResponse(status: status, headers: headers, content: .stream(lengthBytes: nil, produce))
        }
    }

    private func preparedOctets(
        _ octets: [UInt8], for request: HTTPRequest, gzipFromBytes: Int
    ) -> PreparedResponse {
        var prepared = PreparedResponse(status: status, headers: headers, content: .octets(octets))
        var isCoded = false
        if octets.count >= gzipFromBytes, isCompressible {
            prepared.headers.append("Vary", "Accept-Encoding")
            isCoded = ContentCoding.prefersGzip(request.headers["Accept-Encoding"])
        }
        if isCoded { prepared.nameGzip() }
        // Before the coding, which a client that has the content already should not cost.
        if prepared.isKnown(to: request) {
            prepared.becomeNotModified()
        } else if isCoded {
            prepared.code(octets)
        }
        if !status.hasContent { prepared.content = .none }
        return prepared
    }

    private var isCompressible: Bool {
        guard headers["Content-Type"].flatMap(MediaType.init)?.isCompressible == true else { return false }
        return !headers.contains("Content-Encoding")
    }
}

extension HTTPStatus {
    /// Source: RFC 9110 §6.4.1.
    var hasContent: Bool { code >= 200 && self != .noContent && self != .notModified }
}
