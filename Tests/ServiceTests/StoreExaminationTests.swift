import Foundation
import PostgresStore
import SQLiteStore
import TestKit
import Testing

@testable import selfheal

struct StoreExaminationTests {
    @Test("Of a file it is said that nothing is wrong with it, since all of it was looked at")
    func checksFiles() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).db")
            .path(percentEncoded: false)
        _ = try SQLiteDatabase(path: path)
        let found = try await StoreExamination(.sqlite(path: path), data: nil)
        #expect(found.isSound && found.text.contains("nothing is wrong"))
        #expect(!found.text.contains("not checked"))
    }

    @Test(
        "Of a server's database it is said that its integrity was not checked, and what checks it",
        .enabled(if: PostgresCluster.isInstalled, Comment(rawValue: PostgresCluster.missing)))
    func checksServers() async throws {
        let address = try PostgresAddress(try await PostgresCluster.shared().newDatabase())
        _ = try await PostgresStoreCheck.migrate(PostgresSettings(address: address))
        let found = try await StoreExamination(.postgres(address), data: nil)
        #expect(found.isSound && !found.text.contains("nothing is wrong"))
        #expect(found.text.contains("integrity was not checked: PostgreSQL's pg_amcheck does that"))
    }
}
