import Domain
import Foundation
import Logging
import Pipeline
import Queue
import RelationalStore
import SQLiteStore
import TestKit
import Testing

@testable import selfheal

struct UpkeepTests {
    private let data = FileManager.default.temporaryDirectory.appending(path: "upkeep-\(UUID().uuidString)")
        .path(percentEncoded: false)
    private let time = Timestamp(milliseconds: 1_800_000_000_000)

    private func makeArtifacts(of job: JobID) throws -> String {
        let folder = JobFolders(data: data, job: job).artifacts
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    private func upkeep(_ store: RelationalJobStore) -> Upkeep {
        var retention = QueueSettings.Retention()
        retention.jobs = .seconds(100)
        return Upkeep(
            store: store, retention: retention, data: data, archive: nil,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { [time] in time })
    }

    @Test("A worktree of a job that the store does not know stays for as long as a command may run beside the service")
    func leavesCommandsAlone() async throws {
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        var random = SeededGenerator(seed: 2)
        let folders = try [100, 90_000].map { seconds in
            let id = JobID(at: time.advanced(by: .seconds(-seconds)), random: &random)
            let folder = JobFolders(data: data, job: id).workspace
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            return folder
        }
        try await upkeep(try RelationalJobStore.sqlite(path: data + "/selfheal.db")).clearWorkspaces()
        #expect(folders.map { FileManager.default.fileExists(atPath: $0) } == [true, false])
    }

    @Test("Where the store cannot be written, folders are cleared all the same, and the rest is tried again soon")
    func clearsFoldersOnAFullDisk() async throws {
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        var random = SeededGenerator(seed: 3)
        let folder = try makeArtifacts(of: JobID(at: time.advanced(by: .seconds(-200)), random: &random))
        let full = FullDatabase(whole: try SQLiteDatabase(path: data + "/selfheal.db"))
        #expect(try await !upkeep(RelationalJobStore(full)).carryOut())
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test(
        "What a job left on this node goes when the job is no more, or about to be, and not before its time")
    func clearsArtifacts() async throws {
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let store = try RelationalJobStore.sqlite(path: data + "/selfheal.db")
        var random = SeededGenerator(seed: 1)
        let (old, young) = (time.advanced(by: .seconds(-200)), time.advanced(by: .seconds(-50)))
        let known = Job(
            id: JobID(at: old, random: &random), trigger: .init(kind: .manual), repository: "a/b", ref: "main",
            createdAt: old)
        let expired = Job(
            id: JobID(at: old, random: &random), trigger: .init(kind: .manual), repository: "a/b", ref: "main",
            createdAt: old)
        _ = try await store.enqueue([known, expired], delivery: nil)
        _ = try await store.cancel(expired.id, at: time.advanced(by: .seconds(-101)))
        let folders = (
            known: try makeArtifacts(of: known.id), old: try makeArtifacts(of: JobID(at: old, random: &random)),
            young: try makeArtifacts(of: JobID(at: young, random: &random)), expired: try makeArtifacts(of: expired.id)
        )
        let upkeep = upkeep(store)
        try await upkeep.clearArtifacts()
        let files = FileManager.default
        #expect(files.fileExists(atPath: folders.known))
        #expect(!files.fileExists(atPath: folders.old))
        #expect(!files.fileExists(atPath: folders.expired))
        #expect(files.fileExists(atPath: folders.young))
    }
}

/// A database on a disk without room.
private struct FullDatabase: RelationalDatabase {
    let whole: SQLiteDatabase
    private static let failure = SQLFailure.unavailable("database or disk is full")

    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        throw Self.failure
    }

    func writeOnce<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        throw Self.failure
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await whole.read(body)
    }
}
