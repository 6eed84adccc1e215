import Domain

/// The way in: the form to sign in, the session that it makes, and what is wrong with either.
enum SignInRules {
    static let all: [Rule] = [
        Rule(
            "auth.stored-session-missing", .auth, .names, .sessionExpired, .high, .test,
            finding: "the stored session that the test starts from cannot be read",
            when: .all([
                storedSession,
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
                .any([.signInForm, .all([.says(.page, Words.signIn), .any([.elementMissing, .fact(.addressWait)])])]),
                .says(.page, Words.signInRefused), .symptomOfPage, .not(.says(.page, Words.signOut)),
                .not(.all([.fact(.textMatcher), .fact(.resolved)])), .not(.says(.page, Words.tooMany)),
                // A test that looks for the refusal's own words does not want to come in.
                .not(.all([.elementMissing, .says(.log, refusalsWanted)])),
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
            "auth.form-sent-natively", .auth, .shows, confidence: 0.9, .loginFailed, .critical, .app,
            finding: "the browser sent the sign-in form itself, because no code of the page took it over",
            when: .all([
                .any([.says(.message, sentNatively), .says(.log, sentNatively), .says(.address, sentNatively)]),
                .any([.fact(.addressMatcher), .fact(.addressWait), .fact(.valueMatcher), .elementMissing]),
                .not(.fact(.apiRequest)),
            ]),
            example: .example(
                "Error: expect(page).toHaveURL(expected) failed\n\nExpected pattern: /home/\nReceived string:  \"http://localhost/login?email=rosa%40shop.test&password=abc\""
            )),
        Rule(
            "auth.navigation-led-to-sign-in", .auth, .names, confidence: 0.88, .sessionExpired, .high, .environment,
            finding: "the navigation was cut off by another one, to the sign-in page",
            when: .any([
                .all([
                    .says(.message, ["err_aborted", "ns_binding_aborted", "execution context was destroyed"]),
                    .any([.all([.signInForm, .not(.fact(.passwordFilled))]), .says(.address, signInAddresses)]),
                    .not(.says(.log, ["/login", "/signin", "/sign-in"])), .not(.fact(.signInRequest)),
                ]),
                .all([
                    .says(.message, ["interrupted by another navigation"]), .says(.message, ledToSignIn),
                    .not(.says(.log, ["/login", "/signin", "/sign-in"])),
                ]),
            ]),
            example: .example(
                "Error: page.goto: net::ERR_ABORTED at http://localhost:3000/orders",
                page: "- textbox \"Username\"\n- textbox \"Password\"\n- button \"Sign in\"")),
        Rule(
            "auth.sign-in-under-way", .page, .shows, confidence: 0.85, .loadingNeverFinished, .high, .app, from: .page,
            finding: "the sign-in form is locked over a request that never ends",
            when: .all([.fact(.lockedSignInForm), .symptomOfPage, .not(.fact(.resolved))]),
            example: .example(
                "Error: expect(locator).toBeVisible() failed\nError: element(s) not found\nCall log:\n  - waiting for getByRole('alert')",
                page:
                    "- textbox \"Email\" [disabled]: rosa@shop.test\n- textbox \"Password\" [disabled]: abc\n- button [disabled]"
            )),
        Rule(
            "auth.sign-in-form-stays", .auth, .shows, confidence: 0.85, .loginFailed, .critical, .app, from: .page,
            finding: "the sign-in form was filled in and sent, and stays",
            when: .all([
                .signInForm, .any([.fact(.passwordFilled), .fact(.userFilled), .fact(.addressWait)]),
                .symptomOfPage, .not(.isAboutSignInElement), .not(.fact(.textMatcher)),
                .not(.fact(.signInAddressWanted)), .not(.fact(.busyButton)), .not(.fact(.lockedSignInForm)),
                .not(AuthRules.deniedInAddress), .not(elementIsThere),
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
                .not(staysAfterSignIn), .not(.all([.fact(.addressMatcher), signedOut])),
                .not(AuthRules.deniedInAddress), .not(elementIsThere),
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
                .not(.fact(.busyButton)), .not(.fact(.lockedSignInForm)), .not(.says(.page, Words.denied)),
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
                .not(.fact(.busyButton)), .not(.fact(.lockedSignInForm)),
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
                .not(.says(.page, Words.denied)), .not(AuthRules.deniedInAddress), .not(.fact(.otherServerWanted)),
                .not(signedOut),
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
                page: "- paragraph: Sign in", address: "http://localhost:3000/login?next=%2Finvoices")),
        Rule(
            "auth.session-words", .auth, .shows, confidence: 0.9, .sessionExpired, .high, .environment, from: .page,
            finding: "the page says that the session is over or that one must sign in",
            when: .all([
                .says(
                    .page,
                    [
                        "session expired", "session has expired", "session timed out", "please log in",
                        "please sign in", "you must be logged in", "you need to log in", "you need to sign in",
                        "sitzung abgelaufen", "sitzung ist abgelaufen", "bitte melden sie sich an",
                        "sesión ha expirado",
                        "sesión expirada", "inicia sesión para continuar", "session a expiré", "session expirée",
                        "veuillez vous connecter", "sessão expir", "sessão terminou", "faça login para continuar",
                        "sessione scaduta", "sessie verlopen", "sesja wygasła", "сессия истекла", "请先登录", "登录已过期",
                        "登录过期", "请重新登录", "ログインしてください", "로그인이 필요", "oturum süre", "sign in to continue",
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

    /// Files in which suites keep a session between tests.
    static let sessionFiles = [
        "storage state", "storagestate", "storage-state", "storage_state", "auth/user.json", ".auth/", "auth.json",
        "session.json", "/state.json", "'state.json", "authstate", "auth-state", "auth_state", "cookies.json",
        "login.json",
        "loggedin", "logged-in",
    ]
    /// A new context reads no other file than the stored session.
    static let storedSession = Condition.any([
        .says(.message, sessionFiles), .all([.says(.message, ["newcontext: enoent", "newcontext: error: enoent"])]),
    ])
    private static let refusalsWanted = [
        "invalid", "incorrect", "wrong", "error", "failed", "denied", "refused", "match our records", "alert",
    ]
    /// A form without a handler goes to its own address, its fields in the query.
    private static let sentNatively = [
        "/login?\"", "/signin?\"", "/sign-in?\"", "/auth?\"", "/login/?\"", "?email=", "?username=", "?user=",
        "&password=",
        "?password=", "?login=",
    ]
    private static let ledToSignIn = [
        "/login?callbackurl=", "/login?redirect", "/login?next=",
        "/login?return", "/signin?callbackurl=", "/sign-in?redirect", "/login?from=", "/login\"", "/signin\"",
        "/sign-in\"",
    ]
    /// Where the element is, if in another state than wanted, the page is the one that the test wanted.
    private static let elementIsThere = Condition.all([.fact(.stateMatcher), .fact(.resolved)])
    private static let signInAddresses = ["/login", "/signin", "/sign-in", "/sign_in", "/auth/login"]
    private static let afterReload = Condition.says(.code, ["reload("])
    /// The browser never left the sign-in address, and the quoted lines of the test typed a password there.
    private static let staysAfterSignIn = Condition.all([
        .fact(.addressMatcher), .fact(.signInAddressReceived), .fact(.signInAddressFirst), .inSignInHelper,
        .not(carriesReturn),
    ])
    /// The test signed out itself just before.
    private static let signedOut = Condition.says(.code, Words.signOut)
    private static let carriesReturn = Condition.says(
        .message,
        [
            "callbackurl=", "redirect=", "returnurl=", "return_to=", "next=", "redirect_to=", "returnto=", "from=",
            "continue=",
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
                "login-form", "loginform", "name: '登录", "name: '登入", "name: 'ログイン", "name: '로그인", "name: 'anmelden",
                "name: 'einloggen", "name: 'se connecter", "name: 'connexion", "name: 'iniciar sesi", "name: 'entrar",
                "name: 'acceder", "name: 'accedi", "name: 'inloggen", "name: 'zaloguj", "name: 'войти", "name: 'giriş",
                "name: /登录", "name: /anmelden", "name: /iniciar", "name: /entrar", "name: /connexion", "name: /войти",
                "sign in'", "log in'", "sign in\"", "log in\"", "signin-", "sign-in-", "login-", "[name=\"user",
                "[name='user",
                "getbylabel('密码", "getbylabel('passwort", "getbylabel('senha", "getbylabel('contraseña", "username",
                "'邮箱", "'密码", "'用户名", "type=submit", "type=\"submit\"", "type='submit'",
            ]),
    ])
}
