import Domain
import Pipeline

/// What the state of a service says about acting on it, before any probe is asked.
enum RailwayOutlook: Hashable {
    case told(PlaybookOutlook)
    /// Railway calls it up.
    case mayBeWell
    /// It sleeps, and a request may wake it.
    case mayWake

    init(_ instance: RailwayInstance, for operation: PlaybookSettings.RailwayOperation) {
        guard let latest = instance.latestDeployment else {
            self = .told(.pointless("it was never deployed, so there is nothing to \(operation.rawValue)"))
            return
        }
        switch latest.phase {
        case .underWay: self = .told(.pointless("a deployment is under way (\(latest.status))"))
        case .waitsForApproval: self = .told(.pointless("its latest deployment waits for somebody's approval"))
        case .broken, .gone:
            let isPossible = operation == .redeploy || instance.restartable != nil
            self = .told(
                isPossible
                    ? .needed("its latest deployment is \(latest.stateInWords)")
                    : .pointless(
                        "its latest deployment is \(latest.stateInWords) and none runs, so there is nothing to restart; "
                            + "a redeploy may help"))
        case .asleep: self = .mayWake
        case .up: self = .mayBeWell
        }
    }
}
