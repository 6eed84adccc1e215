import Domain

/// A text or a title that is not merely another one than wanted: what stands in its place says what happened.
enum ReceivedRules {
    static let all: [Rule] = [
        Rule(
            "network.unreachable-received", .network, .shows, .connectionRefused, .high, .environment,
            finding: "the text in the place of the wanted one says that the server cannot be reached",
            when: instead(
                Words.serverUnreachable + ["refused to connect", "can’t be reached", "problem loading page"]),
            example: example("Wrong password", "TypeError: Failed to fetch")),
        Rule(
            "api.gateway-error-received", .server, .shows, .http5xx, .critical, .environment,
            finding: "the text in the place of the wanted one is a gateway's error",
            when: instead(Words.gatewayDown),
            example: example("Shop", "503 Service Temporarily Unavailable")),
        Rule(
            "api.server-error-received", .server, .shows, .http5xx, .high, .app,
            finding: "the text in the place of the wanted one is a server's error",
            when: instead(Words.serverError + ["server error", "error 500", "500 -", "status code 500"]),
            example: example("Saved", "Request failed: Internal Server Error")),
        Rule(
            "api.rate-limit-received", .server, .shows, .rateLimited, .medium, .environment,
            finding: "the text in the place of the wanted one says that there were too many requests",
            when: instead(Words.tooMany),
            example: example("Welcome", "Too many attempts. Wait a minute.")),
        Rule(
            "api.not-found-received", .api, .shows, confidence: 0.85, .http4xx, .medium, .app,
            finding: "the title or the whole text is that of a page which does not exist",
            when: .all([
                .any([.fact(.titleMatcher), .fact(.negated)]),
                instead(["404", "not found", "not be found", "nicht gefunden"]),
            ]),
            example: .example(
                "Error: expect(page).toHaveTitle(expected) failed\n\nExpected: \"Shop\"\nReceived: \"404 Not Found\"\n\nCall log:\n    - locator resolved to <html>…</html>"
            )),
        Rule(
            "auth.bot-check-received", .auth, .shows, .mfaOrCaptcha, .high, .environment,
            finding: "the text in the place of the wanted one is a bot check's",
            when: instead(Words.botCheck + ["captcha", "cloudflare"]),
            example: example("Shop", "Attention! Solve a captcha")),
        Rule(
            "auth.refusal-received", .auth, .shows, .loginFailed, .critical, .environment,
            finding: "the text in the place of the wanted one refuses the credentials",
            when: .all([
                instead(Words.signInRefused),
                .not(
                    .says(
                        .expected, ["wrong", "invalid", "incorrect", "error", "fail", "locked", "required", "unable"])),
            ]),
            example: example("Welcome, Rosa", "Invalid username or password")),
        Rule(
            "auth.denial-received", .auth, .shows, .forbidden, .high, .environment,
            finding: "the text in the place of the wanted one denies access",
            when: .all([instead(Words.denied), .not(.says(.expected, ["denied", "403", "error", "not allowed"]))]),
            example: example("Payroll", "You do not have permission to see this")),
        Rule(
            "page.exception-received", .page, .shows, confidence: 0.85, .jsPageError, .high, .app,
            finding: "the text in the place of the wanted one is an exception of the page",
            when: instead(["typeerror", "referenceerror", "is not a function", "cannot read propert", "runtime error"]),
            example: example("3 items", "TypeError: cart.items is undefined")),
    ]

    /// Received and not wanted: another text was, or the assertion is that no such text is there.
    private static func instead(_ phrases: [String]) -> Condition {
        .all([
            .any([.fact(.textMatcher), .fact(.titleMatcher)]), .says(.received, phrases),
            .any([.fact(.negated), .not(.says(.expected, phrases))]),
        ])
    }

    private static func example(_ wanted: String, _ received: String) -> FailureEvidence {
        .example(
            "Error: expect(locator).toHaveText(expected) failed\n\nExpected: \"\(wanted)\"\nReceived: \"\(received)\"\n\nCall log:\n    - locator resolved to <p>\(received)</p>"
        )
    }
}
