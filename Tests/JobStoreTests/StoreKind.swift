import Domain
import Foundation
import PostgresStore
import Queue
import RelationalStore
import SQLiteStore
import TestKit
import Testing

/// A store that the whole suite runs on.
enum StoreKind: String, CustomTestStringConvertible {
    case sqlite, postgres

    /// Those that this machine has; `scripts/test` installs PostgreSQL.
    static let allCases: [StoreKind] = PostgresCluster.isInstalled ? [.sqlite, .postgres] : [.sqlite]

    var testDescription: String { rawValue }

    /// An empty store.
    func open(_ change: (inout QueuePolicy) -> Void = { _ in }) async throws -> RelationalJobStore {
        var policy = QueuePolicy()
        change(&policy)
        switch self {
        case .sqlite:
            let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).db")
            return try .sqlite(path: path.path(percentEncoded: false), policy: policy)
        case .postgres:
            let url = try await PostgresCluster.shared().newDatabase()
            var settings = PostgresSettings(address: try PostgresAddress(url))
            settings.connections = 8
            settings.pause = { _ in }
            return try await PostgresJobStore(settings, policy: policy).jobs
        }
    }
}

let time = Timestamp(milliseconds: 1_800_000_000_000)

func after(_ seconds: Double) -> Timestamp { time.advanced(by: .milliseconds(Int64(seconds * 1000))) }

let (anna, bert) = (WorkerName(node: "anna", slot: 1), WorkerName(node: "bert", slot: 1))

func job(
    _ repository: String = "acme/shop", ref: String = "main", kind: Job.Trigger.Kind = .manual, pullRequest: Int? = nil,
    priority: Int? = nil, at moment: Timestamp = time
) -> Job {
    Job(
        id: .next(), trigger: .init(kind: kind, pullRequest: pullRequest), repository: repository, ref: ref,
        priority: priority, createdAt: moment)
}

func push(_ repository: String = "acme/shop", ref: String = "main", at moment: Timestamp = time) -> Job {
    job(repository, ref: ref, kind: .push, at: moment)
}

let green = JobEnd.succeeded(.green, summary: "done", report: JobReport(body: Data("{}".utf8)))

extension RelationalJobStore {
    @discardableResult
    func add(_ jobs: Job...) async throws -> [Job] {
        var stored: [Job] = []
        for job in jobs { stored += try await enqueue([job], delivery: nil).jobs }
        return stored
    }

    /// Claims, and fails when there is nothing to claim.
    func take(_ worker: WorkerName = anna, at moment: Timestamp = time) async throws -> Claim {
        try #require(try await claim(for: worker, at: moment))
    }

    func state(of job: Job) async throws -> Job.State? { try await self.job(job.id)?.state }
}

struct StoresOfThisMachine {
    @Test(
        "The suite runs on PostgreSQL, too",
        .enabled(if: PostgresCluster.isInstalled, Comment(rawValue: PostgresCluster.missing)))
    func hasPostgres() { #expect(StoreKind.allCases == [.sqlite, .postgres]) }
}
