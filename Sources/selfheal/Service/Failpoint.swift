import Domain
import Foundation

/// Places at which a test makes the process die as by `kill -9`: at the begin of a stage, and at its end, when its work is
/// done but its result not stored yet. Off unless the variable `SELFHEAL_FAILPOINT` names one, for example `publish:end`, or
/// `shard-2:begin` for a part of a suite.
enum Failpoint {
    enum Moment: String { case begin, end }

    private static let wanted = ProcessInfo.processInfo.environment["SELFHEAL_FAILPOINT"]

    static func place(_ stage: Job.Stage, of job: Job) -> String {
        job.shard.map { "shard-\($0.index)" } ?? stage.rawValue
    }

    static func reach(_ place: String, _ moment: Moment) {
        if wanted == "\(place):\(moment.rawValue)" { kill(getpid(), SIGKILL) }
    }
}
