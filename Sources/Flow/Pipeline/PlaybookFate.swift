import Domain
import Playbooks

/// What a job makes of a playbook's run that it finds without an end, because its worker died or lost the job.
enum PlaybookFate: Hashable {
    /// It is over, and the tests tell whether it helped.
    case mayHaveActed(String)
    /// Nothing of it shows, but its worker may only be stalled: it is asked about again then.
    case open(until: Timestamp)
    /// Nothing of it shows, and nobody can carry it out any more but who begins it anew.
    case undone

    /// A worker sends nothing after the time of its playbook; what it sent at the end of that has some time to show.
    init(_ trace: PlaybookTrace, of run: PlaybookRun, by playbook: PlaybookSettings, at now: Timestamp) {
        let end = run.startedAt.advanced(by: .seconds(playbook.timeoutSeconds + PlaybookGuards.graceSeconds))
        switch trace {
        case .found(let what): self = .mayHaveActed("found after the job was cut off: \(what)")
        case .untold(let why): self = .mayHaveActed("the service ended while it acted, and \(why)")
        case .absent: self = now < end ? .open(until: end) : .undone
        }
    }
}
