internal import Compression

extension PreparedResponse {
    /// The client named our entity tag. Source: RFC 9110 §13.1.2.
    func isKnown(to request: HTTPRequest) -> Bool {
        guard status == .ok, request.method == .get || request.method == .head,
            let field = request.headers["If-None-Match"], let tag = headers["ETag"].flatMap(EntityTag.init)
        else { return false }
        return tag.isNamed(inIfNoneMatch: field)
    }

    /// Keeps the fields that a cache needs, and leaves out those that describe content. Source: RFC 9110 §15.4.5.
    mutating func becomeNotModified() {
        status = .notModified
        content = .none
        for name in ["Content-Type", "Content-Encoding", "Content-Range", "Content-Disposition"] {
            headers[name] = nil
        }
    }

    mutating func nameGzip() {
        headers["Content-Encoding"] = "gzip"
        if let tag = headers["ETag"].flatMap(EntityTag.init) { headers["ETag"] = tag.coded("gzip")?.text }
    }

    /// Content that cannot be coded goes out plain, under its plain name.
    mutating func code(_ octets: [UInt8]) {
        if let coded = try? Gzip.compress(octets) {
            content = .octets(coded)
        } else {
            headers["Content-Encoding"] = nil
            headers["ETag"] = nil
        }
    }
}
