import Domain

/// Whether the health checks say that the app is not there at all, so that running the rest would only repeat it.
enum HealthGate {
    /// Name of the project that is asked first.
    static let project = "health"

    /// Why the rest is not run; nil when it is. A health check that is red for a reason of its own page, such as a renamed
    /// element, does not stop the others: theirs may be repaired in the same job.
    static func objection(passed: Int, failures: [FailureReport]) -> String? {
        guard let first = failures.first else { return nil }
        let telling = failures.first { [.network, .api, .auth].contains($0.category) }
        guard passed == 0 || telling != nil else { return nil }
        let cause = telling ?? first
        let line =
            cause.errorMessage.split(whereSeparator: \.isNewline).first
            .map { CutText.beginning(of: String($0), limitBytes: 200) } ?? ""
        return "the project `\(project)` is dead: \(cause.testName): \(line)"
    }
}
