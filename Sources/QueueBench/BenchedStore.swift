import Domain
import Foundation
import Queue
import SQLiteStore

/// The store that is measured. Everything that the measurements ask of the product stands in this file.
struct BenchedStore: Sendable {
    struct NotBuilt: Error, CustomStringConvertible {
        let kind: String
        var description: String { "a store on \(kind) is not built yet; the only one so far is sqlite:PATH" }
    }

    private let store: any JobStore
    /// The database file, for whoever waits until the log has been folded into it; nil for a server.
    let path: String?
    /// Raised by whoever enqueues, as the service does.
    let wake = WakeSignal()

    init(address: String) throws {
        let prefix = "sqlite:"
        guard address.hasPrefix(prefix), address.count > prefix.count else {
            throw NotBuilt(kind: String(address.prefix { $0 != ":" }))
        }
        let path = String(address.dropFirst(prefix.count))
        self.path = path
        store = try SQLiteJobStore(path: path)
    }

    /// A job as somebody starts it by hand, of a branch of its own, because jobs of one branch wait for each other.
    static func job() throws -> Job {
        let id = JobID.next()
        let digits = id.text.replacing("-", with: "")
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
    func enqueue(_ jobs: [Job]) async throws {
        _ = try await store.enqueue(jobs, delivery: nil)
        wake.raise()
    }

    func claim(worker: Int) async throws -> Claim? {
        try await store.claim(worker: "bench-\(worker)", at: .now())
    }

    /// Ends the job with a small report, fenced by the claim.
    func finish(_ claim: Claim) async throws {
        try await store.finish(
            claim, as: .succeeded(.green, summary: "nothing was red", report: Data(#"{"failures":[]}"#.utf8)),
            at: .now())
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
