/// Seconds that a job spent inside runs of the suite, over all stages: what is left is our own time.
struct SuiteTime: Codable, Hashable, Sendable {
    let seconds: Double
}
