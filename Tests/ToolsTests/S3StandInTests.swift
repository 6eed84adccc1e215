import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import Tools

/// Against a server that speaks S3, which `scripts/lib/s3_kit.sh` starts.
@Suite(
    .enabled(
        if: StandIn.isRunning("SELFHEAL_S3_STAND_IN"),
        "SKIPPED: SELFHEAL_S3_STAND_IN is not set, so that no real S3 server is tried"))
struct S3StandInTests {
    private struct Facts: Decodable {
        let s3: String
        let bucket: String
    }
    private let facts: Facts
    private let folder: String

    init() throws {
        let line = try #require(ProcessInfo.processInfo.environment["SELFHEAL_S3_STAND_IN"])
        facts = try JSON.decode(Facts.self, from: Data(line.utf8))
        folder = FileManager.default.temporaryDirectory.appending(path: "vault-\(UUID().uuidString)")
            .path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func vault(bucket name: String? = nil) -> S3Vault {
        var bucket = BucketSettings(endpoint: facts.s3, bucket: name ?? facts.bucket)
        bucket.prefix = "ci"
        return S3Vault(
            tools: ToolRunner(owner: folder), environment: ChildEnvironment(of: ProcessInfo.processInfo.environment),
            settings: bucket, keys: .init(id: Secret("AKID"), secret: Secret("secret"), session: nil))
    }

    @Test("A large file comes back octet by octet, also under a name that has to be encoded")
    func carries() async throws {
        let vault = vault()
        let key = "\(UUID().uuidString)/files/test 1/späte+Spur (2).zip"
        var octets = Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        while octets.count < 8 << 20 { octets += octets }
        try octets.write(to: URL(filePath: folder + "/in"))
        #expect(try await !vault.fetch(key, into: folder + "/out"))
        try await vault.put(folder + "/in", as: key, contentType: "application/zip")
        #expect(try await vault.fetch(key, into: folder + "/out"))
        #expect(FileManager.default.contents(atPath: folder + "/out") == octets)
        try Data().write(to: URL(filePath: folder + "/in"))
        try await vault.put(folder + "/in", as: key, contentType: "application/zip")
        #expect(try await vault.fetch(key, into: folder + "/out"))
        #expect(FileManager.default.contents(atPath: folder + "/out") == Data())
        try await vault.remove(key)
        try await vault.remove(key)
        #expect(try await !vault.fetch(key, into: folder + "/out"))
    }

    @Test("A bucket that is not there is no missing file")
    func missesBucket() async throws {
        let error = try await #require(throws: VaultError.self) {
            _ = try await vault(bucket: "no-such-bucket").fetch("a", into: folder + "/out")
        }
        #expect(error.description.contains("artifacts.s3.bucket"))
    }
}
