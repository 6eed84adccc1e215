package import Domain

/// The life of a job as a pure state machine; the store asks it before it writes.
package enum JobEvent: Hashable, Sendable, CaseIterable {
    /// A worker took it.
    case claimed
    /// Its worker died or was stopped; it runs again from its last finished stage.
    case released
    /// What failed may pass; it runs again later from its last finished stage.
    case postponed
    case succeeded, failed
    case cancelled
    /// A newer job of its lane took its place.
    case superseded
    /// A person asked for a new attempt.
    case retried
}

package struct IllegalTransition: Error, Hashable, CustomStringConvertible {
    package let state: Job.State
    package let event: JobEvent

    package init(state: Job.State, event: JobEvent) {
        self.state = state
        self.event = event
    }

    package var description: String { "a job that is \(state.rawValue) cannot be \(event)" }
}

extension Job.State {
    package func after(_ event: JobEvent) throws(IllegalTransition) -> Job.State {
        switch (self, event) {
        case (.queued, .claimed): .running
        case (.running, .released), (.running, .postponed): .queued
        case (.running, .succeeded): .succeeded
        case (.running, .failed): .failed
        case (.queued, .cancelled), (.running, .cancelled): .cancelled
        case (.queued, .superseded), (.running, .superseded): .superseded
        case (.failed, .retried), (.cancelled, .retried), (.succeeded, .retried): .queued
        default: throw IllegalTransition(state: self, event: event)
        }
    }
}
