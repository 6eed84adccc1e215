import Domain

/// Who may come in: sessions, tokens, roles, and what guards the door.
enum AuthRules {
    static let all: [Rule] = guards + SignInRules.all + answers

    private static let guards: [Rule] = [
        Rule(
            "auth.cors", .auth, .names, .cors, .high, .app,
            finding: "the browser blocked a call to another origin",
            when: .says(.message, blockedOrigin),
            refinements: [
                .init(.says(.message, thirdParties), severity: .medium, culprit: .environment),
                // A server that allows only its production origin refuses the machine on which the suite runs.
                .init(
                    .all([
                        .says(
                            .message,
                            [
                                "origin 'http://localhost", "origin 'https://localhost", "origin 'http://127.",
                                "origin http://localhost",
                            ]), .not(.localServer),
                    ]), culprit: .environment),
            ],
            example: .example("Error: console: Access to fetch at 'http://api.test/' has been blocked by CORS policy")),
        Rule(
            "auth.cors-in-console", .auth, .shows, .cors, .high, .app, from: .console,
            finding: "the browser blocked a call to another origin",
            when: .all([.any([.says(.console, blockedOrigin), .says(.output, blockedOrigin)]), .symptomOfPage]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                console: ["Access to fetch at 'http://api.test/' has been blocked by CORS policy"])),
        Rule(
            "auth.csrf", .auth, .names, .csrf, .high, .test,
            finding: "a forgery check refused the call",
            when: .all([
                .any([
                    .says(
                        .message,
                        ["csrf", "xsrf", "forgery", "authenticity token", "cross-site post", "page expired"]),
                    .status(419...419),
                ]),
                .any([
                    .says(
                        .message,
                        [
                            "missing", "invalid", "mismatch", "failed", "not found", "refused", "forbidden", "no csrf",
                            "referer", "could not",
                        ]),
                    .status(400...422),
                ]),
            ]),
            example: .example("Error: POST /basket failed: 403 {\"detail\":\"CSRF token missing\"}")),
        Rule(
            "auth.csrf-page", .auth, .shows, .csrf, .high, .test, from: .page,
            finding: "the page shows a refused forgery check",
            when: .all([
                .says(
                    .page,
                    [
                        "csrf verification failed", "csrf token", "invalid authenticity", "page expired",
                        "cross-site request forgery",
                    ]), .symptomOfPage,
            ]),
            example: .example(
                "Error: expect(locator).toBeVisible() failed\nError: element(s) not found\nCall log:\n  - waiting for getByText('Saved')",
                page: "- heading \"Forbidden\"\n- paragraph: CSRF verification failed. Request aborted.")),
        Rule(
            "auth.bot-check", .auth, .shows, confidence: 0.95, .mfaOrCaptcha, .high, .environment, from: .page,
            finding: "a bot check stands before the page",
            when: .any([
                .says(.page, Words.botCheck), .all([.says(.page, Words.captchaBox), .fact(.fewLines)]),
                .says(.message, Words.botCheck + Words.captchaBox + ["cloudflare"]),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Play')",
                page: "- heading \"Just a moment...\" [level=1]\n- paragraph: Verify you are human")),
        Rule(
            "auth.second-factor", .auth, .shows, .mfaOrCaptcha, .high, .environment, from: .page,
            finding: "a second factor is asked for",
            when: .all([
                .any([
                    .says(.page, Words.secondFactor),
                    .says(.message, ["mfa", "two-factor", "2fa", "otp required", "second factor"]),
                ]),
                .any([.symptomOfPage, .says(.message, ["mfa", "2fa", "otp"])]),
                .not(.says(.log, ["code", "2fa", "mfa", "factor", "otp", "verification"])), .not(.fact(.textMatcher)),
                // Whoever can sign out is in: there a second factor is a matter of settings.
                .not(.says(.page, Words.signOut)),
            ]),
            example: .example(
                "Error: page.waitForURL: Timeout 8000ms exceeded.",
                page: "- heading \"Two-factor authentication\"\n- textbox \"6-digit code\"")),
    ]

    private static let answers: [Rule] = [
        Rule(
            "auth.open-door", .auth, .names, confidence: 0.92, .forbidden, .critical, .app,
            finding: "access was allowed where it had to be refused",
            when: .all([.wanted(401...403), .status(200...308), .not(.status(301...301))]),
            example: .example("Error: expect(received).toBe(expected)\n\nExpected: 403\nReceived: 200")),
        Rule(
            "auth.refresh-refused", .auth, .names, .tokenExpired, .high, .environment,
            finding: "the token could not be renewed or is no longer valid",
            when: .all([
                .says(
                    .message,
                    [
                        "token refresh", "refresh token", "token expired", "token has expired", "jwt expired",
                        "invalid token", "invalid_token", "token is expired", "expired token", "code exchange",
                        "jwt malformed", "token exchange", "invalid api key", "invalid signature", "refresh_token",
                        "id-token-expired", "invalid jwt", "jwt must be provided", "no authorization token", "pgrst301",
                        "could not validate credentials", "token is not valid", "token not valid", "token is invalid",
                        "credentials were not provided", "missing authorization header", "no api key found",
                        "invalid bearer", "invalid-api-key", "unauthorizederror", "expired_token", "token_expired",
                        "\"error=", "error=invalid_grant",
                    ]),
                .not(.fact(.textMatcher)), .not(.status(429...429)), .not(.status(500...599)),
            ]),
            example: .example("Error: code exchange answered invalid_grant: refresh token is revoked")),
        Rule(
            "auth.answered-401", .auth, .names, confidence: 0.93, .tokenExpired, .high, .environment,
            finding: "a call was answered 401",
            when: .any([
                .status(401...401),
                .all([
                    .says(.message, ["unauthorized", "unauthenticated", "unauthorised"]), .not(.fact(.textMatcher)),
                    .not(.fact(.stateMatcher)), .not(.fact(.addressMatcher)), .not(.status(402...599)),
                ]),
            ]),
            refinements: [
                .init(.all([.says(.code, ["/register", "/signup", "/sign-up"])]), culprit: .app),
                .init(.says(.code, ["logout", "sign out", "signout"]), severity: .medium),
            ],
            example: .example("Error: expect(received).toBe(expected)\n\nExpected: 200\nReceived: 401")),
        Rule(
            "auth.answered-401-with-form", .server, .names, .sessionExpired, .high, .environment,
            finding: "a call was answered 401 and the page shows the sign-in form",
            when: .all([.status(401...401), .signInForm, .not(.fact(.signInRequest))]),
            example: .example(
                "Error: expect(received).toBe(expected)\n\nExpected: 200\nReceived: 401",
                page: "- textbox \"Password\"\n- button \"Sign in\"")),
        Rule(
            "auth.refused-behind-bot-check", .server, .names, confidence: 0.92, .mfaOrCaptcha, .high, .environment,
            finding: "a call was refused, and the page on the screen is a bot check",
            when: .all([.status(401...403), .not(.wanted(401...403)), .says(.page, Words.botCheck)]),
            example: .example(
                "Error: expect(received).toBe(expected)\n\nExpected: 200\nReceived: 403",
                page: "- heading \"Pardon Our Interruption\" [level=1]\n- paragraph: Please stand by")),
        Rule(
            "auth.login-answered-4xx", .server, .names, confidence: 0.85, .loginFailed, .critical, .environment,
            finding: "the sign-in call was refused",
            when: .all([
                .status(401...403), .not(.wanted(401...403)),
                .says(.message, ["login failed", "sign in failed", "signin failed", "log in", "login", "sign-in"]),
            ]),
            example: .example("Error: login failed with status 401: {\"message\":\"nope\"}")),
        Rule(
            "auth.answered-403", .auth, .names, confidence: 0.93, .forbidden, .high, .environment,
            finding: "a call was answered 403",
            when: .any([
                .status(403...403),
                .all([
                    .says(.message, Words.denied), .not(.fact(.textMatcher)), .not(.fact(.stateMatcher)),
                    .not(.fact(.addressMatcher)), .not(.status(400...599)), .not(.fact(.titleMatcher)),
                ]),
            ]),
            refinements: [
                .init(
                    .all([
                        .fact(.pageShown),
                        .says(.page, ["admin", "dashboard", "log out", "logout", "sign out", "settings", "profile"]),
                    ]), culprit: .app)
            ],
            example: .example("Error: expect(received).toBe(expected)\n\nExpected: 201\nReceived: 403")),
        Rule(
            "auth.denied-page", .auth, .shows, confidence: 0.88, .forbidden, .high, .environment, from: .page,
            finding: "the page says that access is denied",
            when: .all([
                .any([.says(.page, Words.denied), .pageStatus(403...403)]),
                .any([
                    .elementMissing, .fact(.titleMatcher), .fact(.addressWait), .fact(.addressMatcher),
                    .fact(.timedOut),
                ]),
                .any([.not(.fact(.resolved)), .fact(.titleMatcher)]), .not(.fact(.passwordField)),
            ]),
            refinements: [.init(.says(.page, ["log out", "logout", "sign out"]), culprit: .app)],
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Payroll')",
                page: "- heading \"Permission denied\" [level=1]")),
        Rule(
            "auth.denied-address", .auth, .shows, confidence: 0.9, .forbidden, .high, .environment,
            finding: "the address reached says that access is denied",
            when: .any([.all([deniedInAddress, .any([.fact(.addressWait), .fact(.addressMatcher)])])]),
            example: .example(
                """
                TimeoutError: page.waitForURL: Timeout 8000ms exceeded.
                =========================== logs ===========================
                waiting for navigation to "**/staff"
                  navigated to "http://localhost:3000/?error=access_denied"
                """)),
        Rule(
            "auth.requests-401", .auth, .shows, confidence: 0.85, .tokenExpired, .high, .environment, from: .network,
            finding: "a request of the page was answered 401 before the step failed",
            when: .all([
                .requestStatus(401...401), .any([.elementMissing, .fact(.addressWait), .fact(.countMatcher)]),
                .not(.signInForm),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                network: [.init(method: "GET", url: "http://localhost:4000/api/bills", status: 401)])),
        Rule(
            "auth.requests-403", .auth, .shows, confidence: 0.82, .forbidden, .high, .environment, from: .network,
            finding: "a request of the page was answered 403 before the step failed",
            when: .all([.requestStatus(403...403), .any([.elementMissing, .fact(.addressWait), .fact(.countMatcher)])]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                network: [.init(method: "GET", url: "http://localhost:4000/api/bills", status: 403)])),
    ]

    private static let blockedOrigin = [
        "blocked by cors policy", "access control checks", "access-control-allow-origin",
        "cross-origin request blocked", "cors error",
        "cors policy",
    ]
    private static let thirdParties = [
        "google", "analytics", "doubleclick", "facebook", "hotjar", "sentry", "segment", "cdn.", "openstreetmap",
        "mapbox",
        "gstatic", "clarity.ms", "intercom", "stripe.com", "paypal", "unpkg.com", "jsdelivr", "cloudflareinsights",
        "fonts.", "youtube", "vimeo", "linkedin", "twitter", "tiktok", "hubspot", "posthog", "amplitude", "ipapi.",
        "ipify",
    ]
    static let deniedInAddress = Condition.any([
        .says(
            .log,
            ["error=access_denied", "/forbidden", "/unauthorized", "/access-denied", "/403", "error=accessdenied"]),
        .says(.message, ["error=access_denied", "/access-denied", "error=accessdenied"]),
        .says(.address, ["error=access_denied", "/forbidden", "/unauthorized", "/access-denied", "/403"]),
    ])
}
