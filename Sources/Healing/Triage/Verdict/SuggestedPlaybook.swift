package import Domain

/// What may repair a failure. Only the configuration decides whether it is done.
package struct SuggestedPlaybook: Hashable, Sendable, Codable {
    package let name: String
    package let `class`: FixClass
    package let why: String

    package var suggestedFix: FailureReport.SuggestedFix { .init(playbook: name, class: `class`, why: why) }

    /// All that may repair the failure, the likeliest first; the first one is what the report suggests. Each is worth a try
    /// only after the ones before it were not configured, were pointless, or changed nothing.
    package static func candidates(
        for classification: Classification, verdict: FailureReport.Verdict, circumstances: Circumstances
    ) -> [SuggestedPlaybook] {
        switch verdict {
        // It recovered by itself.
        case .environment where circumstances.rerunIsGreen == true: []
        case .environment: Remedies.environment(classification, circumstances).map(SuggestedPlaybook.init)
        case .testOutdated, .testBug: Remedies.tests(classification.kind).map(SuggestedPlaybook.init)
        // A bug of the app is reported, a flaky test watched, and nothing is done over what is not understood.
        case .appBug, .flaky, .unknown: []
        }
    }

    private init(_ remedy: Remedy) {
        name = remedy.rawValue
        `class` = remedy == .repairLocator ? .b : .a
        why = remedy.why
    }
}
