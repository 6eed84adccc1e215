package import Domain
package import Foundation

/// One line of what happened in a job, numbered from 1 within it.
package struct JobLogEntry: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable { case stage, progress, log, failure, fix, done }
    package let sequence: Int64
    package let at: Timestamp
    package let kind: Kind
    /// A JSON object.
    package let data: Data

    package init(sequence: Int64, at: Timestamp, kind: Kind, data: Data) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.data = data
    }
}
