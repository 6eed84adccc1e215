package import Domain

/// Figures over the jobs of a store. Every case of an enumeration has its count, also when it is 0.
package struct Statistics: Hashable, Sendable {
    package var states = Count<Job.State>()
    package var outcomes = Count<Job.Outcome>()
    package var triggers = Count<Job.Trigger.Kind>()
    package var categories = Count<FailureReport.Category>()
    package var resolutions = Count<FailureReport.Resolution>()
    /// By what was measured: `job` (start to end), `wait` (made to started), and each stage by its name.
    package var durations: [String: Durations] = [:]
    /// Jobs that wait now, whenever they were made.
    package var queueDepth = 0
    /// When the job that waits longest was made; nil when none waits.
    package var oldestQueuedAt: Timestamp?

    package init() {}

    /// Share of the failures for which a playbook or a proposed change was proven, 0 to 1; nil when nothing was red.
    package var healRate: Double? {
        let healed = resolutions[.fixedByPlaybook] + resolutions[.fixProposed]
        return resolutions.total == 0 ? nil : Double(healed) / Double(resolutions.total)
    }

    /// Whole seconds, so that the figures of a second are the same.
    package func oldestAgeSeconds(at time: Timestamp) -> Int? {
        oldestQueuedAt.map { max(0, Int(time.seconds(since: $0))) }
    }

    /// How many there are of each case.
    package struct Count<Case>: Hashable, Sendable
    where Case: Hashable & Sendable & CaseIterable & RawRepresentable, Case.RawValue == String {
        private var counts: [Case: Int] = [:]

        package init() {}

        package subscript(_ key: Case) -> Int {
            get { counts[key] ?? 0 }
            set { counts[key] = newValue }
        }

        package var total: Int { counts.values.reduce(0, +) }

        package var byName: [String: Int] {
            Dictionary(uniqueKeysWithValues: Case.allCases.map { ($0.rawValue, self[$0]) })
        }
    }
}

/// Seconds, as percentiles by nearest rank: each is one that was really measured.
package struct Durations: Hashable, Sendable, Encodable {
    package let count: Int
    package let p50: Double
    package let p95: Double

    /// - Returns: nil for no measurement at all.
    package init?(_ seconds: [Double]) {
        if seconds.isEmpty { return nil }
        let sorted = seconds.sorted()
        func percentile(_ percent: Int) -> Double { sorted[(sorted.count * percent + 99) / 100 - 1] }
        (count, p50, p95) = (sorted.count, percentile(50), percentile(95))
    }
}
