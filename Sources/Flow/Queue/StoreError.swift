package import Domain

/// Why the store did not do what it was asked.
package enum StoreError: Error, Hashable, CustomStringConvertible {
    case noSuchJob(JobID)
    case illegal(IllegalTransition, JobID)
    /// Another worker has the job by now, or it was cancelled: stop working on it.
    case leaseLost(JobID)
    /// A part of a suite has no life of its own.
    case isPart(JobID, of: JobID)
    /// As many jobs wait as may: nothing was stored.
    case full(String)
    /// Disk full, file missing, database locked, no connection. As a rule nothing was written; of a connection that was lost
    /// before its answer came nobody knows, and it is said.
    case unavailable(String)
    /// The database does not take what it is given, and will not later either: nothing was written.
    case rejected(String)

    package var description: String {
        switch self {
        case .noSuchJob(let id): "there is no job \(id)"
        case .illegal(let transition, let id): "\(transition) (job \(id))"
        case .leaseLost(let id): "job \(id) belongs to another worker by now; its work here stops"
        case .isPart(let id, let parent): "job \(id) is a part of job \(parent): retry that one"
        case .full(let what): "the queue is full: \(what)"
        case .unavailable(let why): "the job store cannot be used: \(why)"
        case .rejected(let why): "the job store does not take it: \(why)"
        }
    }
}
