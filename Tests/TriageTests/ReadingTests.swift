import Testing

@testable import Triage

struct ReadingTests {
    @Test(
        "Reads the status that a line reports, not the one that the test wants",
        arguments: [
            ("API POST /orders → 500: {}", 500), ("the server responded with a status of 404 ()", 404),
            ("HTTP ERROR 502", 502),
            ("Request failed with status code 503", 503), ("502 Bad Gateway", 502), ("GET /a should answer 401", nil),
            ("Timeout 500ms exceeded", nil), ("http://localhost:500/", nil), ("row 404 of 500", nil),
            ("error 4040", nil), ("", nil),
            ("HTTP/1.1 503", 503), ("failed: 422", 422),
        ] as [(String, Int?)])
    func reportedStatus(line: String, status: Int?) {
        #expect(StatusReading.reported(in: line.foldedBytes(limit: 1000)[...]) == status)
    }

    @Test(
        "Compares statuses only where both sides can be one",
        arguments: [
            ("Expected: 200\nReceived: 404", 404), ("Expected: < 400\nReceived: 429", 429),
            ("Expected: 3\nReceived: 404", nil),
            ("Expected: 200\nReceived: 219.9", nil), ("Expected value: 500\nReceived array: [200, 201]", 500),
            ("Expected: \"200\"\nReceived: \"404\"", nil),
        ] as [(String, Int?)])
    func comparedStatus(lines: String, status: Int?) {
        #expect(ErrorReading("Error: expect(received).toBe(expected)\n\n" + lines).status == status)
    }

    @Test(
        "An assertion wants absence by its matcher, not by a `not` alone",
        arguments: [
            ("toBeHidden()\n\nExpected: hidden", true), ("toBeDetached()", true),
            ("toHaveCount(expected)\n\nExpected: 0", true),
            ("not.toBeVisible()\n\nExpected: not visible", true), ("not.toBeAttached()", true),
            ("not.toBeInViewport()", true), ("not.toContainText(expected)", true), ("not.toHaveText(expected)", true),
            ("toBeVisible({ visible: false })\n\nExpected: hidden", true), ("not.toBeHidden()", false),
            ("not.toBeDisabled()", false), ("not.toBeEmpty()", false), ("not.toBeNull()", false),
            ("not.toHaveCount(expected)\n\nExpected: not 0", false), ("toBeVisible()\n\nExpected: visible", false),
            ("toHaveCount(expected)\n\nExpected: 3", false),
        ])
    func absence(matcher: String, isWanted: Bool) {
        #expect(ErrorReading("Error: expect(locator).\(matcher)").assertsAbsence == isWanted)
    }

    @Test("Where the message names no matcher, the step or the sentence of a binding says what is wanted")
    func absenceOfSteps() {
        func step(_ expression: String, isNegated: Bool) -> FailureEvidence.Step {
            .init(method: "expect", selector: nil, expression: expression, isNegated: isNegated)
        }
        #expect(ErrorReading("Error: gone", step: step("to.be.hidden", isNegated: false)).assertsAbsence)
        #expect(!ErrorReading("Error: gone", step: step("to.be.hidden", isNegated: true)).assertsAbsence)
        #expect(ErrorReading("Error: gone", step: step("to.have.text.array", isNegated: true)).assertsAbsence)
        #expect(!ErrorReading("Error: gone", step: step("to.be.disabled", isNegated: true)).assertsAbsence)
        #expect(ErrorReading("AssertionError: Locator expected not to be visible").assertsAbsence)
        #expect(!ErrorReading("AssertionError: Locator expected not to be hidden").assertsAbsence)
    }

    @Test("What a further error wants to be absent does not speak for the one that decides")
    func absenceOfTheDecidingError() {
        let missing =
            "Error: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByText('Pay')"
        let hidden = "Error: expect(locator).not.toBeVisible()\n\nExpected: not visible\nReceived: visible"
        func absence(_ errors: [String]) -> Bool {
            Classifier.standard.classify(FailureEvidence(testName: "pays", errors: errors)).assertsAbsence
        }
        #expect(!absence([missing, hidden]))
        #expect(absence([hidden, missing]))
        #expect(absence(["Test timeout of 30000ms exceeded.", hidden]))
    }

    @Test("An error is taken apart into its words, its log, the quoted code and the stack")
    func partsOfAnError() {
        let parts = ErrorParts(
            "Error: locator.click: Timeout\nCall log:\n  - waiting for X\n\n  3 | a();\n> 4 | b();\n    |   ^\n    at run (/a/b.ts:4:1)\nReceived: 1"
        )
        #expect(String(decoding: parts.message, as: UTF8.self) == "error: locator.click: timeout\nreceived: 1\n")
        #expect(String(decoding: parts.log, as: UTF8.self) == "call log:\n  - waiting for x\n\n")
        #expect(String(decoding: parts.code, as: UTF8.self).contains("b();"))
        #expect(String(decoding: parts.stack, as: UTF8.self).contains("/a/b.ts:4:1"))
    }

    @Test(
        "Knows addresses where people sign in",
        arguments: [
            ("http://localhost:3000/login?next=%2F", true), ("https://a.example.org/users/sign_in", true),
            ("https://login.example.org/", true),
            ("http://localhost/#/login", true), ("http://localhost/auth", true),
            ("http://localhost/auth/callback", false),
            ("http://localhost/blog/login-tips", false), ("http://localhost/", false), ("", false),
        ])
    func signInAddresses(address: String, isSignIn: Bool) {
        #expect(Address.isSignIn(address.foldedBytes(limit: 1000)[...]) == isSignIn)
    }

    @Test(
        "Knows addresses of this machine and of private networks",
        arguments: [
            ("http://localhost:3000/", true), ("http://127.0.0.1/", true), ("http://[::1]:80/", true),
            ("http://backend:8080/x", true),
            ("http://192.168.1.4/", true), ("https://shop.example.org/", false),
        ])
    func localAddresses(address: String, isLocal: Bool) {
        #expect(Address.isLocal(address.foldedBytes(limit: 1000)[...]) == isLocal)
    }

    @Test(
        "Reads which call and which assertion failed",
        arguments: [
            ("TimeoutError: locator.click: Timeout 5ms exceeded.", Fact.action),
            ("Error: page.goto: net::ERR_FAILED", .navigation),
            ("TimeoutError: Page.wait_for_url: Timeout 5ms exceeded.", .addressWait),
            ("Error: apiRequestContext.post: read", .apiRequest),
            ("Error: expect(locator).not.toBeVisible() failed", .negated),
            ("Error: expect(locator).toContainText(expected) failed", .textMatcher),
            ("AssertionError: Locator expected to be visible", .stateMatcher),
            ("Error: expect(received).resolves.toEqual(expected)", .valueMatcher),
            ("Error: no seat is free", .ownWords),
        ])
    func callsAndMatchers(error: String, fact: Fact) {
        #expect(ErrorReading(error).facts.contains(fact))
    }

    @Test("Finds every phrase that a plain search finds, overlapping ones too")
    func automatonFindsAll() {
        let phrases = ["he", "she", "his", "hers", "s", "ushers", "zebra", "über"]
        let automaton = PhraseAutomaton(phrases: phrases)
        for text in ["ushers", "this", "zzebra über", "", "herhers", "zebr"] {
            let found = automaton.phrases(in: Array(text.utf8))
            for (number, phrase) in phrases.enumerated() {
                #expect(found.contains(number) == Array(text.utf8).says(phrase), "\(phrase) in \(text)")
            }
        }
    }

    @Test("A snapshot tells a filled field from an empty one")
    func fields() {
        let page = { PageReading(snapshot: $0, title: nil).facts }
        #expect(page("- textbox \"Password\" [ref=e1]: abc").contains(.passwordFilled))
        #expect(page("- textbox \"Password\":\n  - /placeholder: x\n  - text: abc").contains(.passwordFilled))
        #expect(!page("- textbox \"Password\":\n  - /placeholder: x\n- text: abc").contains(.passwordFilled))
        #expect(page("- textbox \"Contraseña\"").contains(.passwordField))
        #expect(page("- button \"Saving...\" [disabled]").contains(.busyButton))
        #expect(page("- generic [ref=e1]").contains(.emptyPage))
    }
}
