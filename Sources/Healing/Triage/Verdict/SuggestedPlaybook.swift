package import Domain

/// What may repair a failure of this kind. Only the configuration decides whether it is done.
package struct SuggestedPlaybook: Hashable, Sendable {
    package let name: String
    package let `class`: FixClass
    package let why: String

    package init?(for classification: Classification, verdict: FailureReport.Verdict) {
        guard let (name, level, why) = Self.choice(classification, verdict) else { return nil }
        self.name = name
        self.class = level
        self.why = why
    }

    package var suggestedFix: FailureReport.SuggestedFix { .init(playbook: name, class: `class`, why: why) }

    private static func choice(
        _ classification: Classification, _ verdict: FailureReport.Verdict
    ) -> (String, FixClass, String)? {
        switch verdict {
        case .environment: environment(classification.kind)
        case .testOutdated, .testBug: tests(classification.kind)
        // A bug of the app is reported, a flaky test watched, and nothing is done over what is not understood.
        case .appBug, .flaky, .unknown: nil
        }
    }

    private static func environment(_ kind: FailureKind) -> (String, FixClass, String)? {
        switch kind {
        case .sessionExpired, .loginFailed:
            ("clear-session", .a, "the stored session is no longer accepted; without it the suite signs in afresh")
        case .tokenExpired: ("refresh-tokens", .a, "a token is no longer accepted")
        case .connectionRefused, .webserverNotStarted: ("restart-backend", .a, "nothing listens where the app should")
        case .http5xx: ("restart-backend", .a, "the server answers with errors that no change explains")
        case .rateLimited: ("reset-test-data", .a, "limits or data of earlier runs are in the way")
        case .http4xx, .schemaMismatch, .assertionTextOrValue, .assertionCountOrState:
            ("reset-test-data", .a, "data left over from other runs is in the way")
        case .locatorNotFound, .elementNotActionable, .navigationWrongPage:
            ("toggle-feature", .a, "a feature that the test needs is switched off in this environment")
        default: nil
        }
    }

    private static func tests(_ kind: FailureKind) -> (String, FixClass, String)? {
        switch kind {
        case .locatorNotFound, .locatorAmbiguous, .elementNotActionable, .testTimeoutUnspecific:
            ("repair-locator", .b, "the locator no longer finds the element that it meant")
        default: nil
        }
    }
}
