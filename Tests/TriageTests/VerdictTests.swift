import Domain
import Testing

@testable import Triage

struct VerdictTests {
    struct Situation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: FailureKind
        var culprit = FailureReport.Culprit.app
        var assertsAbsence = false
        var base = Circumstances.BaseRun.green
        var rerun: Bool?
        var changed = Circumstances.Change.appOnly
        var recall = Circumstances.Recall.notRecalled(reason: "no trace")
        var strayed: String?
        var rule = "some.rule"
        let verdict: FailureReport.Verdict

        init(
            _ sentence: String, _ kind: FailureKind, _ verdict: FailureReport.Verdict,
            culprit: FailureReport.Culprit = .app,
            assertsAbsence: Bool = false, base: Circumstances.BaseRun = .green, rerun: Bool? = nil,
            changed: Circumstances.Change = .appOnly, recall: Circumstances.Recall = .notRecalled(reason: "no trace"),
            strayed: String? = nil, rule: String = "some.rule"
        ) {
            testDescription = sentence
            self.kind = kind
            self.verdict = verdict
            self.culprit = culprit
            self.assertsAbsence = assertsAbsence
            self.base = base
            self.rerun = rerun
            self.changed = changed
            self.recall = recall
            self.strayed = strayed
            self.rule = rule
        }
    }

    private static let found = Circumstances.Recall.counterpartFound("button “Buy now”, 0.93, next 0.41")
    private static let gone = Circumstances.Recall.elementGone("button “Buy”")

    private static let situations: [Situation] = [
        .init(
            "what follows from an action on what the commit put in front is healed", .assertionCountOrState,
            .testOutdated, strayed: "`click` means “Save note”"),
        .init(
            "an action that went astray excuses no server error", .http5xx, .appBug,
            strayed: "`click` means “Save note”"),
        .init(
            "an action that went astray in an app that is as it was excuses nothing", .assertionCountOrState, .unknown,
            changed: .nothing, strayed: "`click` means “Save note”"),
        .init("a renamed button is healed", .locatorNotFound, .testOutdated, culprit: .test, recall: found),
        .init("an awaited text that moved is healed", .locatorNotFound, .testOutdated, recall: found),
        .init(
            "an ambiguous locator with a clear counterpart is healed", .locatorAmbiguous, .testOutdated, culprit: .test,
            recall: found),
        .init("a removed button is a bug", .locatorNotFound, .appBug, culprit: .test, recall: gone),
        .init("a removed counter is a bug", .assertionCountOrState, .appBug, recall: gone),
        .init(
            "an assertion of absence is never healed", .assertionCountOrState, .appBug, assertsAbsence: true,
            recall: found),
        .init(
            "a missing element of a negated assertion is never healed", .locatorNotFound, .appBug, assertsAbsence: true,
            recall: found),
        .init("a server error is a bug even when a locator is missing", .http5xx, .appBug, recall: found),
        .init("an exception of the page is a bug even when a locator is missing", .jsPageError, .appBug, recall: found),
        .init(
            "a gateway error after a change of the app with a green base is a bug", .http5xx, .appBug,
            culprit: .environment),
        .init(
            "a server error without any change is the environment's", .http5xx, .environment,
            base: .notRun(reason: "nothing changed"), changed: .nothing),
        .init("a differing value is a bug", .assertionTextOrValue, .appBug, recall: .elementStillThere("p “2 items”")),
        .init(
            "a differing value is a bug even when something alike is found", .assertionTextOrValue, .appBug,
            recall: found),
        .init(
            "a differing value after a change of tests is the test's", .assertionTextOrValue, .testBug,
            changed: .testsOnly),
        .init(
            "a missing element after a change of tests is the test's", .locatorNotFound, .testBug, culprit: .test,
            changed: .testsOnly, recall: gone),
        .init("an exception in the test's code is the test's", .testCodeBug, .testBug, culprit: .test, changed: .both),
        .init("green on a rerun is flaky", .locatorNotFound, .flaky, culprit: .test, rerun: true, recall: found),
        .init(
            "a refused connection with a green rerun recovered by itself", .connectionRefused, .environment,
            culprit: .environment, rerun: true),
        .init("a server error with a green rerun recovered by itself", .http5xx, .environment, rerun: true),
        .init(
            "a lost session with a green rerun recovered by itself", .sessionExpired, .environment,
            culprit: .environment, rerun: true),
        .init(
            "an open door that is locked on a rerun is flaky", .forbidden, .flaky, rerun: true, rule: "auth.open-door"),
        .init(
            "a wrong password in the test with a green rerun is flaky", .loginFailed, .flaky, culprit: .test,
            rerun: true),
        .init(
            "red on a rerun is not flaky", .locatorNotFound, .testOutdated, culprit: .test, rerun: false, recall: found),
        .init(
            "a missing element that is missing at the good commit too is the environment's", .locatorNotFound,
            .environment, culprit: .test, base: .red),
        .init(
            "a wrong count at the good commit too is the environment's", .assertionCountOrState, .environment,
            base: .red),
        .init(
            "a wrong text without a change is the environment's", .assertionTextOrValue, .environment, base: .red,
            changed: .nothing),
        .init(
            "an exception of the test's code at the good commit too is nobody's yet", .testCodeBug, .unknown,
            culprit: .test, base: .red),
        .init(
            "a refused connection on the base commit too is the environment's", .connectionRefused, .environment,
            culprit: .environment, base: .red),
        .init(
            "a refused connection without a change is the environment's", .connectionRefused, .environment,
            culprit: .environment, base: .notRun(reason: "-"), changed: .nothing),
        .init("a web server that stops over its own code is a bug", .webserverNotStarted, .appBug),
        .init(
            "a web server that stopped starting with the change is a bug", .webserverNotStarted, .appBug,
            culprit: .environment),
        .init(
            "a web server that does not start without a change is the environment's", .webserverNotStarted,
            .environment, culprit: .environment, base: .notRun(reason: "-"), changed: .nothing),
        .init("a crashed browser is the environment's", .infrastructure, .environment, culprit: .environment),
        .init(
            "an expired session without a change is the environment's", .sessionExpired, .environment,
            culprit: .environment, base: .red, changed: .nothing),
        .init("a session that the change loses is a bug", .sessionExpired, .appBug, culprit: .environment),
        .init(
            "an open door is a bug", .forbidden, .appBug, base: .notRun(reason: "-"), changed: .unknown,
            rule: "auth.open-door"),
        .init(
            "of several elements it is not known that one is there that must not be", .locatorAmbiguous, .unknown,
            culprit: .test, assertsAbsence: true, base: .notRun(reason: "-"), changed: .unknown),
        .init(
            "another page after a change of the app is a bug", .locatorNotFound, .appBug, culprit: .test,
            recall: .otherPage("“Not found”")),
        .init("a missing element that nobody looked up stays unknown", .locatorNotFound, .unknown, culprit: .test),
        .init("a bare timeout stays unknown", .testTimeoutUnspecific, .unknown, culprit: .test),
    ]

    private static func classification(_ situation: Situation, confidence: Double = 0.9) -> Classification {
        Classification(
            kind: situation.kind, severity: .medium, culprit: situation.culprit, confidence: confidence,
            assertsAbsence: situation.assertsAbsence,
            evidence: [.init(rule: situation.rule, text: "it failed", source: "error")])
    }

    private static func decide(_ situation: Situation, confidence: Double = 0.9) -> Decision {
        VerdictDecision.decide(
            classification(situation, confidence: confidence),
            Circumstances(
                baseRun: situation.base, rerunIsGreen: situation.rerun, changed: situation.changed,
                recall: situation.recall, strayed: situation.strayed))
    }

    @Test("The verdict follows from kind and circumstances", arguments: situations)
    func decides(situation: Situation) {
        let decision = Self.decide(situation)
        #expect(decision.verdict == situation.verdict)
        #expect(decision.rule.hasPrefix("verdict."))
        #expect(decision.evidence.contains { $0.source == "base-run" })
        #expect((0...1).contains(decision.confidence))
        if decision.verdict != .unknown { #expect(decision.confidence >= VerdictDecision.threshold) }
    }

    @Test(
        "A red base speaks for the environment where its test was green before, hardly where it has no history, and not else",
        arguments: [
            (.seen, .environment, "verdict.red-at-the-good-commit"),
            (.unknown, .environment, "verdict.red-at-the-commit-before"),
            (.never, .unknown, "verdict.red-before-the-change"),
        ] as [(Circumstances.GreenBefore, FailureReport.Verdict, String)])
    func redBase(before: Circumstances.GreenBefore, verdict: FailureReport.Verdict, rule: String) {
        func decide(_ kind: FailureKind, _ changed: Circumstances.Change) -> Decision {
            VerdictDecision.decide(
                Self.classification(Situation("", kind, verdict)),
                Circumstances(
                    baseRun: .red, greenBefore: before, changed: changed, recall: .notRecalled(reason: "no trace")))
        }
        let decision = decide(.assertionTextOrValue, .appOnly)
        #expect(decision.verdict == verdict && decision.rule == rule)
        if before == .unknown { #expect(decision.confidence <= 0.6) }
        let unchanged = decide(.assertionTextOrValue, .nothing)
        #expect(unchanged.verdict == verdict)
        #expect((unchanged.rule == "verdict.red-without-a-change") == (before == .seen))
        #expect(decide(.connectionRefused, .appOnly).verdict == .environment)
    }

    @Test(
        "Without any change neither a differing value, nor a gone element, nor a violated absence is a bug of the app")
    func nothingChanged() {
        for situation in [
            Situation("", .assertionTextOrValue, .unknown, changed: .nothing),
            Situation("", .locatorNotFound, .unknown, culprit: .test, changed: .nothing, recall: Self.gone),
            Situation("", .assertionCountOrState, .unknown, assertsAbsence: true, changed: .nothing),
        ] { #expect(Self.decide(situation).verdict == .unknown) }
    }

    @Test(
        "A value that differs is a bug of the app only where the symptom is one, and less surely where no commit is known"
    )
    func valueDiffers() {
        func decide(_ kind: FailureKind, _ culprit: FailureReport.Culprit, _ changed: Circumstances.Change) -> Decision
        {
            Self.decide(Situation("", kind, .appBug, culprit: culprit, changed: changed))
        }
        #expect(decide(.visualDiff, .environment, .appOnly).verdict == .unknown)
        #expect(decide(.assertionTextOrValue, .unknown, .appOnly).verdict == .unknown)
        let known = decide(.assertionTextOrValue, .app, .appOnly)
        let unknown = decide(.assertionTextOrValue, .app, .unknown)
        #expect(known.verdict == .appBug && unknown.verdict == .appBug)
        #expect(unknown.confidence < known.confidence && unknown.evidence[0].text.contains("not known"))
    }

    @Test("A page that is older than the commit is the environment's, though the element that it names differs")
    func oldPage() {
        let decision = VerdictDecision.decide(
            Self.classification(Situation("", .locatorNotFound, .environment, culprit: .test)),
            Circumstances(baseRun: .green, changed: .both, recall: Self.found, isOldPageServed: true))
        #expect(decision.verdict == .environment)
        #expect(decision.culprit == .environment)
    }

    @Test(
        "What the commit itself shows as wanted makes the test outdated, where it was green before and asserts no absence"
    )
    func changedOnPurpose() {
        func decide(_ kind: FailureKind, base: Circumstances.BaseRun = .green, absence: Bool = false) -> Decision {
            VerdictDecision.decide(
                Self.classification(Situation("", kind, .appBug, culprit: .app, assertsAbsence: absence)),
                Circumstances(baseRun: base, changed: .appOnly, recall: Self.gone, intended: "`A` became `B`"))
        }
        let decision = decide(.assertionTextOrValue)
        #expect(decision.verdict == .testOutdated && decision.evidence.first?.text == "`A` became `B`")
        #expect(decide(.assertionTextOrValue, base: .red).verdict != .testOutdated)
        #expect(decide(.assertionCountOrState, absence: true).verdict != .testOutdated)
        #expect(decide(.http5xx).verdict == .appBug)
    }

    @Test("No circumstances at all make an assertion of absence outdated")
    func absenceIsNeverOutdated() {
        for kind in FailureKind.allCases {
            for changed in [Circumstances.Change.appOnly, .testsOnly, .both, .nothing, .unknown] {
                for culprit in FailureReport.Culprit.allCases {
                    let situation = Situation(
                        "", kind, .unknown, culprit: culprit, assertsAbsence: true, changed: changed, recall: Self.found
                    )
                    #expect(Self.decide(situation).verdict != .testOutdated)
                }
            }
        }
    }

    @Test("A gone element never makes a test outdated")
    func removalIsNeverOutdated() {
        for kind in FailureKind.allCases where kind != .assertionTextOrValue {
            #expect(
                Self.decide(Situation("", kind, .unknown, culprit: .test, recall: Self.gone)).verdict != .testOutdated)
        }
    }

    @Test("A doubtful classification makes an unknown verdict")
    func doubtMakesUnknown() {
        let situation = Situation("", .assertionTextOrValue, .unknown)
        #expect(Self.decide(situation, confidence: 0.3).verdict == .unknown)
        #expect(Self.decide(situation, confidence: 0.9).verdict == .appBug)
    }

    @Test("The ids of verdict rules are unique")
    func idsAreUnique() {
        let ids = VerdictRules.all.map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test("The paragraph says what failed, who is at fault, why, and what would disprove it")
    func rootCause() {
        let evidence = FailureEvidence(
            testName: "pays",
            errors: [
                "TimeoutError: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByText('Pay')"
            ],
            step: .init(method: "click", selector: "internal:text=\"Pay\"i", expression: nil, isNegated: false),
            network: [.init(method: "GET", url: "http://localhost/api/cart", status: 500)])
        let found = Classifier.standard.classify(evidence)
        let decision = VerdictDecision.decide(
            found, Circumstances(baseRun: .green, changed: .appOnly, recall: Self.found))
        let text = RootCause.text(for: evidence, classification: found, decision: decision, hasTrace: true)
        #expect(text.contains("“pays”, step click on getByText"))
        #expect(text.contains("GET http://localhost/api/cart -> status 500"))
        #expect(text.contains("The app is at fault"))
        #expect(text.contains("disproven"))
        #expect(!text.contains("\n") && !text.contains(".."))
    }
}
