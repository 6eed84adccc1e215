import Foundation
import HTTP
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

    private func answer(draining: Bool = false, workers: String?) async throws -> (status: HTTPStatus, text: String) {
        let health = Health(
            store: store, log: RelationalActionLog(in: store), access: AccessControl(tokens: [], isLoopbackOnly: true),
            standing: { nil }, isDraining: { draining }, workers: { workers })
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
}
