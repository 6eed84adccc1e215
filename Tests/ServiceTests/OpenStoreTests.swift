import Foundation
import Queue
import RelationalStore
import TestKit
import Testing

@testable import PostgresStore
@testable import selfheal

@Suite(.enabled(if: PostgresCluster.isInstalled, Comment(rawValue: PostgresCluster.missing)))
struct OpenStoreTests {
    @Test("A service that starts before its database waits for it, and says so")
    func waits() async throws {
        let cluster = try await PostgresCluster.started(fsync: true)
        let address = StoreAddress.postgres(try PostgresAddress(try await cluster.newDatabase()))
        try await cluster.stop()
        var troubles: [String] = []
        let store = try await OpenStore.wait(for: address, policy: QueuePolicy()) { _ in
            if troubles.count == 2 { try await cluster.start() }
        } onTrouble: {
            troubles.append($0)
        }
        #expect(troubles.count == 2)
        #expect(troubles.allSatisfy { $0.contains("cannot be used") }, "\(troubles)")
        try await store.jobs.checkWritable()
    }

    @Test("A database that never comes is an error, after a minute of looks")
    func givesUp() async throws {
        let address = StoreAddress.postgres(try PostgresAddress("postgres://nobody@%2Fnowhere/selfheal"))
        var pauses = 0
        await #expect(throws: SQLFailure.self) {
            _ = try await OpenStore.wait(for: address, policy: QueuePolicy()) { _ in
                pauses += 1
            } onTrouble: { _ in
            }
        }
        #expect(pauses == 59)
    }
}
