import Foundation
import HTTP
import Logging
import Queue
import RelationalStore
import SQLiteStore
import Testing

@testable import StatusAPI

struct HealthTests {
    private let store: RelationalJobStore

    init() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).db")
        store = try RelationalJobStore.sqlite(path: path.path(percentEncoded: false))
    }

    private func answer(of store: RelationalJobStore? = nil, draining: Bool = false, workers: String?) async throws -> (
        status: HTTPStatus, text: String
    ) {
        let store = store ?? self.store
        let health = Health(
            store: store, log: RelationalActionLog(in: store), access: AccessControl(tokens: [], isLoopbackOnly: true),
            standing: { nil }, isDraining: { draining }, workers: { workers },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let response = try await health.ready()
        guard case .octets(let octets) = response.body else { throw HTTPProblem(.notFound, detail: "no body") }
        return (response.status, String(decoding: octets, as: UTF8.self))
    }

    @Test("The service is ready when the store can be written, the workers take jobs and nobody has stopped it")
    func isReady() async throws {
        #expect(try await answer(workers: nil) == (.ok, #"{"status":"ready"}"#))
    }

    @Test("What keeps it from taking a job is told, each reason by whom it concerns")
    func tellsReasons() async throws {
        let idle = try await answer(workers: "they have ended")
        #expect(idle == (.serviceUnavailable, #"{"workers":"they have ended"}"#))
        let both = try await answer(draining: true, workers: WorkerWatch().objection)
        #expect(both.text == #"{"service":"it is shutting down","workers":"they have not started"}"#)
    }

    @Test("Those who ask while the store is being looked at get that look's answer", .timeLimit(.minutes(10)))
    func sharesLooks() async {
        let look = SharedLook<Int>()
        let answers = await withTaskGroup(of: Int.self) { group in
            for number in 1...5 {
                group.addTask {
                    await look.answer {
                        while await look.followers < 4 { await Task.yield() }
                        return number
                    }
                }
            }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(answers.count == 1)
        #expect(await look.answer { 6 } == 6)
    }

    @Test("A store that cannot be written is named, and not where it is nor as whom it is used")
    func keepsTheStoresWords() async throws {
        let unfit = try await answer(of: RelationalJobStore(LostDatabase()), workers: nil)
        #expect(
            unfit == (.serviceUnavailable, #"{"store":"it cannot be written; the service's log says why"}"#))
    }
}

private struct LostDatabase: RelationalDatabase {
    private static let failure = SQLFailure.unavailable(
        #"PostgreSQL at db.internal:5432/jobs cannot be used: password authentication failed for user "ann""#)

    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        throw Self.failure
    }

    func writeOnce<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        throw Self.failure
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        throw Self.failure
    }
}
