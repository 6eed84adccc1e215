import Domain
import Testing

@testable import Triage

struct ObservedFailureTests {
    private static func page(
        _ snapshot: String?, url: String = "http://localhost/cart", title: String? = nil, error: String = "Error"
    ) -> ObservedFailure.Page.Content? {
        FailureEvidence(testName: "pays", errors: [error], pageSnapshot: snapshot, pageURL: url, pageTitle: title)
            .page?.shows
    }

    @Test("What stands in place of the page is told by its own words")
    func pages() {
        let form = "- heading \"Sign in\"\n- textbox \"E-mail\"\n- textbox \"Password\"\n- button \"Sign in\""
        #expect(Self.page(form) == .logInPage)
        #expect(Self.page("- heading \"502 Bad Gateway\"\n- text: nginx") == .errorPage)
        #expect(Self.page("- main") == .emptyShell)
        #expect(Self.page("- heading \"Cart\"\n- button \"Pay\"") == .other)
        #expect(Self.page(nil) == nil)
        #expect(Self.page(nil, url: "http://localhost/login") == .logInPage)
        let covered = "TimeoutError: locator.click\n  - <div class=\"modal\"></div> intercepts pointer events"
        #expect(Self.page("- heading \"Cart\"\n- button \"Pay\"", error: covered) == .behindOverlay)
        #expect(FailureEvidence(testName: "asks", errors: ["Error"]).page == nil)
    }

    @Test("One value has all that is known, as a report shows it")
    func everything() {
        var evidence = FailureEvidence(
            testName: "pays", errors: ["Error"],
            step: .init(
                method: "expect", selector: "internal:text=\"Pay\"i", expression: "to.be.visible", isNegated: true),
            place: SourceLocation(file: "e2e/pay.spec.ts", line: 7, column: 3), pageURL: "http://localhost/cart",
            network: [
                .init(method: "GET", url: "http://localhost/api/cart", status: 500),
                .init(method: "GET", url: "http://localhost/", status: 200),
            ], console: ["Uncaught TypeError"])
        evidence.alike = .init(["adds"], limit: 1)
        evidence.lastGreen = .init(commit: "1a2b3c", isRemembered: true, element: "button \"Pay\"")
        evidence.circumstances = Circumstances(
            baseRun: .notRun(reason: "no such test"), base: "1a2b3c", rerunIsGreen: false, changed: .appOnly,
            changedFiles: ["cart.js"], replaced: [.init(old: "Pay", new: "Pay now", file: "cart.js")],
            recall: .elementGone("nothing is like it"), intended: "`Pay` became `Pay now`")
        let observed = evidence.observed
        #expect(observed.step == .init(method: "expect", locator: "getByText('Pay')", assertion: "not.toBeVisible"))
        #expect(observed.place?.line == 7)
        #expect(observed.network.first.map(\.status) == [500] && observed.console.count == 1)
        #expect(observed.alike?.first == ["adds"])
        #expect(observed.lastGreen.outcome == .elementGone && observed.lastGreen.step?.isRemembered == true)
        #expect(observed.change.scope == .appOnly && observed.change.files.first == ["cart.js"])
        #expect(observed.change.replaced.first.map(\.new) == ["Pay now"])
        #expect(observed.rerun == .init(.red) && observed.base == .init(.notRun, reason: "no such test"))
    }

    @Test("A report alone tells that nothing else was run")
    func reportAlone() {
        let observed = FailureEvidence(testName: "pays", errors: ["Error"]).observed
        #expect(observed.rerun.result == .notRun && observed.base.reason == "there is only this report")
        #expect(observed.change.scope == .unknown && observed.lastGreen.outcome == .notRecalled)
        #expect(observed.page == nil && observed.step == nil)
    }

    @Test("However much there is, the report stays small, and says how much there was")
    func bounds() throws {
        let long = String(repeating: "x", count: 10_000)
        var evidence = FailureEvidence(
            testName: long, errors: [long], pageURL: "http://localhost/\(long)", pageTitle: long,
            network: (1...400).map { _ in
                .init(method: long, url: "http://localhost/\(long)", status: 500, failure: long)
            },
            console: Array(repeating: long, count: 50))
        evidence.alike = .init(Array(repeating: long, count: 900), limit: 500)
        evidence.circumstances = Circumstances(
            baseRun: .notRun(reason: long), changed: .both, changedFiles: Array(repeating: long, count: 3_000),
            replaced: Array(repeating: .init(old: long, new: long, file: long), count: 3_000),
            recall: .notRecalled(reason: long), intended: long)
        let observed = evidence.observed
        #expect(try JSON.encode(observed).count < 64 << 10)
        #expect(observed.alike?.count == 900 && observed.change.files.count == 3_000)
    }
}

extension VerdictDecision {
    /// For a failure of which only the circumstances matter.
    static func decide(_ classification: Classification, _ circumstances: Circumstances) -> Decision {
        decide(classification, FailureEvidence(testName: "pays", errors: [], circumstances: circumstances))
    }
}
