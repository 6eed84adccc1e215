import Domain
import Foundation

/// Places at which a test makes the process die as by `kill -9`: at the begin of a stage, and at its end, when its work is
/// done but its result not stored yet. Off unless the variable `SELFHEAL_FAILPOINT` names one, for example `publish:end`.
enum Failpoint {
    enum Moment: String { case begin, end }

    private static let wanted = ProcessInfo.processInfo.environment["SELFHEAL_FAILPOINT"]

    static func reach(_ stage: Job.Stage, _ moment: Moment) {
        if wanted == "\(stage.rawValue):\(moment.rawValue)" { kill(getpid(), SIGKILL) }
    }
}
