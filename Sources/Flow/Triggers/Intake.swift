package import Domain
import Foundation
import HTTP
package import Queue

/// Turns what came in into stored jobs.
package struct Intake: Sendable {
    private let store: any JobStore
    private let gauge: QueueGauge
    private let now: @Sendable () -> Timestamp
    private let makeID: @Sendable () -> JobID
    private static let page = 200

    package init(
        store: any JobStore, limits: QueueLimits = QueueLimits(), now: @escaping @Sendable () -> Timestamp = { .now() },
        makeID: @escaping @Sendable () -> JobID = { .next() }
    ) {
        self.store = store
        gauge = QueueGauge(limits)
        self.now = now
        self.makeID = makeID
    }

    /// - Parameter key: what makes this the same request as an earlier one; nil when every request counts.
    func enqueue(
        key: String?, trigger: Job.Trigger, repository: String, ref: String, sha: CommitSHA?, base: CommitSHA?,
        projects: [String] = [], dryRun: Bool = false, priority: Int? = nil
    ) async throws -> Enqueued {
        let time = now()
        let job = Job(
            id: makeID(), trigger: trigger, repository: repository, ref: ref, sha: sha, base: base, projects: projects,
            dryRun: dryRun, priority: priority, createdAt: time)
        do {
            if let known = try await admit(job, key: key, at: time) { return known }
            return try await store.enqueue([job], delivery: key.map { Delivery(key: $0, receivedAt: time) })
        } catch {
            throw StoreProblem(error: error)
        }
    }

    /// - Returns: what was made of the same request before, when the queue has no room for another.
    private func admit(_ job: Job, key: String?, at time: Timestamp) async throws(StoreError) -> Enqueued? {
        do throws(StoreError) {
            try await gauge.admit(job.repository, at: time, counting: store)
            return nil
        } catch {
            guard case .full = error else { throw error }
            if let key, let known = try await store.jobs(ofDelivery: key) {
                return Enqueued(jobs: known, isDuplicate: true)
            }
            // In place of one that waits it makes the queue no longer.
            guard let lane = job.lane, try await store.hasWaiting(inLane: lane) else { throw error }
            return nil
        }
    }

    /// Whether a schedule, or a ping in its place, ever made a job of the repository.
    func hasScheduledJob(of repository: String) async throws -> Bool {
        try await store.knowsDelivery(beginningWith: CronSlot.prefix(of: repository))
    }

    /// Cancels what waits or runs for a pull request.
    /// - Returns: how many jobs that were.
    func cancelJobs(ofPullRequest number: Int, in repository: String) async throws -> Int {
        var count = 0
        do {
            for job in try await openJobs(ofPullRequest: number, in: repository) where try await cancel(job) {
                count += 1
            }
        } catch {
            throw StoreProblem(error: error)
        }
        return count
    }

    /// - Returns: false when it has ended meanwhile.
    private func cancel(_ job: JobID) async throws(StoreError) -> Bool {
        do {
            _ = try await store.cancel(job, at: now())
            return true
        } catch .illegal {
            return false
        }
    }

    private func openJobs(ofPullRequest number: Int, in repository: String) async throws(StoreError) -> [JobID] {
        var filter = JobFilter()
        filter.repository = repository
        filter.trigger = .pullRequest
        var found: [JobID] = []
        // The queue first: a job that starts meanwhile is met again among the running ones.
        for state in [Job.State.queued, .running] {
            filter.state = state
            var cursor: JobID?
            repeat {
                let page = try await store.jobs(filter, before: cursor, limit: Self.page)
                found += page.filter { $0.trigger.pullRequest == number }.map(\.id)
                cursor = page.count == Self.page ? page.last?.id : nil
            } while cursor != nil
        }
        return found
    }

    static func accepted(_ jobs: [Job]) -> HTTPResponse {
        let list = jobs.map { JSON.object(["id": $0.id.text, "url": path(of: $0.id)]) }.joined(separator: ",")
        return .json(Array("{\"jobs\":[\(list)]}".utf8), status: .accepted)
    }

    static func path(of job: JobID) -> String { "/api/v1/jobs/\(job.text)" }
}

/// The store could not take a job: the sender may come again.
struct StoreProblem: HTTPResponseError, CustomStringConvertible {
    let error: StoreError
    var description: String { error.description }

    var response: HTTPResponse {
        let detail =
            if case .full(let what) = error {
                "The job was not taken, because \(what). Send it again later."
            } else {
                "The job could not be stored, so it was not taken. Send it again later."
            }
        return .problem(.serviceUnavailable, detail: detail, headers: ["Retry-After": "30"])
    }
}
