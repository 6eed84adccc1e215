package import Domain
import Foundation
package import HTTPClient
import Pipeline

/// A bucket of an S3-compatible service, by the `curl` program, which signs the requests (`--aws-sigv4`).
///
/// Only whole objects are put, fetched and removed, without query strings: those are what older versions of curl sign wrongly
/// (https://github.com/curl/curl/issues/9717). The payload is left unsigned, which every service takes, and the header
/// that says so is ours, because not all versions of curl send it (https://github.com/curl/curl/issues/8810).
package struct S3Vault: ArtifactVault {
    /// What the requests are signed with.
    package struct Keys: Sendable {
        let id: Secret
        let secret: Secret
        /// Of keys that expire.
        let session: Secret?

        package init(id: Secret, secret: Secret, session: Secret?) {
            self.id = id
            self.secret = secret
            self.session = session
        }
    }

    private let tools: ToolRunner
    private let environment: ChildEnvironment
    private let settings: BucketSettings
    private let keys: Keys

    /// A single object may be a whole part's blob report.
    private static let limit = Duration.seconds(900)

    package init(tools: ToolRunner, environment: ChildEnvironment, settings: BucketSettings, keys: Keys) {
        self.tools = tools
        self.environment = environment
        self.settings = settings
        self.keys = keys
    }

    package var place: String { "the bucket \(settings.bucket) at \(settings.endpoint)" }

    package func put(_ file: String, as key: String, contentType: String) async throws {
        let answer = try await request(
            key, ["--upload-file", file, "--header", "Content-Type: \(contentType)", "--output", "-"])
        guard answer.isGood else { throw refusal("put \(key) into", answer) }
    }

    package func fetch(_ key: String, into file: String) async throws -> Bool {
        let fresh = "\(file).\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: fresh) }
        let answer = try await request(key, ["--create-dirs", "--output", fresh])
        if answer.status == 404, !(Self.text(fresh) ?? "").contains("NoSuchBucket") { return false }
        guard answer.isGood else {
            // Source: AWS, "GetObject", permissions.
            let hint = "; a key without s3:ListBucket is told the same of an object that is not there"
            throw refusal(
                "fetch \(key) from", answer, body: Self.text(fresh), hint: answer.status == 403 ? hint : "")
        }
        // Of an empty object curl makes no file.
        if !FileManager.default.fileExists(atPath: fresh) { try Data().write(to: URL(filePath: fresh)) }
        try WholeFile.replace(file, with: fresh)
        return true
    }

    package func remove(_ key: String) async throws {
        let answer = try await request(key, ["--request", "DELETE", "--output", "-"])
        guard answer.isGood || answer.status == 404 else { throw refusal("remove \(key) from", answer) }
    }

    private func request(_ key: String, _ words: [String]) async throws -> CurlAnswer {
        let command = ToolRunner.Command(
            ["curl", "--disable"] + Self.manners + ["--aws-sigv4", "aws:amz:\(settings.region):s3"] + words
                + ["--config", "-", "--url", settings.address(of: key)],
            environment: environment.plain, timeout: Self.limit)
        do {
            return CurlAnswer(try await tools.capture(command, input: configuration, limitBytes: 1024 * 1024))
        } catch let error as ToolRunner.CannotStart {
            throw VaultError("\(error): install curl 7.88 or newer (apt-get install curl)", mayPass: false)
        } catch let error as ToolRunner.TimedOut {
            throw VaultError("\(place): \(error)", mayPass: true)
        }
    }

    /// What curl is told on its standard input, since everybody on the machine sees a program's arguments.
    private var configuration: String {
        var lines = [
            "user = \(Self.quoted("\(keys.id.text):\(keys.secret.text)"))",
            "header = \"x-amz-content-sha256: UNSIGNED-PAYLOAD\"",
        ]
        if let session = keys.session {
            lines.append("header = \(Self.quoted("x-amz-security-token: \(session.text)"))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let manners = [
        "--silent", "--show-error", "--path-as-is", "--globoff", "--proto", "=http,https", "--connect-timeout", "10",
        "--speed-limit", "1024", "--speed-time", "30", "--retry", "2", "--retry-connrefused", "--retry-max-time", "60",
        "--write-out", "\n%{http_code}",
    ]

    private static func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    /// What the service calls it, where it answers as S3 does.
    private static func code(_ body: String) -> String {
        body.firstMatch(of: /<Code>([^<]{1,100})<\/Code>/).map { String($0.1) }
            ?? body.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func text(_ file: String) -> String? {
        FileManager.default.contents(atPath: file).map { String(decoding: $0.prefix(2000), as: UTF8.self) }
    }

    private func refusal(_ what: String, _ answer: CurlAnswer, body: String? = nil, hint: String = "") -> VaultError {
        let reason: String
        switch answer.status {
        case 0: reason = "\(answer.errors): look at `artifacts.s3.endpoint` and at the network"
        case 401, 403:
            reason =
                "it is refused (\(answer.status)): look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, the region and "
                + "what the key may do"
        case 404: reason = "there is no such bucket: make it, or correct `artifacts.s3.bucket`"
        default: reason = "it answered \(answer.status)"
        }
        let said = Self.code(body ?? answer.body)
        return VaultError(
            "cannot \(what) \(place): \(reason)\(hint)" + (said.isEmpty ? "" : ": \(said.prefix(300))"),
            mayPass: answer.mayPass)
    }
}

/// What curl said of one request.
private struct CurlAnswer {
    /// 0 when there was no answer.
    let status: Int
    let body: String
    let errors: String

    init(_ end: ToolRunner.Captured) {
        let line = end.output.lastIndex(of: "\n").map { end.output.index(after: $0) } ?? end.output.startIndex
        // An answer that broke off is none.
        status = end.status == 0 ? Int(end.output[line...]) ?? 0 : 0
        body = String(end.output[..<line])
        // One line for each try.
        errors = end.errors.split(whereSeparator: \.isNewline).last.map(String.init) ?? "curl ended with \(end.status)"
    }

    var isGood: Bool { (200...299).contains(status) }
    var mayPass: Bool { status == 0 || status == 408 || status == 429 || status >= 500 }
}
