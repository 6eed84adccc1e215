import Domain
import Testing

@testable import Triage

struct RootCauseTests {
    private static let missing =
        "Error: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByText('Pay')"

    private static func text(
        _ evidence: FailureEvidence, base: Circumstances.BaseRun = .green, changed: Circumstances.Change = .appOnly,
        files: [String] = [], replaced: [ObservedFailure.ReplacedText] = [], hasTrace: Bool = true
    ) -> String {
        let found = Classifier.standard.classify(evidence)
        var evidence = evidence
        evidence.circumstances = Circumstances(
            baseRun: base, base: "1a2b3c4d5e6f", changed: changed, changedFiles: files, replaced: replaced,
            recall: .notRecalled(reason: "no trace"))
        let decision = VerdictDecision.decide(found, evidence)
        return RootCause.text(for: evidence, classification: found, decision: decision, hasTrace: hasTrace)
    }

    @Test("Who points somewhere does not say that nothing points there")
    func undecided() {
        let text = Self.text(FailureEvidence(testName: "pays", errors: [Self.missing]))
        #expect(text.contains("The signs point to the test, not for certain: that is where the cause"))
        #expect(!text.contains("tells app and test apart"))
    }

    @Test("Where nothing was changed, nobody points to the app")
    func unchanged() {
        let wrong =
            "Error: expect(locator).toHaveText(expected) failed\n\nExpected: \"3\"\nReceived: \"2\"\n\nCall log:\n  - locator resolved to <p>2</p>"
        let text = Self.text(
            FailureEvidence(testName: "pays", errors: [wrong]), base: .notRun(reason: "-"), changed: .nothing)
        #expect(text.contains("Who is at fault is not known: nothing was changed, so that the test's data"))
    }

    @Test(
        "Only what is missing would tell more",
        arguments: [
            (.green, true, "Somebody who knows"), (.green, false, "A trace would tell more."),
            (.notRun(reason: "-"), true, "A run of the base commit would tell more."),
            (.notRun(reason: "-"), false, "A run of the base commit and a trace would tell more."),
        ] as [(Circumstances.BaseRun, Bool, String)])
    func missing(base: Circumstances.BaseRun, hasTrace: Bool, words: String) {
        let evidence = FailureEvidence(testName: "pays", errors: [Self.missing])
        #expect(Self.text(evidence, base: base, hasTrace: hasTrace).contains(words))
    }

    @Test("An API's answer is told without a page, and what a page's server did with one")
    func withoutPage() {
        let answered = FailureEvidence(testName: "pays", errors: ["Error: seed order failed: 500 {\"error\":\"db\"}"])
        let api = Self.text(answered, base: .notRun(reason: "-"), changed: .unknown)
        #expect(api.contains("the server answered with an error") && !api.contains("page") && !api.contains("locator"))
        let page = FailureEvidence(
            testName: "pays", errors: [Self.missing],
            network: [.init(method: "GET", url: "http://localhost/api", status: 500)])
        #expect(Self.text(page, base: .notRun(reason: "-")).contains("the locator is not to blame"))
    }

    @Test("The base commit is named where the change since then is known")
    func namesBase() {
        let evidence = FailureEvidence(
            testName: "pays", errors: [Self.missing],
            network: [.init(method: "GET", url: "http://localhost/api", status: 500)])
        #expect(Self.text(evidence).contains("on the base commit 1a2b3c4d5e6f it did not"))
        let failure = VerdictRule.Case(
            classification: Classifier.standard.classify(evidence),
            evidence: FailureEvidence(
                testName: "pays", errors: [],
                circumstances: Circumstances(
                    baseRun: .green, base: "1a2b3c4d5e6f", changed: .unknown, recall: .notRecalled(reason: "-"))))
        #expect(failure.since.isEmpty)
    }

    @Test("It says since when, and what that commit changed")
    func since() {
        let evidence = FailureEvidence(testName: "pays", errors: [Self.missing])
        let texts = [ObservedFailure.ReplacedText(old: "Pay", new: "Buy", file: "a.js")]
        #expect(
            Self.text(evidence, files: ["a.js", "b.js"], replaced: texts).contains(
                "It is green at 1a2b3c4d5e6f, since when a.js and 1 more changed; “Pay” became “Buy”. "))
        #expect(Self.text(evidence, files: ["a.js"]).contains("since when a.js changed. "))
        #expect(!Self.text(evidence).contains("since when"))
        #expect(!Self.text(evidence, base: .red, files: ["a.js"]).contains("since when"))
    }

    @Test("What the page showed and the network answered is said where the rules have not said it")
    func surroundings() {
        let hidden = FailureEvidence(
            testName: "pays", errors: [Self.missing + "\n  - <div></div> intercepts pointer events"],
            pageSnapshot: "- heading \"Cart\"", pageURL: "http://localhost/cart",
            network: [.init(method: "GET", url: "http://localhost/api/ads", status: 404)])
        let text = Self.text(hidden)
        #expect(text.contains("The page showed something that lay over it."))
        #expect(text.contains("GET http://localhost/api/ads"))
    }

    @Test(
        "Assertions have the names that people write",
        arguments: [
            ("to.be.visible", false, "toBeVisible"), ("to.be.visible", true, "not.toBeVisible"),
            ("to.have.text.array", false, "toHaveText"), ("to.be.in.viewport", false, "toBeInViewport"),
            ("to.have.url", false, "toHaveURL"), (nil, false, "expect"),
        ] as [(String?, Bool, String)])
    func matchers(expression: String?, isNegated: Bool, name: String) {
        let step = FailureEvidence.Step(method: "expect", selector: nil, expression: expression, isNegated: isNegated)
        #expect(MatcherName.text(step) == name)
    }
}
