package import Domain
import Synchronization

/// Who works: a slot of a node.
package struct WorkerName: Hashable, Sendable, CustomStringConvertible {
    /// One life of one process never has the name of another one that may still live.
    package let node: String
    /// 1 or more.
    package let slot: Int

    package init(node: String, slot: Int) {
        self.node = node
        self.slot = slot
    }

    package var description: String { "\(node)/\(slot)" }
}

/// The right to work on a job until a newer claim is made.
package struct Claim: Hashable, Sendable {
    package let job: Job
    package let worker: WorkerName
    /// Grows with every claim of the job.
    package let generation: Int64

    package init(job: Job, worker: WorkerName, generation: Int64) {
        self.job = job
        self.worker = worker
        self.generation = generation
    }

    package var key: ClaimKey { ClaimKey(job: job.id, generation: generation) }
}

/// Names a claim.
package struct ClaimKey: Hashable, Sendable {
    package let job: JobID
    package let generation: Int64

    package init(job: JobID, generation: Int64) {
        self.job = job
        self.generation = generation
    }
}

/// The claims that workers of this process hold. A claim of this node that is not among them has no worker: its answer was
/// lost on the way from the database.
package final class LiveClaims: Sendable {
    private let claims = Mutex<Set<ClaimKey>>([])

    package init() {}

    package var all: Set<ClaimKey> { claims.withLock(\.self) }

    package func hold<Value>(_ claim: Claim, while work: () async -> Value) async -> Value {
        claims.withLock { _ = $0.insert(claim.key) }
        defer { claims.withLock { _ = $0.remove(claim.key) } }
        return await work()
    }
}

/// Why a running job is to be stopped.
package enum StopReason: Hashable, Sendable {
    /// A person, or a label on its pull request, wants it so.
    case cancelled
    /// A newer job of its lane takes its place.
    case superseded(by: JobID)
}

/// A job that was taken back from a worker that is gone.
package struct Rescue: Hashable, Sendable {
    package let job: Job
    package let worker: String

    package init(job: Job, worker: String) {
        self.job = job
        self.worker = worker
    }
}

/// What a worker may change of its running job between stages.
package enum JobChange: Hashable, Sendable {
    case revision(sha: CommitSHA, base: CommitSHA?)
    case progress(Job.Progress?)
}
