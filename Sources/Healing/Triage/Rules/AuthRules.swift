import Domain

/// Who may come in: sessions, tokens, roles, and what guards the door.
enum AuthRules {
    static let all: [Rule] = guards + signIn + answers

    private static let guards: [Rule] = [
        Rule(
            "auth.cors", .auth, .names, .cors, .high, .app,
            finding: "the browser blocked a call to another origin",
            when: .says(.message, blockedOrigin),
            refinements: [
                .init(.says(.message, thirdParties), severity: .medium),
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
                .says(
                    .message,
                    ["csrf", "xsrf", "forgery", "authenticity token", "cross-site post", "page expired", "419"]),
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
            when: .any([.says(.page, Words.botCheck), .says(.message, Words.botCheck + ["cloudflare"])]),
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
            ]),
            example: .example(
                "Error: page.waitForURL: Timeout 8000ms exceeded.",
                page: "- heading \"Two-factor authentication\"\n- textbox \"6-digit code\"")),
    ]

    private static let signIn: [Rule] = [
        Rule(
            "auth.stored-session-missing", .auth, .names, .sessionExpired, .high, .test,
            finding: "the stored session that the test starts from cannot be read",
            when: .all([
                .says(
                    .message,
                    ["storage state", "storagestate", "auth/user.json", ".auth/", "auth.json", "session.json"]),
                .says(
                    .message,
                    [
                        "enoent", "no such file", "error reading", "not valid json", "unexpected end of json",
                        "unexpected token", "not found", "missing", "invalid",
                    ]),
            ]),
            example: .example(
                "Error: Error reading storage state from e2e/.auth/clerk.json:\nENOENT: no such file or directory")),
        Rule(
            "auth.password-empty", .auth, .shows, confidence: 0.9, .loginFailed, .critical, .test, from: .page,
            finding: "the sign-in form was sent without a password",
            when: .all([
                .fact(.passwordField), .says(.page, Words.passwordEmpty), .not(.fact(.passwordFilled)),
                .fact(.userFilled),
                .not(.fact(.textMatcher)),
            ]),
            example: .example(
                "Error: page.waitForURL: Timeout 8000ms exceeded.",
                page:
                    "- textbox \"Username\": rosa\n- textbox \"Password\"\n- alert: Password is required\n- button \"Log in\""
            )),
        Rule(
            "auth.credentials-refused", .auth, .shows, confidence: 0.93, .loginFailed, .critical, .environment,
            from: .page,
            finding: "the page says that it refuses these credentials",
            when: .all([
                .signInForm, .says(.page, Words.signInRefused), .symptomOfPage,
                .not(.all([.fact(.textMatcher), .fact(.resolved)])), .not(.says(.page, Words.tooMany)),
            ]),
            example: .example(
                "Error: page.waitForURL: Timeout 8000ms exceeded.",
                page:
                    "- textbox \"Email\": rosa@shop.test\n- textbox \"Password\": abc\n- alert: Wrong password\n- button \"Log in\""
            )),
        Rule(
            "auth.credentials-refused-message", .auth, .names, confidence: 0.9, .loginFailed, .critical, .environment,
            finding: "the credentials were refused",
            when: .all([
                .says(.message, Words.signInRefused.filter { !Words.signInHelperFailed.contains($0) }),
                .not(.fact(.textMatcher)), .not(.fact(.stateMatcher)), .not(.fact(.valueMatcher)),
                .not(.status(402...599)),
            ]),
            example: .example("Error: AuthApiError: Invalid login credentials")),
        Rule(
            "auth.sign-in-form-stays", .auth, .shows, confidence: 0.85, .loginFailed, .critical, .app, from: .page,
            finding: "the sign-in form was filled in and sent, and stays",
            when: .all([
                .signInForm, .any([.fact(.passwordFilled), .fact(.userFilled), .fact(.addressWait)]),
                .symptomOfPage, .not(.isAboutSignInElement), .not(.fact(.textMatcher)),
                .not(.fact(.signInAddressWanted)), .not(.fact(.busyButton)),
            ]),
            example: .example(
                "TimeoutError: page.waitForURL: Timeout 8000ms exceeded.\nCall log:\n  - waiting for navigation to \"**/home\"",
                page: "- textbox \"Email\": rosa@shop.test\n- textbox \"Password\": abc\n- button \"Log in\"")),
        Rule(
            "auth.sign-in-form-instead", .auth, .shows, confidence: 0.92, .sessionExpired, .high, .environment,
            from: .page,
            finding: "the page shows the sign-in form instead of what the test wanted",
            when: .all([
                .signInForm, .symptomOfPage, .not(.fact(.passwordFilled)), .not(.fact(.userFilled)),
                .not(.isAboutSignInElement), .not(.fact(.signInAddressWanted)), .not(.fact(.negated)),
            ]),
            refinements: [.init(afterReload, culprit: .app)],
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByRole('link', { name: 'Invoices' })",
                page: "- textbox \"Username\"\n- textbox \"Password\"\n- button \"Sign in\"")),
        Rule(
            "auth.login-address-keeps", .auth, .shows, confidence: 0.85, .loginFailed, .critical, .app,
            finding: "the browser stays at the sign-in address after the credentials were sent",
            when: .all([
                .fact(.signInAddressReceived), .not(.fact(.signInAddressWanted)), .not(.fact(.negated)),
                .not(.all([carriesReturn, .not(.fact(.addressWait))])),
                .any([
                    .all([.fact(.addressWait), .any([.not(.fact(.pageShown)), .inSignInHelper])]),
                    .all([.fact(.signInAddressFirst), .typesPassword, .fact(.addressMatcher)]),
                ]),
                .not(.says(.page, Words.denied)),
            ]),
            example: .example(
                """
                TimeoutError: page.waitForURL: Timeout 8000ms exceeded.
                =========================== logs ===========================
                waiting for navigation to "**/home" until "load"
                  navigated to "http://localhost:3000/login"
                """)),
        Rule(
            "auth.still-at-login-address", .auth, .shows, confidence: 0.78, .loginFailed, .critical, .app,
            finding: "the browser is still at the sign-in address, which the test wants it to have left",
            when: .all([
                .fact(.negated), .fact(.signInAddressReceived), .fact(.signInAddressWanted),
                .not(.all([.fact(.passwordField), .not(.fact(.userFilled)), .not(.fact(.passwordFilled))])),
            ]),
            example: .example(
                "Error: expect(received).not.toContain(expected)\n\nExpected substring: not \"/login\"\nReceived string: \"http://localhost/login\""
            )),
        Rule(
            "auth.bounced-to-login-address", .auth, .shows, confidence: 0.85, .sessionExpired, .high, .environment,
            finding: "the browser stands at an empty sign-in form, where the test does not want it",
            when: .all([
                .fact(.negated), .fact(.signInAddressReceived), .fact(.signInAddressWanted), .fact(.passwordField),
                .not(.fact(.userFilled)), .not(.fact(.passwordFilled)),
            ]),
            example: .example(
                "Error: expect(page).not.toHaveURL(expected) failed\n\nExpected pattern: not /login/\nReceived string: \"http://localhost/login\"",
                page: "- textbox \"Password\"\n- button \"Log in\"")),
        Rule(
            "auth.sign-in-led-nowhere", .auth, .shows, confidence: 0.8, .loginFailed, .critical, .app,
            finding: "a sign-in was sent and no other page came",
            when: .all([
                .fact(.addressWait), .any([.fact(.timedOut), .fact(.testTimeout)]), .inSignInHelper,
                .not(.fact(.addressReached)),
                .not(.says(.log, ["navigated to"])), .not(.fact(.busyButton)), .not(.fact(.signInAddressWanted)),
            ]),
            example: .example(
                """
                TimeoutError: page.waitForURL: Timeout 8000ms exceeded.
                =========================== logs ===========================
                waiting for navigation to "**/home" until "load"

                  7 |   await page.fill('#password', secret);
                > 9 |   await page.waitForURL('**/home');
                """)),
        Rule(
            "auth.sent-to-login-address", .auth, .shows, confidence: 0.88, .sessionExpired, .high, .environment,
            finding: "the browser was sent to the sign-in address",
            when: .all([
                .fact(.signInAddressReceived), .not(.fact(.signInAddressWanted)), .not(.fact(.negated)),
                .not(.says(.page, Words.denied)), .not(deniedInAddress), .not(.fact(.otherServerWanted)),
            ]),
            refinements: [.init(afterReload, culprit: .app)],
            example: .example(
                "Error: expect(page).toHaveURL(expected) failed\n\nExpected: \"http://localhost/cart\"\nReceived: \"http://localhost/login?next=/cart\""
            )),
        Rule(
            "auth.page-at-login-address", .auth, .shows, confidence: 0.85, .sessionExpired, .high, .environment,
            from: .page,
            finding: "the page stood at the sign-in address when the element was missing",
            when: .all([
                .says(.address, signInAddresses), .elementMissing,
                .not(.isAboutSignInElement), .not(.fact(.userFilled)), .not(.fact(.passwordFilled)),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByRole('link', { name: 'Invoices' })",
                address: "http://localhost:3000/login?next=%2Finvoices")),
        Rule(
            "auth.sign-in-text-instead", .auth, .shows, confidence: 0.85, .sessionExpired, .high, .environment,
            finding: "a text of the sign-in page stands where the test wants another one",
            when: .all([
                .fact(.signInTextReceived), .any([.fact(.textMatcher), .fact(.titleMatcher)]),
                .says(.address, signInAddresses), .not(.fact(.negated)),
                .not(.says(.message, Words.signInRefused + Words.signInHelperFailed)),
            ]),
            example: .example(
                "Error: expect(locator).toHaveText(expected) failed\n\nExpected: \"Invoices\"\nReceived: \"Sign in\"\n\nCall log:\n    - locator resolved to <h1>Sign in</h1>",
                page: "- heading \"Sign in\" [level=1]", address: "http://localhost:3000/login?next=%2Finvoices")),
        Rule(
            "auth.session-words", .auth, .shows, confidence: 0.9, .sessionExpired, .high, .environment, from: .page,
            finding: "the page says that the session is over or that one must sign in",
            when: .all([
                .says(
                    .page,
                    [
                        "session expired", "session has expired", "session timed out", "please log in",
                        "please sign in", "you must be logged in", "you need to log in", "you need to sign in",
                        "sitzung abgelaufen", "sesión ha expirado", "session a expiré", "sign in to continue",
                        "log in to continue", "logged out", "not authenticated",
                        "authentication required",
                    ]),
                .symptomOfPage, .not(.fact(.userFilled)), .not(.fact(.passwordFilled)), .not(.isAboutSignInElement),
                .not(.fact(.signInAddressWanted)),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                page: "- dialog:\n  - paragraph: Your session has expired")),
        Rule(
            "auth.pin-screen", .auth, .shows, confidence: 0.85, .sessionExpired, .high, .environment, from: .page,
            finding: "the app is locked",
            when: .all([
                .fact(.passwordField),
                .says(.page, ["enter your pin", "secure unlock", "unlock the app", "app is locked"]),
                .not(.isAboutSignInElement), .not(.fact(.passwordFilled)),
            ]),
            example: .example(
                "Error: could not open page: notes",
                page: "- textbox \"PIN entry\"\n- paragraph: Enter your PIN to open Notes")),
        Rule(
            "auth.session-words-message", .auth, .names, confidence: 0.85, .sessionExpired, .high, .environment,
            finding: "the error says that there is no session",
            when: .all([
                .says(
                    .message,
                    [
                        "session expired", "session has expired", "redirected to login", "redirected to /login",
                        "redirected to the login", "redirected to sign", "session is invalid", "no active session",
                        "session not found", "session cookie", "session lost", "session was lost",
                        "auth session missing",
                        "not authenticated",
                    ]),
                .not(
                    .says(
                        .message,
                        [
                            "should be redirected", "not a login redirect", "must ", "should redirect",
                            "expected to be redirected",
                        ])), .not(.status(402...599)),
            ]),
            example: .example("Error: redirected to login while opening /orders")),
        Rule(
            "auth.sign-in-helper-failed", .auth, .hints, confidence: 0.75, .loginFailed, .critical, .app,
            finding: "a helper of the suite says that signing in failed",
            when: .all([
                .says(.message, Words.signInHelperFailed), .not(.fact(.textMatcher)), .not(.fact(.stateMatcher)),
            ]),
            refinements: [
                .init(.says(.message, ["credential", "test_email", "test_password"]), culprit: .environment)
            ],
            example: .example("Error: unable to log in as storekeeper")),
        Rule(
            "auth.no-token", .auth, .hints, confidence: 0.75, .loginFailed, .critical, .app,
            finding: "signing in gave no token",
            when: .any([
                .says(
                    .message,
                    [
                        "no token", "token not found", "no access token", "token is undefined", "missing token",
                        "access_token missing", "no auth token", "did not return a token", "token was not",
                    ]),
                .all([
                    .any([.fact(.receivedUndefined), .fact(.truthMatcher)]),
                    .says(.code, [".token)", "token).tobe", "accesstoken)", "access_token)"]),
                ]),
            ]),
            example: .example("Error: login answered no access token")),
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
                    .not(.fact(.stateMatcher)), .not(.status(402...599)),
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
        "google", "analytics", "doubleclick", "facebook", "hotjar", "sentry", "segment", "cdn.",
    ]
    private static let signInAddresses = ["/login", "/signin", "/sign-in", "/sign_in", "/auth/login"]
    private static let afterReload = Condition.says(.code, ["reload("])
    private static let carriesReturn = Condition.says(
        .message,
        [
            "callbackurl=", "redirect=", "returnurl=", "return_to=", "next=", "redirect_to=", "returnto=", "from=",
            "continue=",
        ])
    private static let deniedInAddress = Condition.any([
        .says(
            .log,
            ["error=access_denied", "/forbidden", "/unauthorized", "/access-denied", "/403", "error=accessdenied"]),
        .says(.message, ["error=access_denied", "/access-denied", "error=accessdenied"]),
        .says(.address, ["error=access_denied", "/forbidden", "/unauthorized", "/access-denied", "/403"]),
    ])
}

extension Condition {
    /// The element that the step wanted belongs to a sign-in form itself.
    static let isAboutSignInElement = Condition.all([
        .any([.fact(.unresolved), .fact(.resolved), .fact(.action)]),
        .says(
            .log,
            [
                "'password'", "\"password\"", "name: 'sign in'", "name: 'log in'", "name: 'login'", "name: /sign in",
                "name: /log in",
                "name: /login", "getbylabel('email", "getbylabel('e-mail", "getbylabel('password",
                "getbylabel('username",
                "getbylabel(/email", "getbylabel(/password", "type=\"password\"", "type=password", "type=\"email\"",
                "type='email'",
                "type='password'", "#password", "#username", "#email", "name=\"email\"", "name=\"username\"",
                "name='email'", "name=\"password\"",
                "getbyplaceholder('email", "getbyplaceholder('password", "forgot password", "#login", "login-button",
                "login-form", "loginform",
            ]),
    ])
}
