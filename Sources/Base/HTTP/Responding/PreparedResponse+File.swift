internal import Sockets

extension HTTPResponse {
    /// Opens the file and takes what the request asks of it. Files go out uncoded, so that ranges mean their octets.
    func preparedFile(path: String, for request: HTTPRequest) -> PreparedResponse {
        guard let file = try? ReadableFile(path: path) else {
            let missing = HTTPResponse.problem(.notFound, detail: "There is nothing at this path.")
            return missing.prepared(for: request, gzipFromBytes: .max)
        }
        var prepared = PreparedResponse(status: status, headers: headers, content: .none)
        if !headers.contains("ETag") { prepared.headers["ETag"] = "\"\(file.version)\"" }
        prepared.headers["Accept-Ranges"] = "bytes"
        if prepared.isKnown(to: request) {
            prepared.becomeNotModified()
            return prepared
        }
        let sizeBytes = file.sizeBytes
        switch prepared.range(for: request, sizeBytes: sizeBytes) {
        case .whole:
            prepared.content = Self.content(of: file, 0..<sizeBytes)
        case .part(let range):
            prepared.status = .partialContent
            prepared.headers["Content-Range"] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(sizeBytes)"
            prepared.content = Self.content(of: file, range)
        case .unsatisfiable:
            let refusal = HTTPResponse.problem(
                .rangeNotSatisfiable, detail: "The content has \(sizeBytes) octets.",
                headers: ["Content-Range": "bytes */\(sizeBytes)"])
            return refusal.prepared(for: request, gzipFromBytes: .max)
        }
        return prepared
    }

    private static func content(of file: consuming ReadableFile, _ range: Range<Int>) -> PreparedResponse.Content {
        let file = SharedFile(file)
        return .stream(lengthBytes: range.count) { writer in
            var offset = range.lowerBound
            while offset < range.upperBound {
                let octets = try file.file.read(count: min(256 * 1024, range.upperBound - offset), at: offset)
                if octets.isEmpty { throw BodyWriter.ClientGone() }  // the file was cut short meanwhile
                try await writer.write(octets)
                offset += octets.count
            }
        }
    }
}

/// A closure cannot own a file by itself.
private final class SharedFile: Sendable {
    let file: ReadableFile

    init(_ file: consuming ReadableFile) {
        self.file = file
    }
}

extension PreparedResponse {
    /// Source: RFC 9110 §14.2: of GET alone. §13.1.5: only for the version that the client has a part of already.
    fileprivate func range(for request: HTTPRequest, sizeBytes: Int) -> ByteRange {
        guard request.method == .get, status == .ok else { return .whole }
        if let condition = request.headers["If-Range"] {
            guard let theirs = EntityTag(condition), let ours = headers["ETag"].flatMap(EntityTag.init),
                ours.matchesStrongly(theirs)
            else { return .whole }
        }
        return ByteRange(request.headers["Range"], sizeBytes: sizeBytes)
    }
}
