import Domain
import Queue

/// What the queue has to look like, as simply as it can be said.
struct QueueModel {
    struct Entry {
        var job: Job
        var generation: Int64 = 0
        var due: Timestamp
        var stop: StopReason?
        var deaths = 0
        /// It has finished its one stage in this attempt.
        var hasFinishedStage = false
        /// It had begun and lost its worker.
        var isResumed = false
        /// The claim that owns it while it runs.
        var claim: Claim?
        /// Its worker knows of the claim.
        var isHeard = true
        var leaseEnd = time

        var isOpen: Bool { !job.state.isFinal }
    }

    let policy: QueuePolicy
    private(set) var entries: [JobID: Entry] = [:]

    subscript(id: JobID) -> Entry? { entries[id] }

    var ids: [JobID] { entries.keys.sorted() }

    mutating func enqueue(_ job: Job) {
        var entry = Entry(job: job, due: job.createdAt)
        if let lane = job.lane {
            let timely = entries.values.map(\.job).filter { $0.lane == lane && ($0.supersededBy ?? job.id) > $0.id }
            let last = timely.max { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
            if let mine = job.trigger.occurredAt, let last, let theirs = last.trigger.occurredAt, mine < theirs {
                entry.job.state = .superseded
                entry.job.supersededBy = last.id
                entries[job.id] = entry
                return
            }
            if let newest = last?.createdAt, newest > job.createdAt.advanced(by: .zero - policy.settle) {
                entry.due = job.createdAt.advanced(by: policy.settle)
            }
            for (id, older) in entries where older.job.lane == lane && older.isOpen {
                if older.job.state == .queued {
                    end(id, .superseded)
                    entries[id]?.job.supersededBy = job.id
                } else if older.stop != .cancelled {
                    entries[id]?.stop = .superseded(by: job.id)
                }
            }
        }
        entries[job.id] = entry
    }

    /// Whether a claim may take the job.
    func isFree(_ entry: Entry, at moment: Timestamp) -> Bool {
        entry.job.state == .queued && entry.due <= moment
            && !entries.values.contains {
                $0.job.state == .running && $0.job.repository == entry.job.repository && $0.job.ref == entry.job.ref
            }
    }

    /// The jobs of which the next claim takes one.
    func candidates(at moment: Timestamp) -> Set<JobID> {
        func urgency(_ entry: Entry) -> Int { entry.job.priority + (entry.isResumed ? 10 : 0) }
        let free = entries.values.filter { isFree($0, at: moment) }
        let most = free.map(urgency).max()
        return Set(free.filter { urgency($0) == most }.map(\.job.id))
    }

    mutating func claim(_ claim: Claim, isHeard: Bool, at moment: Timestamp) {
        entries[claim.job.id]?.isHeard = isHeard
        entries[claim.job.id]?.job.state = .running
        entries[claim.job.id]?.generation += 1
        entries[claim.job.id]?.claim = claim
        renew(claim, at: moment)
    }

    mutating func renew(_ claim: Claim, at moment: Timestamp) {
        entries[claim.job.id]?.leaseEnd = moment.advanced(by: policy.lease)
    }

    func owns(_ claim: Claim) -> Bool { entries[claim.job.id]?.claim == claim }

    mutating func finishStage(_ claim: Claim) {
        guard entries[claim.job.id]?.hasFinishedStage == false else { return }
        entries[claim.job.id]?.hasFinishedStage = true
        entries[claim.job.id]?.deaths = 0
    }

    mutating func finish(_ claim: Claim, as state: Job.State) { end(claim.job.id, state) }

    mutating func postpone(_ claim: Claim, until due: Timestamp) {
        guard entries[claim.job.id]?.stop == nil else { return stop(claim.job.id) }
        entries[claim.job.id]?.job.state = .queued
        entries[claim.job.id]?.isResumed = false
        entries[claim.job.id]?.due = due
        entries[claim.job.id]?.stop = nil
        entries[claim.job.id]?.deaths = 0
        entries[claim.job.id]?.claim = nil
    }

    /// Told to stop, and does.
    mutating func stop(_ id: JobID) {
        if case .superseded(let newer) = entries[id]?.stop {
            end(id, .superseded)
            entries[id]?.job.supersededBy = newer
        } else {
            end(id, .cancelled)
        }
    }

    mutating func cancel(_ id: JobID) {
        if entries[id]?.job.state == .running {
            entries[id]?.stop = .cancelled
        } else {
            end(id, .cancelled)
        }
    }

    mutating func retry(_ id: JobID, at moment: Timestamp) {
        entries[id]?.job.state = .queued
        entries[id]?.job.attempt += 1
        entries[id]?.isResumed = false
        entries[id]?.job.supersededBy = nil
        entries[id]?.due = moment
        entries[id]?.deaths = 0
        entries[id]?.hasFinishedStage = false
    }

    /// The claims that workers of the node know of.
    func living(at node: String) -> Set<ClaimKey> {
        Set(entries.values.filter { $0.isHeard && $0.claim?.worker.node == node }.compactMap(\.claim?.key))
    }

    /// - Returns: the jobs that were taken back.
    mutating func rescue(by node: String, at moment: Timestamp) -> Set<JobID> {
        takeBack(at: moment) { $0.leaseEnd < moment && !($0.isHeard && $0.claim?.worker.node == node) }
    }

    mutating func rescue(jobsOf node: String, at moment: Timestamp) -> Set<JobID> {
        takeBack(at: moment) { $0.claim?.worker.node == node }
    }

    mutating func release(_ claim: Claim, at moment: Timestamp) {
        entries[claim.job.id]?.deaths -= 1
        _ = takeBack(at: moment) { $0.claim == claim }
    }

    private mutating func takeBack(at moment: Timestamp, _ fits: (Entry) -> Bool) -> Set<JobID> {
        let taken = entries.filter { $0.value.job.state == .running && fits($0.value) }
        for (id, entry) in taken {
            entries[id]?.deaths += 1
            if entry.stop != nil {
                stop(id)
            } else if entry.deaths + 1 > policy.deathsWithoutProgress {
                end(id, .failed)
            } else {
                entries[id]?.job.state = .queued
                entries[id]?.isResumed = true
                entries[id]?.due = moment
                entries[id]?.claim = nil
            }
        }
        return Set(taken.keys)
    }

    private mutating func end(_ id: JobID, _ state: Job.State) {
        entries[id]?.job.state = state
        entries[id]?.stop = nil
        entries[id]?.claim = nil
    }
}
