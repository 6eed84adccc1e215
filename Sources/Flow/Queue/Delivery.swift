package import Domain

/// What makes a webhook delivery or a request with an idempotency key the same one as before.
package struct Delivery: Hashable, Sendable {
    /// For example `github:72d3162e-cc78-11e3-81ab-4c9367dc0958`.
    package let key: String
    package let receivedAt: Timestamp

    /// Begins the keys of schedules' slots, which are remembered for longer than others.
    package static let slotPrefix = "cron:"

    package init(key: String, receivedAt: Timestamp) {
        self.key = key
        self.receivedAt = receivedAt
    }
}

package struct Enqueued: Hashable, Sendable {
    package let jobs: [Job]
    /// The delivery had been stored before; `jobs` are those of then.
    package let isDuplicate: Bool

    package init(jobs: [Job], isDuplicate: Bool) {
        self.jobs = jobs
        self.isDuplicate = isDuplicate
    }
}
