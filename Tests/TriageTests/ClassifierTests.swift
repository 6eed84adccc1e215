import Domain
import Testing

@testable import Triage

struct ClassifierTests {
    private let missing =
        "TimeoutError: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByText('Pay')"

    private func kind(_ evidence: FailureEvidence) -> FailureKind { Classifier.standard.classify(evidence).kind }

    @Test(
        "What only follows from another error does not decide",
        arguments: [
            "Test timeout of 30000ms exceeded.", "Error: browserContext.close: Test ended.",
            "Error: page.waitForTimeout: Target page, context or browser has been closed",
            "Error: ENOENT: no such file or directory, open '/app/test-results/.playwright-artifacts-1/traces/b.trace'",
        ])
    func followUpsLose(followUp: String) {
        #expect(kind(.example(followUp, missing)) == .locatorNotFound)
        #expect(kind(.example(missing, followUp)) == .locatorNotFound)
        #expect(
            kind(.example(followUp, "Error: page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:1/"))
                == .connectionRefused)
    }

    @Test("A bare timeout beside another error is not explained by the page")
    func pageExplainsOnlyRealSymptoms() {
        let page = "- textbox \"Email\"\n- textbox \"Password\"\n- button \"Sign in\""
        let field =
            "Error: locator.fill: Test timeout of 30000ms exceeded.\nCall log:\n  - waiting for getByLabel('Email')"
        #expect(kind(.example("Test timeout of 30000ms exceeded.", field, page: page)) == .locatorNotFound)
        #expect(kind(.example("Test timeout of 30000ms exceeded.", page: page)) == .sessionExpired)
    }

    @Test(
        "What a test looks for in vain is no sign of what happened",
        arguments: [
            "getByText('Invalid URL')", "getByTestId('dns_records')", "getByText('Could not connect')",
            "getByLabel('Proxy server')", "getByText('Invalid API key')", "getByText('Session expired')",
            "getByRole('link', { name: 'Cloudflare' })",
        ])
    func wishesAreNoSigns(locator: String) {
        let error = """
            Error: expect(locator).toBeVisible() failed

            Locator: \(locator)
            Expected: visible
            Timeout: 5000ms
            Error: element(s) not found

            Call log:
              - Expect "toBeVisible" with timeout 5000ms
              - waiting for \(locator)
            """
        #expect(kind(.example(error)) == .locatorNotFound)
        let several = """
            Error: locator.click: Error: strict mode violation: \(locator) resolved to 2 elements:
                1) <p>Session expired</p> aka getByText('Session expired').first()
                2) <p>Invalid URL</p> aka getByText('Invalid URL').nth(1)
            """
        #expect(kind(.example(several)) == .locatorAmbiguous)
    }

    @Test("An address that was wanted says nothing of the one that came")
    func wantedAddress() {
        let error = """
            Error: expect(page).toHaveURL(expected) failed

            Expected: "http://localhost:3000/unauthorized"
            Received: "http://localhost:3000/dashboard"
            """
        #expect(kind(.example(error)).category != .auth)
    }

    @Test(
        "A count is no status, whatever number it is",
        arguments: [
            "Error: expect(locator).toHaveCount(expected) failed\n\nExpected: 500\nReceived: 501",
            "Error: expect(locator).toHaveCount(expected) failed\n\nExpected: 401\nReceived: 200",
            "Error: expect(received).toBe(expected)\n\nExpected: 400\nReceived: 401\n\n> 7 |   expect(rows.length).toBe(400);",
        ])
    func counts(error: String) {
        #expect(kind(.example(error)).category == .ui)
    }

    @Test("An address with a word of counting in it makes no count of a status")
    func statuses() {
        let error = """
            Error: expect(received).toBe(expected)

            Expected: 403
            Received: 200

            > 9 |   expect((await request.get('/api/account/items')).status()).toBe(403);
            """
        #expect(Classifier.standard.classify(.example(error)).rule == "auth.open-door")
    }

    @Test(
        "A page that speaks of builds, filters or robots is not broken, filtered or closed",
        arguments: ["link \"Build errors\"", "button \"Content filter\"", "checkbox \"I'm not a robot\""])
    func wordsOfPages(line: String) {
        let page = (1...30).map { "- link \"Project \($0)\"" }.joined(separator: "\n") + "\n- \(line)"
        #expect(kind(.example(missing, page: page)) == .locatorNotFound)
    }

    @Test("A page that refuses somebody is no open door")
    func refusal() {
        let page = "- heading \"Permission denied\" [level=1]\n- button \"Log out\""
        let evidence = FailureEvidence.example(missing, page: page)
        let decision = VerdictDecision.decide(Classifier.standard.classify(evidence), evidence)
        #expect(decision.rule != "verdict.open-door")
    }

    @Test("A waited response is a follow-up of the button that was not there")
    func missingButtonExplainsTheWait() {
        let wait = "TimeoutError: page.waitForResponse: Timeout 5000ms exceeded while waiting for event \"response\""
        #expect(kind(.example(missing, wait)) == .locatorNotFound)
    }

    @Test(
        "A failed request of the page decides over the missing element",
        arguments: [
            (500, FailureKind.http5xx), (503, .http5xx), (429, .rateLimited), (401, .tokenExpired), (403, .forbidden),
        ])
    func requestsDecide(status: Int, kind: FailureKind) {
        let request = FailureEvidence.Exchange(method: "GET", url: "http://localhost:4000/api/cart", status: status)
        let found = Classifier.standard.classify(
            .example(missing, address: "http://localhost:3000/", network: [request]))
        #expect(found.kind == kind)
        #expect(found.evidence.first?.source == "network")
        #expect(found.evidence.first?.text.contains("/api/cart") == true)
        #expect(found.evidence.dropFirst().contains { $0.rule == "ui.not-found-by-action" })
    }

    @Test("A third party's failure, an icon and a cancelled request say nothing")
    func ornamentsDoNotDecide() {
        let requests: [FailureEvidence.Exchange] = [
            .init(method: "POST", url: "https://stats.example.net/collect", status: 503),
            .init(method: "GET", url: "https://shop.example.org/favicon.ico", status: 500),
            .init(method: "GET", url: "https://shop.example.org/api/cart", status: -1, failure: "net::ERR_ABORTED"),
        ]
        #expect(kind(.example(missing, address: "https://shop.example.org/", network: requests)) == .locatorNotFound)
    }

    @Test("A disabled button behind a failed request is the server's fault")
    func clickTimeoutIsAnUpstreamError() {
        let error = """
            TimeoutError: locator.click: Timeout 5000ms exceeded.
            Call log:
              - waiting for getByRole('button', { name: 'Pay' })
                - locator resolved to <button disabled>Pay</button>
              - attempting click action
                - element is not enabled
            """
        let request = FailureEvidence.Exchange(method: "POST", url: "http://localhost/api/quote", status: 500)
        #expect(kind(.example(error)) == .elementNotActionable)
        #expect(kind(.example(error, network: [request])) == .http5xx)
    }

    @Test("An exception in the console decides over the missing element, not over a message that names its cause")
    func consoleDecides() {
        let console = ["Uncaught TypeError: cart.items is undefined"]
        #expect(kind(.example(missing, console: console)) == .jsPageError)
        #expect(
            kind(.example("Error: page.goto: net::ERR_CONNECTION_RESET at http://a.test/", console: console))
                == .connectionReset)
    }

    @Test("Words of the test's own code and title are no evidence")
    func ownCodeIsNoEvidence() {
        let error = """
            Error: expect(locator).toHaveText(expected) failed

            Locator:  getByRole('alert')
            Expected: "Internal Server Error"
            Received: "Try again"

            Call log:
              - waiting for getByRole('alert')
                - locator resolved to <p>Try again</p>

              4 | // answers 503 Service Unavailable, ECONNREFUSED when down
            > 5 | await expect(page.getByRole('alert')).toHaveText('Internal Server Error');
                |       ^
            """
        #expect(kind(.example(error)) == .assertionTextOrValue)
    }

    @Test("Two errors do not add up to one match")
    func errorsAreReadOneByOne() {
        let value = "Error: expect(received).toBe(expected)\n\nExpected: 3\nReceived: 2"
        #expect(kind(.example(value, "Error: row 500 was skipped")) == .assertionCountOrState)
    }

    @Test("A helper that swallows an error prints it; alone it counts")
    func swallowedErrorsAreReadFromOutput() {
        let output =
            "log-in failed, going on: page.fill: Timeout 5000ms exceeded.\nCall log:\n  - waiting for locator('#mail')"
        #expect(kind(.example("Test timeout of 30000ms exceeded.", output: output)) == .locatorNotFound)
        #expect(
            kind(
                .example("Error: locator.fill: Error: strict mode violation: x resolved to 2 elements:", output: output)
            ) == .locatorAmbiguous)
    }

    @Test(
        "An assertion of absence is marked",
        arguments: [
            "Error: expect(locator).not.toBeVisible() failed", "Error: expect(locator).toBeHidden() failed",
            "Error: expect(locator).toHaveCount(expected) failed\n\nExpected: 0\nReceived: 2",
        ])
    func absenceIsMarked(error: String) {
        #expect(Classifier.standard.classify(.example(error)).assertsAbsence)
        #expect(!Classifier.standard.classify(.example(missing)).assertsAbsence)
    }

    @Test("The trace's step stands in where the message does not name the call")
    func stepOfTheTraceIsRead() {
        let step = FailureEvidence.Step(
            method: "expect", selector: "css=.sum", expression: "to.be.hidden", isNegated: false)
        #expect(Classifier.standard.classify(.example("Error: failed", step: step)).assertsAbsence)
    }

    @Test(
        "Nothing known is said with no confidence, and never without evidence",
        arguments: ["", "???", "\u{1b}", "Call log:\n"])
    func nothingKnown(error: String) {
        let found = Classifier.standard.classify(.example(error))
        #expect(found.kind == .other)
        #expect(found.confidence < VerdictDecision.threshold)
        #expect(!found.evidence.isEmpty)
    }

    @Test("A failure without any error is read too")
    func noErrors() {
        #expect(Classifier.standard.classify(FailureEvidence(testName: "a", errors: [])).category == .unknown)
    }

    @Test("A megabyte of markup is cut, not choked on")
    func hugeErrors() {
        let markup = String(repeating: "<div class=\"a\">…</div>\n", count: 50_000)
        let found = Classifier.standard.classify(.example(missing + "\n" + markup, page: markup, output: markup))
        #expect(found.kind == .locatorNotFound)
        #expect(found.evidence.allSatisfy { $0.text.count < 600 })
    }
}
