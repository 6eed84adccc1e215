import Domain
import Foundation
import PostgresStore
import Queue
import RelationalStore
import SQLiteStore

/// The store that is measured. Everything that the measurements ask of the product stands in this file.
struct BenchedStore: Sendable {
    struct UnknownAddress: Error, CustomStringConvertible {
        let description = "the store's address has to begin with sqlite: or postgres:"
    }

    private let store: RelationalJobStore
    /// nil: the store is in one file.
    private let postgres: PostgresJobStore?
    /// The database file, for whoever waits until the log has been folded into it; nil for a server.
    let path: String?
    /// Raised by the store, as in the service.
    var wake: WakeSignal { store.signals.work }

    init(address: String) async throws {
        let file = "sqlite:"
        if address.hasPrefix(file), address.count > file.count {
            let path = String(address.dropFirst(file.count))
            self.path = path
            postgres = nil
            store = try RelationalJobStore.sqlite(path: path)
        } else if address.hasPrefix("postgres:") {
            path = nil
            let shared = try await PostgresJobStore(
                PostgresSettings(address: try PostgresAddress(address)), policy: QueuePolicy())
            postgres = shared
            store = shared.jobs
        } else {
            throw UnknownAddress()
        }
    }

    /// Whether several processes may work on it; a file belongs to one.
    var isShared: Bool { postgres != nil }

    /// Hears the news of other processes, and tells them ours, until the task is cancelled.
    func carryNews() async { await postgres?.run() }

    /// A job as somebody starts it by hand, of a branch of its own, because jobs of one branch wait for each other.
    static func job() throws -> Job {
        let id = JobID.next()
        let digits = String(id.text.filter { $0 != "-" })
        return Job(
            id: id, trigger: Job.Trigger(kind: .manual, delivery: id.text, sender: "octocat"),
            repository: "octo-org/hello-world", ref: "topic/\(digits)", sha: CommitSHA(digits + "01234567"),
            base: CommitSHA("76543210" + digits), createdAt: .now())
    }

    /// What the store keeps for a job, without what it adds to find it.
    static func rowOctets(_ job: Job) throws -> Int {
        try JSON.encode(job).count + [job.id.text, job.repository, job.ref].map(\.utf8.count).reduce(0, +)
    }

    /// On disk when this returns.
    func enqueue(_ jobs: [Job]) async throws { _ = try await store.enqueue(jobs, delivery: nil) }

    func claim(worker: Int) async throws -> Claim? {
        try await store.claim(for: WorkerName(node: "bench", slot: worker), at: .now())
    }

    /// Ends the job with a small report, fenced by the claim.
    func finish(_ claim: Claim) async throws {
        let report = JobReport(body: Data(#"{"failures":[]}"#.utf8))
        try await store.finish(
            claim, as: .succeeded(.green, summary: "nothing was red", report: report), messages: [], at: .now())
    }

    /// Stores `count` jobs in transactions of 1000, for what is measured afterwards.
    func fill(_ count: Int) async throws {
        var left = count
        while left > 0 {
            try await enqueue((0..<min(1000, left)).map { _ in try Self.job() })
            left -= 1000
        }
    }
}
