package import Domain

/// What a failure is, and the facts which say so.
package struct Classification: Hashable, Sendable {
    package let kind: FailureKind
    package let severity: FailureReport.Severity
    package let culprit: FailureReport.Culprit
    /// 0 to 1.
    package let confidence: Double
    /// A failing step asserts that something is absent. Finding its element elsewhere would turn its meaning round.
    package let assertsAbsence: Bool
    /// The HTTP status of the failure: what the error got or reports, else the first bad answer to the page.
    package let status: Int?
    /// The deciding rule's evidence first; what else was seen follows. Never empty.
    package let evidence: [FailureReport.Evidence]

    package var category: FailureReport.Category { kind.category }
    /// Id of the rule that decided.
    package var rule: String { evidence.first?.rule ?? Rule.nothingMatched }

    package init(
        kind: FailureKind, severity: FailureReport.Severity, culprit: FailureReport.Culprit, confidence: Double,
        assertsAbsence: Bool = false, status: Int? = nil, evidence: [FailureReport.Evidence]
    ) {
        self.kind = kind
        self.severity = severity
        self.culprit = culprit
        self.confidence = confidence
        self.assertsAbsence = assertsAbsence
        self.status = status
        self.evidence = evidence
    }
}
