import Foundation
import PostgresStore
import TestKit
import Testing
import Tools

@testable import selfheal

struct DatabaseDumpTests {
    private static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/pg_dump")
    private static let missing: Comment = "SKIPPED: there is no pg_dump; Debian's package postgresql-client has it"
    private static let fakes = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fakes")
        .path(percentEncoded: false)

    private let folder = FileManager.default.temporaryDirectory.appending(path: "dump-\(UUID().uuidString)")
        .path(percentEncoded: false)
    private var copy: String { folder + "/copy.dump" }

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// - Parameter path: where pg_dump is looked for.
    private func dump(_ url: String, path: String? = nil) throws -> DatabaseDump {
        var dump = DatabaseDump(address: try PostgresAddress(url), tools: ToolRunner(owner: folder))
        if let path { dump.environment = ["PATH": path] }
        return dump
    }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

    @Test(
        "A database whose password stands among the options is copied into a file of the user's alone",
        .enabled(if: PostgresCluster.isInstalled, Comment(rawValue: PostgresCluster.missing)),
        .enabled(if: isThere, missing))
    func copies() async throws {
        let url =
            try await PostgresCluster.shared().newDatabase(role: "guarded")
            + "?password=a%20secret%20of%20the%20tests"
        _ = try await PostgresStoreCheck.migrate(PostgresSettings(address: PostgresAddress(url)))
        let bytes = try await dump(url).write(to: copy)
        let data = try #require(FileManager.default.contents(atPath: copy))
        #expect(data.count == bytes && data.starts(with: Data("PGDMP".utf8)))
        #expect(try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int == 0o600)
        await #expect(throws: DatabaseDump.Failed.self) { try await dump(url).write(to: copy) }
        #expect(try names() == ["copy.dump"])
    }

    @Test(
        "Nobody sees the password, nor reads the copy while it is made",
        arguments: ["postgres://ann:open%2Dsesame@db/jobs", "postgres://db/jobs?user=ann&password=open%2Dsesame"])
    func hides(url: String) async throws {
        _ = try await dump(url, path: Self.fakes + ":/usr/bin:/bin").write(to: copy)
        let seen = try String(contentsOfFile: folder + "/seen", encoding: .utf8).split(separator: "\n")
        #expect(seen.first?.hasPrefix("words") == true && seen.first?.contains("sesame") == false)
        #expect(
            seen.dropFirst() == ["mode 600", "PGDATABASE=jobs", "PGHOST=db", "PGPASSWORD=open-sesame", "PGUSER=ann"])
    }

    @Test("A copy that fails says why in pg_dump's words, without the password, and leaves nothing")
    func fails() async throws {
        let error = try await #require(throws: DatabaseDump.Failed.self) {
            _ = try await dump("postgres://ann:open%2Dsesame@db/lost", path: Self.fakes + ":/usr/bin:/bin")
                .write(to: copy)
        }
        #expect(error.description.contains("ann was refused with [secret]"))
        #expect(!error.description.contains("sesame"))
        #expect(try names() == ["seen"])
    }

    @Test("Where pg_dump is missing, the error says what to install")
    func needsDump() async throws {
        let error = try await #require(throws: DatabaseDump.Failed.self) {
            _ = try await dump("postgres://ann@db/jobs", path: folder).write(to: copy)
        }
        #expect(error.description.contains("postgresql-client"))
        #expect(try names().isEmpty)
    }
}
