package import Domain

/// A verdict with its reasons. What changes tests or acts may rely on it only when the verdict is not `unknown`.
package struct Decision: Hashable, Sendable {
    package let verdict: FailureReport.Verdict
    /// 0 to 1.
    package let confidence: Double
    /// The deciding item first. Never empty.
    package let evidence: [FailureReport.Evidence]
    /// Set when the circumstances show another culprit than the classification.
    package let culprit: FailureReport.Culprit?

    /// Id of the rule that decided.
    package var rule: String { evidence.first?.rule ?? "" }

    package init(
        verdict: FailureReport.Verdict, confidence: Double, evidence: [FailureReport.Evidence],
        culprit: FailureReport.Culprit?
    ) {
        self.verdict = verdict
        self.confidence = confidence
        self.evidence = evidence
        self.culprit = culprit
    }
}
