/// Failures with one cause, told once: how many there are, why, and what that rests on.
package struct GroupReport: Hashable, Sendable, Codable {
    /// One fact that the cause rests on.
    package struct Item: Hashable, Sendable, Codable {
        package let rule: String
        package let text: String
        /// Where it stands, as in the evidence of a failure.
        package let source: String
        /// How many of the group's failures show it.
        package var failures: Int

        package init(_ evidence: FailureReport.Evidence, failures: Int) {
            rule = evidence.rule
            text = evidence.text
            source = evidence.source
            self.failures = failures
        }
    }

    /// What its failures have as their `group`.
    package let id: String
    /// Ids of its failures.
    package let failures: [String]
    package let verdict: FailureReport.Verdict
    package let culprit: FailureReport.Culprit
    /// 0 to 1.
    package let confidence: Double
    /// The gravest of its failures.
    package let severity: FailureReport.Severity
    /// One paragraph.
    package let rootCause: String
    package let evidence: [Item]

    package init(
        id: String, failures: [String], verdict: FailureReport.Verdict, culprit: FailureReport.Culprit,
        confidence: Double, severity: FailureReport.Severity, rootCause: String, evidence: [Item]
    ) {
        self.id = id
        self.failures = failures
        self.verdict = verdict
        self.culprit = culprit
        self.confidence = confidence
        self.severity = severity
        self.rootCause = rootCause
        self.evidence = evidence
    }
}
