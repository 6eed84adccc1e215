import Domain
import Testing

@testable import Triage

/// Narrower cases with another severity or culprit than their rule's.
struct RefinementTests {
    private func classify(_ evidence: FailureEvidence) -> Classification { Classifier.standard.classify(evidence) }

    @Test(
        "Who is at fault for an answer depends on who gave it",
        arguments: [
            (500, FailureReport.Culprit.app), (502, .environment), (503, .environment), (404, .app), (422, .test),
            (429, .environment),
        ])
    func answers(status: Int, culprit: FailureReport.Culprit) {
        #expect(
            classify(.example("Error: expect(received).toBe(expected)\n\nExpected: 200\nReceived: \(status)")).culprit
                == culprit)
    }

    @Test("A sign-in endpoint that fails is critical, another one high")
    func signInIsCritical() {
        let lines = { (path: String) in
            "Error: expect(received).toBe(expected)\n\nExpected: 200\nReceived: 500\n\n> 3 |  await request.post('\(path)');\n    |  ^"
        }
        #expect(classify(.example(lines("/api/auth/login"))).severity == .critical)
        #expect(classify(.example(lines("/api/basket"))).severity == .high)
    }

    @Test(
        "What covers an element decides the culprit",
        arguments: [
            ("<div class=\"cookie-consent\">…</div> intercepts pointer events", FailureReport.Culprit.test),
            ("<div role=\"dialog\">…</div> from <main>…</main> subtree intercepts pointer events", .test),
            ("<footer>…</footer> intercepts pointer events", .app),
        ])
    func covers(line: String, culprit: FailureReport.Culprit) {
        let error =
            "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n    - locator resolved to <a>Pay</a>\n    - \(line)"
        #expect(classify(.example(error)).culprit == culprit)
    }

    @Test("A hidden duplicate taken by position is the test's fault")
    func hiddenDuplicate() {
        let log = { (locator: String) in
            "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for \(locator)\n    - locator resolved to <a>Pay</a>\n    - element is not visible"
        }
        #expect(classify(.example(log("getByText('Pay').first()"))).culprit == .test)
        #expect(classify(.example(log("getByText('Pay')"))).culprit == .app)
    }

    @Test(
        "Pictures of another device and one-pixel noise are the environment's",
        arguments: [
            ("Expected an image 800px by 60px, received 800px by 61px.", FailureReport.Culprit.environment),
            ("Expected an image 412px by 900px, received 360px by 880px.", .environment),
            ("Expected an image 412px by 900px, received 412px by 1200px.", .app),
            ("4 pixels (ratio 0.01 of all image pixels) are different.", .environment),
            ("4000 pixels (ratio 0.01 of all image pixels) are different.", .app),
        ])
    func pictures(line: String, culprit: FailureReport.Culprit) {
        #expect(
            classify(.example("Error: expect(page).toHaveScreenshot(expected) failed\n\n  \(line)")).culprit == culprit)
    }

    @Test("A page that never loads is the app's on this machine, the environment's elsewhere")
    func publicSites() {
        let error = { (host: String) in
            "TimeoutError: page.goto: Timeout 8000ms exceeded.\nCall log:\n  - navigating to \"\(host)/\", waiting until \"load\""
        }
        #expect(classify(.example(error("http://localhost:3000"))).culprit == .app)
        #expect(classify(.example(error("https://www.example.org"))).culprit == .environment)
    }

    @Test("Plain text on a secure address of this machine is the test's fault")
    func secureAddressOfPlainPort() {
        #expect(
            classify(.example("Error: page.goto: net::ERR_SSL_PROTOCOL_ERROR at https://localhost:3000/")).culprit
                == .test)
        #expect(
            classify(.example("Error: page.goto: net::ERR_CERT_DATE_INVALID at https://shop.example.org/")).culprit
                == .environment)
    }

    @Test("A sign-in form means three things: sent and refused, sent and staying, or never wanted")
    func signInForms() {
        let missing = "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')"
        let empty =
            "- textbox \"Email\":\n  - /placeholder: you@shop.test\n- text: Password\n- textbox \"Password\"\n- button \"Log in\""
        let filled = "- textbox \"Email\": rosa@shop.test\n- textbox \"Password\": abc\n- button \"Log in\""
        #expect(classify(.example(missing, page: empty)).kind == .sessionExpired)
        #expect(classify(.example(missing, page: filled)).kind == .loginFailed)
        let refused = classify(.example(missing, page: filled + "\n- alert: Invalid email or password"))
        #expect(refused.kind == .loginFailed)
        #expect(refused.culprit == .environment)
        let limited = classify(.example(missing, page: filled + "\n- alert: Too many attempts"))
        #expect(limited.kind == .rateLimited)
    }

    @Test(
        "A text of the sign-in page is a lost session only where the test wants neither that page nor its answer",
        arguments: [
            ("Invoices", "Log in", "http://localhost/login?next=/invoices", FailureKind.sessionExpired),
            ("Invoices", "Log in", "http://localhost/invoices", .assertionTextOrValue),
            ("Sign in", "Log in", "http://localhost/login", .assertionTextOrValue),
            ("E-mail or password is wrong", "Login failed", "http://localhost/login", .assertionTextOrValue),
        ])
    func signInTexts(wanted: String, received: String, address: String, kind: FailureKind) {
        let error =
            "Error: expect(locator).toHaveText(expected) failed\n\nExpected: \"\(wanted)\"\nReceived: \"\(received)\"\n\nCall log:\n    - locator resolved to <h1>\(received)</h1>"
        #expect(classify(.example(error, address: address)).kind == kind)
    }
}
