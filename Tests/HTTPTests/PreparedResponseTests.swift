import Compression
import Testing

@testable import HTTP

struct PreparedResponseTests {
    private let large = [UInt8](repeating: 0x61, count: 2000)

    private func prepare(
        _ response: HTTPResponse, _ headers: HTTPHeaders = [:], method: HTTPMethod = .get
    ) -> PreparedResponse {
        response.prepared(for: HTTPRequest(method: method, path: "/", headers: headers), gzipFromBytes: 1024)
    }

    private func octets(_ response: PreparedResponse) -> [UInt8]? {
        if case .octets(let octets) = response.content { octets } else { nil }
    }

    @Test("Codes large text, says so, and gives it a tag of its own")
    func gzip() throws {
        var response = HTTPResponse.json(large)
        response.headers["ETag"] = "\"a\""
        let coded = prepare(response, ["Accept-Encoding": "gzip"])
        #expect(try Gzip.decompress(#require(octets(coded)), limitBytes: 2000) == large)
        #expect(coded.headers["Content-Encoding"] == "gzip")
        #expect(coded.headers["Vary"] == "Accept-Encoding")
        #expect(coded.headers["ETag"] == "\"a-gzip\"")
    }

    @Test("Says that a coding was possible even where it was not wanted")
    func vary() {
        let plain = prepare(.json(large))
        #expect(octets(plain) == large)
        #expect(plain.headers["Vary"] == "Accept-Encoding" && !plain.headers.contains("Content-Encoding"))
    }

    @Test("Leaves alone what is small, coded already, or no text")
    func notCoded() {
        var coded = HTTPResponse.json(large)
        coded.headers["Content-Encoding"] = "br"
        for response in [.json([1]), .octets(large, contentType: "image/png"), coded] {
            let prepared = prepare(response, ["Accept-Encoding": "gzip"])
            #expect(prepared.headers["Content-Encoding"] != "gzip" && !prepared.headers.contains("Vary"))
        }
    }

    @Test("Answers 304 for the coded and the plain variant, each by its own tag")
    func notModified() {
        let response = HTTPResponse.json(large).withEntityTag()
        let tag = response.headers["ETag"] ?? ""
        let plain = prepare(response, ["If-None-Match": tag])
        #expect(plain.status == .notModified && plain.headers["ETag"] == tag && octets(plain) == nil)
        #expect(!plain.headers.contains("Content-Type") && plain.headers["Vary"] == "Accept-Encoding")

        let other = prepare(response, ["If-None-Match": tag, "Accept-Encoding": "gzip"])
        #expect(other.status == .ok)
        let coded = prepare(response, ["If-None-Match": other.headers["ETag"] ?? "", "Accept-Encoding": "gzip"])
        #expect(coded.status == .notModified && !coded.headers.contains("Content-Encoding"))
    }

    @Test("Reads two If-None-Match lines as one list, for GET and HEAD, and for a 200 alone")
    func conditions() {
        let response = HTTPResponse.text("hi").withEntityTag()
        var headers: HTTPHeaders = ["If-None-Match": "\"x\""]
        headers.append("If-None-Match", response.headers["ETag"] ?? "")
        #expect(prepare(response, headers).status == .notModified)
        #expect(prepare(response, headers, method: .head).status == .notModified)
        #expect(prepare(response, headers, method: .post).status == .ok)
        #expect(prepare(HTTPResponse.text("hi", status: .accepted).withEntityTag(), headers).status == .accepted)
        #expect(prepare(.text("hi"), ["If-None-Match": "*"]).status == .ok)
    }

    @Test("Never gives a 204 content")
    func noContent() {
        #expect(octets(prepare(HTTPResponse(.noContent, body: .octets([1])))) == nil)
        #expect(octets(prepare(HTTPResponse(.ok))) == [])
    }

    @Test("A file that is not there, or is no file, is a 404")
    func missingFile() {
        #expect(prepare(.file(path: "/no/such/file", contentType: "text/plain")).status == .notFound)
        #expect(prepare(.file(path: "/dev", contentType: "text/plain")).status == .notFound)
    }

    @Test("Cuts a range out of a file, for the version that the client knows")
    func fileRange() async throws {
        let file = HTTPResponse.file(path: #filePath, contentType: "text/plain")
        let whole = prepare(file)
        let tag = try #require(whole.headers["ETag"])
        #expect(whole.status == .ok && whole.headers["Accept-Ranges"] == "bytes")

        let part = prepare(file, ["Range": "bytes=7-17", "If-Range": tag])
        #expect(part.status == .partialContent)
        #expect(part.headers["Content-Range"]?.hasPrefix("bytes 7-17/") == true)
        #expect(try await text(of: part) == "Compression")

        #expect(prepare(file, ["Range": "bytes=0-1", "If-Range": "\"old\""]).status == .ok)
        #expect(prepare(file, ["Range": "bytes=0-1", "If-Range": "W/\(tag)"]).status == .ok)
        #expect(prepare(file, ["Range": "bytes=0-1"], method: .head).status == .ok)
        #expect(prepare(file, ["If-None-Match": tag, "Range": "bytes=0-1"]).status == .notModified)
        let beyond = prepare(file, ["Range": "bytes=99999999-"])
        #expect(beyond.status == .rangeNotSatisfiable)
        #expect(beyond.headers["Content-Range"]?.hasPrefix("bytes */") == true)
    }

    private func text(of response: PreparedResponse) async throws -> String {
        guard case .stream(_, let produce) = response.content else { return "" }
        let (pieces, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        try await produce(BodyWriter { continuation.yield($0) })
        continuation.finish()
        return await pieces.reduce(into: "") { $0 += String(decoding: $1, as: UTF8.self) }
    }
}

struct ResponseEncoderTests {
    private func head(
        _ response: PreparedResponse, minorVersion: Int = 1, keepsConnection: Bool = true
    ) -> [String] {
        var octets: [UInt8] = []
        ResponseEncoder(date: "now", requestID: "id", minorVersion: minorVersion, keepsConnection: keepsConnection)
            .append(response, to: &octets)
        return String(decoding: octets, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    @Test("Writes a whole head")
    func whole() {
        let response = PreparedResponse(status: .ok, headers: ["ETag": "\"a\""], content: .octets([1, 2]))
        #expect(
            head(response) == [
                "HTTP/1.1 200 OK", "Date: now", "X-Content-Type-Options: nosniff", "X-Request-Id: id",
                "Content-Length: 2", "ETag: \"a\"", "", "",
            ])
    }

    @Test("Lets no handler contradict the framing")
    func ownFields() {
        let headers: HTTPHeaders = ["content-length": "9", "Transfer-Encoding": "x", "connection": "y", "DATE": "z"]
        let lines = head(PreparedResponse(status: .ok, headers: headers, content: .octets([])))
        #expect(lines.count == 7 && lines.contains("Content-Length: 0") && lines.contains("Date: now"))
    }

    @Test("Says how the body ends and whether the connection does")
    func framing() {
        let stream = PreparedResponse(status: .ok, headers: [:], content: .stream(lengthBytes: nil) { _ in })
        #expect(head(stream).contains("Transfer-Encoding: chunked"))
        #expect(head(stream, minorVersion: 0).contains("Connection: close"))
        #expect(!head(stream, minorVersion: 0).contains("Transfer-Encoding: chunked"))
        let known = PreparedResponse(status: .ok, headers: [:], content: .stream(lengthBytes: 7) { _ in })
        #expect(head(known, minorVersion: 0).contains("Content-Length: 7"))
        #expect(head(known, minorVersion: 0).contains("Connection: keep-alive"))
        #expect(head(known, keepsConnection: false).contains("Connection: close"))
        let none = PreparedResponse(status: .noContent, headers: [:], content: .none)
        #expect(!head(none).contains { $0.hasPrefix("Content-Length") })
    }
}
