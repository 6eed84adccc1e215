import Domain

/// The decision in the order that saves most harm: first what no repair of a test may hide, last what a test may follow.
enum VerdictRules {
    static let all: [VerdictRule] = repeats + surroundings + purpose + appFaults + history + locators + testFaults

    private static let repeats: [VerdictRule] = [
        VerdictRule(
            VerdictRule.recovered, .environment, 0.85, restsOnClassification: false, culprit: .environment,
            source: "rerun",
            says: { _ in
                "what failed surrounds the test, and the same test is green on a rerun of the same commit: it recovered by itself"
            },
            when: { $0.circumstances.rerunIsGreen == true && $0.mayRecoverByItself }),
        VerdictRule(
            "verdict.green-on-rerun", .flaky, 0.9, restsOnClassification: false, source: "rerun",
            says: { _ in "the same test is green on a rerun of the same commit" },
            when: { $0.circumstances.rerunIsGreen == true }),
        VerdictRule(
            "verdict.runner-broken", .environment, 0.93, culprit: .environment, source: "error",
            says: { _ in "the runner or its browser broke, not the app and not the test" },
            when: { $0.kind == .infrastructure }),
        VerdictRule(
            "verdict.environment-before-the-change", .environment, 0.88, source: "base-run",
            says: { _ in "it is red on the base commit too, and what failed is the environment" },
            when: { $0.baseWasRed && ($0.isEnvironmentKind || $0.classification.culprit == .environment) }),
        VerdictRule(
            "verdict.red-without-a-change", .environment, 0.8, restsOnClassification: false, culprit: .environment,
            source: "base-run",
            says: { _ in
                "it was green at this commit before and is red now, although nothing was changed: what surrounds the app was"
            },
            when: { $0.greenCommitIsRed && $0.circumstances.changed == .nothing && $0.surroundingsMayCauseIt }),
        VerdictRule(
            "verdict.red-at-the-good-commit", .environment, 0.68, restsOnClassification: false, culprit: .environment,
            source: "base-run",
            says: { _ in
                "the commit at which it was green is red now too, so that not the change but what surrounds the app broke it"
            },
            when: { $0.greenCommitIsRed && $0.surroundingsMayCauseIt }),
        VerdictRule(
            "verdict.red-at-the-commit-before", .environment, 0.6, restsOnClassification: false, culprit: .environment,
            source: "base-run",
            says: { _ in
                "the commit before is red now too; nothing shows that it ever was green, but what surrounds the app is likelier to have broken it than the change"
            },
            when: {
                $0.baseWasRed && $0.circumstances.greenBefore == .unknown && $0.surroundingsMayCauseIt
            }),
        VerdictRule(
            "verdict.red-before-the-change", .unknown, 0.5, restsOnClassification: false, source: "base-run",
            says: { _ in "it is red on the base commit too: this change did not cause it" },
            when: { $0.baseWasRed }),
    ]

    private static let surroundings: [VerdictRule] = [
        VerdictRule(
            "verdict.old-page-served", .environment, 0.8, restsOnClassification: false, culprit: .environment,
            source: "diff",
            says: { _ in
                "the page shows what the commit took away and nothing of what it brought, so that an older one is served"
            },
            when: { $0.circumstances.isOldPageServed && $0.isLocatorOrAssertion }),
        VerdictRule(
            "verdict.server-broken-by-change", .appBug, 0.85, culprit: .app, source: "base-run",
            says: {
                "the app's own server no longer starts since the app was changed, and did on the base commit\($0.base)"
            },
            when: {
                [.webserverNotStarted, .connectionRefused].contains($0.kind) && $0.appChanged
                    && ($0.classification.culprit == .app || $0.kind == .webserverNotStarted && $0.baseWasGreen)
            }),
        VerdictRule(
            "verdict.web-server-command-wrong", .testBug, 0.85, culprit: .test, source: "error",
            says: { _ in "the suite's own configuration starts the web server wrongly" },
            when: { $0.kind == .webserverNotStarted && $0.classification.culprit == .test }),
        VerdictRule(
            "verdict.server-error-since-change", .appBug, 0.93, culprit: .app, source: "network",
            says: {
                "the server answers with an error since the app was changed; on the base commit\($0.base) it did not"
            },
            when: { $0.kind == .http5xx && $0.appChanged && $0.baseWasGreen }),
        VerdictRule(
            "verdict.gateway-down", .environment, 0.85, culprit: .environment, source: "network",
            says: { _ in "a gateway answers in place of the app, and no change of the app is known to explain it" },
            when: { $0.kind == .http5xx && $0.classification.culprit == .environment }),
        VerdictRule(
            "verdict.access-broken-by-change", .appBug, 0.82, culprit: .app, source: "base-run",
            says: {
                "signing in or access broke with a change of the app; the base commit\($0.base) is green in the same environment"
            },
            when: {
                [.loginFailed, .forbidden, .sessionExpired, .tokenExpired, .csrf, .cors].contains($0.kind)
                    && $0.appChanged
                    && $0.baseWasGreen
            }),
        VerdictRule(
            "verdict.open-door", .appBug, 0.93, culprit: .app, source: "error",
            says: { _ in "access is allowed where it must be refused" },
            when: { $0.isOpenDoor }),
        VerdictRule(
            "verdict.server-error-without-change", .environment, 0.68, culprit: .environment, source: "diff",
            says: { _ in "the server answers with an error although nothing was changed" },
            when: { $0.kind == .http5xx && $0.circumstances.changed == .nothing }),
        VerdictRule(
            "verdict.refused-after-change", .environment, 0.62, culprit: .environment, source: "error",
            says: { _ in
                "nothing listens where the app should; the app was changed, but nothing shows that it fails to start"
            },
            when: { $0.kind == .connectionRefused && $0.appChanged && $0.baseWasGreen }),
        VerdictRule(
            "verdict.environment-by-kind", .environment, 0.9, culprit: .environment, source: "error",
            says: { _ in "what failed surrounds the app: a connection, a session, a machine" },
            when: {
                ($0.isEnvironmentKind || $0.classification.category == .api)
                    && $0.classification.culprit == .environment
            }),
    ]

    private static let purpose: [VerdictRule] = [
        VerdictRule(
            "verdict.changed-on-purpose", .testOutdated, 0.85, restsOnClassification: false, culprit: .test,
            source: "diff", says: { $0.circumstances.intended ?? "" },
            when: {
                $0.circumstances.intended != nil && $0.appChanged && !$0.assertsAbsence && !$0.baseWasRed
                    && !$0.isPageFault
            }),
        // Also for what should not be there: the assertion stays as it is, only the action before it is led back.
        VerdictRule(
            "verdict.earlier-step-strayed", .testOutdated, 0.8, restsOnClassification: false, culprit: .test,
            source: "recall",
            says: {
                "since the app was changed an earlier step acts on another element: \($0.circumstances.strayed ?? "")"
            },
            when: { $0.circumstances.strayed != nil && $0.appChanged && !$0.baseWasRed && !$0.isPageFault }),
    ]

    private static let appFaults: [VerdictRule] = [
        VerdictRule(
            "verdict.page-or-server-failed", .appBug, 0.93, culprit: .app, source: "page",
            says: { $0.faultText },
            when: { $0.isPageFault && !$0.testsChangedAlone }),
        VerdictRule(
            "verdict.element-removed", .appBug, 0.9, restsOnClassification: false, culprit: .app, source: "recall",
            says: { "the remembered element is gone and nothing on the page is like it: \($0.recallText)" },
            when: { $0.recalls(.gone) && $0.appMayHaveChanged && $0.isLocatorOrAssertion && !$0.assertsAbsence }),
        VerdictRule(
            "verdict.present-but-unusable", .appBug, 0.8, culprit: .app, source: "recall",
            says: { "the remembered element is there, but cannot be used: \($0.recallText)" },
            when: {
                $0.recalls(.there) && $0.kind == .elementNotActionable && $0.classification.culprit != .test
                    && !$0.testsChangedAlone
            }),
        VerdictRule(
            "verdict.absence-violated", .appBug, 0.85, restsOnClassification: false, culprit: .app, source: "error",
            says: { _ in "the test wants something to be absent and it is not; such a test is never bent" },
            when: {
                $0.assertsAbsence && $0.appMayHaveChanged && $0.isLocatorOrAssertion
                    // Of several, or of what nobody saw, it is not known that it is there.
                    && ![.locatorAmbiguous, .testTimeoutUnspecific].contains($0.kind)
            }),
    ]

    /// After what no flakiness explains: a server, a session, a line, an element that is gone, an absence that is violated.
    private static let history: [VerdictRule] = [
        VerdictRule(
            "verdict.flaky-by-history", .flaky, 0.7, restsOnClassification: false, source: "history",
            says: { $0.circumstances.past?.standing.why ?? "" },
            when: {
                ($0.circumstances.past?.explains ?? false) && [.ui, .unknown].contains($0.classification.category)
                    && !$0.isEnvironmentKind && !$0.isPageFault && !$0.testsChangedAlone && !$0.recalls(.counterpart)
            })
    ]

    private static let locators: [VerdictRule] = [
        VerdictRule(
            "verdict.counterpart-found", .testOutdated, 0.9, restsOnClassification: false, culprit: .test,
            source: "recall",
            says: { "the app was changed\($0.since) and one element is clearly the remembered one: \($0.recallText)" },
            when: {
                // Of items that are counted, too: all of them are found again, under what the commit calls them.
                $0.recalls(.counterpart) && $0.appChanged && ($0.isLocator || $0.kind == .assertionCountOrState)
                    && !$0.assertsAbsence
            }),
        VerdictRule(
            "verdict.counterpart-of-awaited-content", .testOutdated, 0.8, culprit: .test, source: "recall",
            says: { "the awaited content is on the page under another name: \($0.recallText)" },
            when: { $0.recalls(.counterpart) && !$0.testsChangedAlone && $0.isLocator && !$0.assertsAbsence }),
        VerdictRule(
            "verdict.other-page-after-change", .appBug, 0.7, culprit: .app, source: "recall",
            says: { "another page is shown than when the step was green: \($0.recallText)" },
            when: { $0.recalls(.otherPage) && $0.appChanged }),
        VerdictRule(
            "verdict.value-differs", .appBug, 0.8, culprit: .app, source: "error",
            says: {
                "a value, text or state differs from what the test wants, and no commit\($0.since) shows that this was intended"
            },
            when: { $0.assertsValue && $0.appChanged && $0.classification.culprit == .app }),
        VerdictRule(
            "verdict.value-differs-of-unknown-change", .appBug, 0.68, culprit: .app, source: "error",
            says: { _ in
                "a value, text or state differs from what the test wants; which commit made it so, and whether it was intended, is not known"
            },
            when: {
                $0.assertsValue && $0.circumstances.changed == .unknown && $0.classification.culprit == .app
            }),
    ]

    private static let testFaults: [VerdictRule] = [
        VerdictRule(
            "verdict.test-code-threw", .testBug, 0.9, culprit: .test, source: "error",
            says: { _ in "the test's own code is wrong" },
            when: {
                [.testCodeBug, .snapshotMissing].contains($0.kind) && $0.classification.culprit == .test
                    && !$0.gotOtherData
            }),
        VerdictRule(
            "verdict.test-code-threw-after-change", .appBug, 0.65, restsOnClassification: false, culprit: .app,
            source: "error",
            says: {
                "the test's code was given something else than at the base commit\($0.base): the app alone was changed since"
            },
            when: { $0.gotOtherData }),
        VerdictRule(
            "verdict.only-tests-changed", .testBug, 0.85, restsOnClassification: false, culprit: .test, source: "diff",
            says: { "only tests were changed since the base commit\($0.base) was green" },
            when: { $0.testsChangedAlone && $0.baseWasGreen }),
        VerdictRule(
            "verdict.only-tests-changed-unconfirmed", .testBug, 0.7, culprit: .test, source: "diff",
            says: { _ in "only tests were changed" },
            when: { $0.testsChangedAlone && !$0.isEnvironmentKind }),
        VerdictRule(
            "verdict.expectation-outdated", .testOutdated, 0.62, culprit: .test, source: "error",
            says: { _ in "only punctuation or case of the text changed, together with the app" },
            when: {
                $0.kind == .assertionTextOrValue && $0.classification.culprit == .test && $0.appChanged
                    && !$0.assertsAbsence
            }),
        VerdictRule(
            "verdict.app-by-classification", .appBug, 0.75, source: "error",
            says: { _ in "the symptom is one of the app, and nothing speaks against it" },
            when: {
                $0.classification.culprit == .app && ($0.appChanged || $0.circumstances.changed == .unknown)
                    && $0.classification.category != .unknown
            }),
    ]
}

extension VerdictRule.Case {
    enum Recalled { case counterpart, gone, otherPage, there }

    func recalls(_ wanted: Recalled) -> Bool {
        switch (circumstances.recall, wanted) {
        case (.counterpartFound, .counterpart), (.elementGone, .gone), (.otherPage, .otherPage),
            (.elementStillThere, .there):
            true
        default: false
        }
    }

    /// A test of an API has no page and no locator.
    var faultText: String {
        if kind == .jsPageError { return "the page threw before the step failed: the locator is not to blame" }
        return classification.evidence.first?.source == "error"
            ? "the server answered with an error, which no test is to blame for"
            : "the page's server answered with an error before the step failed: the locator is not to blame"
    }

    var recallText: String {
        switch circumstances.recall {
        case .counterpartFound(let text), .elementGone(let text), .otherPage(let text), .elementStillThere(let text):
            text
        case .notRecalled(let reason): reason
        }
    }

    var isLocatorOrAssertion: Bool { isLocator || assertsValue || kind == .loadingNeverFinished }
}
