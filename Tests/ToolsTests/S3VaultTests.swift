import Cryptography
import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import Tools

struct S3VaultTests {
    private let folder: String
    private let file: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "vault-\(UUID().uuidString)")
            .path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        file = folder + "/trace.zip"
        try Data("a trace".utf8).write(to: URL(filePath: file))
    }

    private func vault(at url: URL, session: String? = nil) -> S3Vault {
        var bucket = BucketSettings(
            endpoint: "\(url)".hasSuffix("/") ? String("\(url)".dropLast()) : "\(url)", bucket: "heal")
        bucket.region = "eu-central-1"
        bucket.prefix = "ci"
        return S3Vault(
            tools: ToolRunner(owner: folder), environment: ChildEnvironment(of: ProcessInfo.processInfo.environment),
            settings: bucket,
            keys: .init(id: Secret("AKID"), secret: Secret(#"se"cr\et/+="#), session: session.map { Secret($0) }))
    }

    private static func answer(_ status: String, _ body: String = "") -> String {
        "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }

    @Test(
        "A file is put under a signature that says of it what the service will compute",
        arguments: [nil, "a/session+token=="])
    func puts(session: String?) async throws {
        let server = try LoopbackServer(answer: Self.answer("200 OK"))
        try await vault(at: server.url, session: session)
            .put(file, as: "0198/files/test 1/späte+Spur.zip", contentType: "application/zip")
        let request = try SignedRequest(try #require(server.heads.first))
        #expect(request.line == "PUT /heal/ci/0198/files/test%201/sp%C3%A4te%2BSpur.zip HTTP/1.1")
        #expect(request.fields["content-type"] == "application/zip")
        #expect(request.fields["content-length"] == "7")
        #expect(request.fields["x-amz-security-token"] == session)
        #expect(try request.isSigned(with: #"se"cr\et/+="#, region: "eu-central-1"))
        #expect(try !request.isSigned(with: "another", region: "eu-central-1"))
    }

    @Test("A file is fetched as it is, also an empty one", arguments: ["a trace\n200", ""])
    func fetches(body: String) async throws {
        let server = try LoopbackServer(answer: Self.answer("200 OK", body))
        #expect(try await vault(at: server.url).fetch("0198/index.json", into: folder + "/new/index.json"))
        #expect(FileManager.default.contents(atPath: folder + "/new/index.json") == Data(body.utf8))
        let request = try SignedRequest(try #require(server.heads.first))
        #expect(request.line == "GET /heal/ci/0198/index.json HTTP/1.1")
        #expect(try request.isSigned(with: #"se"cr\et/+="#, region: "eu-central-1"))
    }

    @Test("What is not there is no error, and leaves the file as it was")
    func misses() async throws {
        let server = try LoopbackServer(answer: Self.answer("404 Not Found", "<Code>NoSuchKey</Code>"))
        #expect(try await !vault(at: server.url).fetch("0198/index.json", into: file))
        #expect(FileManager.default.contents(atPath: file) == Data("a trace".utf8))
        try await vault(at: server.url).remove("0198/index.json")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["trace.zip"])
    }

    @Test(
        "A refusal says what to look at, whether it may pass, and no secret",
        arguments: [
            ("403 Forbidden", "AWS_SECRET_ACCESS_KEY", false), ("403 Forbidden", "s3:ListBucket", false),
            ("404 Not Found", "artifacts.s3.bucket", false),
            ("400 Bad Request", "answered 400: NoSuchBucket", false),
        ])
    func explains(status: String, words: String, mayPass: Bool) async throws {
        let server = try LoopbackServer(answer: Self.answer(status, "<Code>NoSuchBucket</Code>"))
        let error = try await #require(throws: VaultError.self) {
            _ = try await vault(at: server.url).fetch("k", into: file)
        }
        #expect(error.description.contains(words))
        #expect(error.mayPass == mayPass)
        #expect(!error.description.contains("cr\\et"))
    }
}

/// A request as it came, which can be signed again. Source: AWS, "Signature Version 4", canonical request.
private struct SignedRequest {
    let line: String
    private(set) var fields: [String: String] = [:]

    init(_ head: String) throws {
        let lines = head.components(separatedBy: "\r\n\r\n")[0].components(separatedBy: "\r\n")
        line = lines[0]
        for field in lines.dropFirst() {
            let parts = field.split(separator: ":", maxSplits: 1)
            fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
    }

    func isSigned(with secret: String, region: String) throws -> Bool {
        let words = try #require(fields["authorization"]).replacing(",", with: " ").split(separator: " ")
        var parts: [String: String] = [:]
        for word in words.dropFirst() {
            let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
            parts[pair[0]] = pair[1]
        }
        let names = try #require(parts["SignedHeaders"])
        let (time, payload) = (try #require(fields["x-amz-date"]), try #require(fields["x-amz-content-sha256"]))
        let request = line.split(separator: " ")
        let signed = names.split(separator: ";").map { "\($0):\(fields[String($0)] ?? "")\n" }.joined()
        let canonical = "\(request[0])\n\(request[1])\n\n\(signed)\n\(names)\n\(payload)"
        let day = String(time.prefix(8))
        let scope = "\(day)/\(region)/s3/aws4_request"
        let text = "AWS4-HMAC-SHA256\n\(time)\n\(scope)\n\(try SHA256.hexadecimal(of: Array(canonical.utf8)))"
        var key = Array("AWS4\(secret)".utf8)
        for part in [day, region, "s3", "aws4_request", text] {
            key = try HMACSHA256.authenticate(Array(part.utf8), key: key)
        }
        return parts["Credential"] == "AKID/\(scope)" && parts["Signature"] == Hexadecimal.text(key)
    }
}
