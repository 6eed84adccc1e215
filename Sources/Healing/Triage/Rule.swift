package import Domain

/// One thing that a broken run may look like, and what it then is.
package struct Rule: Sendable {
    /// The order in which causes are believed when several are named: what saves most harm comes first.
    package enum Layer: Int, Sendable, CaseIterable, Comparable {
        case runner, server, auth, api, network, page, locator, assertion, unknown

        package static func < (left: Layer, right: Layer) -> Bool { left.rawValue < right.rawValue }
    }

    /// How much a match says. A higher strength wins over a lower one whatever the layers.
    package enum Strength: Int, Sendable, CaseIterable, Comparable {
        /// A consequence of another failure; decides only when it stands alone.
        case follows
        /// A general symptom.
        case hints
        /// A symptom that says exactly what did not work, not why.
        case points
        /// The page, the network or the console shows the cause behind the symptom.
        case shows
        /// The message itself names the cause.
        case names

        package static func < (left: Strength, right: Strength) -> Bool { left.rawValue < right.rawValue }
    }

    /// Where the deciding text stands; becomes `source` of the evidence.
    package enum Source: String, Sendable { case error, page, network, console, output }

    /// A narrower case with another severity or culprit. The first that holds decides each of the two.
    package struct Refinement: Sendable {
        package let when: Condition
        package let severity: FailureReport.Severity?
        package let culprit: FailureReport.Culprit?

        package init(
            _ when: Condition, severity: FailureReport.Severity? = nil, culprit: FailureReport.Culprit? = nil
        ) {
            self.when = when
            self.severity = severity
            self.culprit = culprit
        }
    }

    package static let nothingMatched = "unknown.nothing-matched"

    /// `layer.what`, for example `network.connection-refused`.
    package let id: String
    package let layer: Layer
    package let strength: Strength
    /// 0 to 1: how often it is right when it decides.
    package let confidence: Double
    package let kind: FailureKind
    package let severity: FailureReport.Severity
    package let culprit: FailureReport.Culprit
    package let source: Source
    /// The finding as a sentence without its full stop.
    package let finding: String
    package let when: Condition
    package let refinements: [Refinement]
    /// A failure that this rule decides.
    package let example: FailureEvidence

    package init(
        _ id: String, _ layer: Layer, _ strength: Strength, confidence: Double? = nil, _ kind: FailureKind,
        _ severity: FailureReport.Severity, _ culprit: FailureReport.Culprit, from source: Source = .error,
        finding: String, when: Condition, refinements: [Refinement] = [], example: FailureEvidence
    ) {
        self.id = id
        self.layer = layer
        self.strength = strength
        self.confidence = confidence ?? strength.usualConfidence
        self.kind = kind
        self.severity = severity
        self.culprit = culprit
        self.source = source
        self.finding = finding
        self.when = when
        self.refinements = refinements
        self.example = example
    }
}

extension Rule.Strength {
    fileprivate var usualConfidence: Double {
        switch self {
        case .names: 0.95
        case .shows: 0.88
        case .points: 0.78
        case .hints: 0.65
        case .follows: 0.55
        }
    }
}
