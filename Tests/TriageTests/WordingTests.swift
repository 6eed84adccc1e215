import Domain
import Testing

@testable import Triage

/// What browsers, servers, frameworks and Playwright print in the wild, and what it means.
struct WordingTests {
    private static let missing =
        "TimeoutError: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByText('Pay')"

    private func kind(_ evidence: FailureEvidence) -> FailureKind { Classifier.standard.classify(evidence).kind }

    @Test(
        "An error is known by its own words",
        arguments: [
            ("Error: page.goto: NS_ERROR_NET_PARTIAL_TRANSFER", FailureKind.connectionReset),
            ("Error: page.goto: Frame load interrupted", .connectionReset),
            (
                "TypeError: terminated\n    at Fetch.onAborted (node:internal/deps/undici/undici:11132:53)",
                .connectionReset
            ),
            ("requests.exceptions.ConnectionError: [Errno 111] connection failed", .connectionRefused),
            ("socket.gaierror: [Errno -3] Temporary failure in name resolution", .dns),
            (
                "Error: Hostname/IP does not match certificate's altnames: Host: a.test. is not in the cert's altnames",
                .tls
            ),
            ("Error: page.goto: The Internet connection appears to be offline.", .offline),
            ("Error: page.goto: Received HTTP code 407 from proxy after CONNECT", .proxy),
            ("Error: listen EADDRINUSE: address already in use :::3000", .webserverNotStarted),
            ("Error: locator.click: Error: Role must not be empty", .testCodeBug),
            ("Error: toHaveText can be only used with Locator object", .testCodeBug),
            (
                "Error: expect(page).toHaveTitle(expected) failed\n\nError: expected value must be a string or regular expression\nExpected has value: undefined",
                .testCodeBug
            ),
            ("Error: keyboard.press: Unknown key: \"Crtl\"", .testCodeBug),
            ("Error: page.goto: url: expected string, got undefined", .testCodeBug),
            ("Error: browser.newContext: options.isMobile is not supported in Firefox", .testCodeBug),
            ("TypeError [ERR_INVALID_ARG_TYPE]: The \"path\" argument must be of type string", .testCodeBug),
            ("AttributeError: 'NoneType' object has no attribute 'click'", .testCodeBug),
            ("Error: browserType.launch: Chromium sandboxing failed!", .infrastructure),
            (
                "Error: browserContext.newPage: Protocol error (Target.createTarget): Failed to open a new tab",
                .infrastructure
            ),
            ("thrown: \"Exceeded timeout of 5000 ms for a test.\"", .testTimeoutUnspecific),
            ("HeadersTimeoutError: Headers Timeout Error, UND_ERR_HEADERS_TIMEOUT", .apiTimeout),
            ("FirebaseError: Firebase: Error (auth/too-many-requests).", .rateLimited),
            ("AuthApiError: Email not confirmed", .loginFailed),
            ("FirebaseError: Firebase: Error (auth/invalid-login-credentials).", .loginFailed),
            ("Error: PGRST301: JWT expired", .tokenExpired),
            ("Error: page.reload: net::ERR_FAILED", .connectionReset),
            (
                "Error: expect(locator).toHaveScreenshot(expected) failed\n\nLocator: locator('.chart')\nTimeout: 5000ms\n  Timeout 5000ms exceeded.\n\nCall log:\n  - generating new stable screenshot expectation\n  - waiting for locator('.chart')\n    - locator resolved to <div class=\"chart\">…</div>",
                .visualDiff
            ),
            ("Error: ENOENT: no such file or directory, open 'playwright/storage-state.json'", .sessionExpired),
            (
                "Error: expect(page).toHaveScreenshot(expected) failed\n\n  419 pixels (ratio 0.01 of all image pixels) are different.",
                .visualDiff
            ),
        ])
    func errors(text: String, kind: FailureKind) { #expect(self.kind(.example(text)) == kind) }

    @Test(
        "What stands where the element should be explains that it is missing",
        arguments: [
            ("- heading \"Service Suspended\" [level=1]", FailureKind.http5xx),
            (
                "- heading \"An unhandled exception occurred while processing the request.\" [level=1]\n- text: SqlException",
                .http5xx
            ),
            (
                "- heading \"Whitelabel Error Page\" [level=1]\n- text: There was an unexpected error (type=Not Found, status=404).",
                .http4xx
            ),
            ("- heading \"Error 1015\" [level=1]\n- heading \"You are being rate limited\" [level=2]", .rateLimited),
            (
                "- banner:\n  - link \"A\"\n  - link \"B\"\n  - link \"C\"\n  - link \"D\"\n  - link \"E\"\n  - link \"F\"",
                .locatorNotFound
            ),
            ("- heading \"Making sure you're not a bot!\" [level=1]", .mfaOrCaptcha),
            ("- heading \"Zwei-Faktor-Anmeldung\"\n- textbox \"Bestätigungscode\"", .mfaOrCaptcha),
            (
                "- heading \"Einstellungen\"\n- link \"Two-factor authentication\"\n- button \"Abmelden\"",
                .locatorNotFound
            ),
            ("- alert: Keine Verbindung zum Server\n- button \"Erneut\"", .connectionRefused),
            ("- status: Server is offline, trying again", .connectionRefused),
            ("- heading \"Kein Zugriff\"\n- paragraph: Sie haben keine Berechtigung für diese Seite", .forbidden),
            ("- heading \"Seite nicht gefunden\" [level=1]", .http4xx),
            ("- paragraph: That did not work. Try again later", .locatorNotFound),
            ("- img \"Vite logo\"\n- heading \"Vite + Svelte\" [level=1]", .navigationWrongPage),
            (
                "- alert: Too many redirects of your parcel\n- text: Objects are not valid as a React child",
                .jsPageError
            ),
        ])
    func pages(page: String, kind: FailureKind) { #expect(self.kind(.example(Self.missing, page: page)) == kind) }

    @Test(
        "A sign-in form is known in any language, and by its shape",
        arguments: [
            "- text: 邮箱\n- textbox \"you@shop.test\"\n- text: 密码\n- textbox \"••••••••\"\n- button \"登录\"",
            "- textbox \"メールアドレス\"\n- textbox \"パスワード\"\n- button \"ログイン\"",
            "- textbox \"이메일\"\n- textbox \"비밀번호\"\n- button \"로그인\"",
            "- textbox \"Benutzername\"\n- textbox \"Kennwort\"\n- button \"Anmelden\"",
            "- textbox \"Adresse\"\n- textbox \"Mot de passe\"\n- button \"Se connecter\"",
            "- textbox \"Correo\"\n- textbox \"Contraseña\"\n- button \"Iniciar sesión\"",
            "- textbox \"E-mail\"\n- textbox \"Senha\"\n- button \"Entrar\"",
            "- textbox \"Email\"\n- textbox \"Wachtwoord\"\n- button \"Inloggen\"",
            "- textbox \"Логин\"\n- textbox \"Пароль\"\n- button \"Войти\"",
            "- textbox \"E-posta\"\n- textbox \"Şifre\"\n- button \"Giriş yap\"",
            "- textbox \"Hasło\"\n- button \"Zaloguj się\"",
            "- textbox \"••••••••\"\n- button \"→\"",
            "- heading \"Welcome back\"\n- button \"Continue with Google\"",
            "- textbox [ref=e5]\n- textbox [ref=e7]\n- button \"LOGIN\" [ref=e9]",
        ])
    func signInForms(page: String) { #expect(kind(.example(Self.missing, page: page)) == .sessionExpired) }

    @Test(
        "A refusal that the page tells is a failed sign-in, in any language",
        arguments: [
            "Username or password is incorrect", "Please enter a correct username and password.", "Passwort ist falsch",
            "Email ou mot de passe incorrect", "Usuario o contraseña incorrectos",
            "Usuário ou senha inválidos: senha inválida",
            "账号或密码错误", "パスワードが正しくありません", "비밀번호가 일치하지 않습니다", "Неверный логин", "Giriş başarısız",
        ])
    func refusals(alert: String) {
        let page =
            "- heading \"Login\"\n- textbox \"Email\": rosa@shop.test\n- textbox \"Password\": abc\n- alert: \(alert)"
        let wait = "TimeoutError: page.waitForURL: Timeout 8000ms exceeded."
        #expect(kind(.example(wait, page: page)) == .loginFailed)
        #expect(
            kind(.example(wait, page: "- heading \"Log in\"\n- alert: Username or password is incorrect"))
                == .loginFailed)
    }

    @Test(
        "A text that still tells of work is loading that never ended; a sentence that begins so is a text",
        arguments: [
            ("finished", "rendering", FailureKind.loadingNeverFinished), ("Done", "Saving…", .loadingNeverFinished),
            ("Fertig", "Wird geladen", .loadingNeverFinished), ("3 orders", "Searching...", .loadingNeverFinished),
            ("Boots", "Running shoes", .assertionTextOrValue), ("Pending", "Processing", .loadingNeverFinished),
            ("Processing", "Loading", .assertionTextOrValue), ("2 items", "3 items", .assertionTextOrValue),
        ])
    func progress(wanted: String, received: String, kind: FailureKind) {
        let error =
            "Error: expect(locator).toHaveText(expected) failed\n\nExpected: \"\(wanted)\"\nReceived: \"\(received)\"\n\nCall log:\n    - locator resolved to <p>\(received)</p>"
        #expect(self.kind(.example(error)) == kind)
    }

    @Test(
        "The call is read where older versions and other bindings print it",
        arguments: [
            ("TimeoutError: Timeout 30000ms exceeded during page.goto.", FailureKind.loadingNeverFinished),
            (
                "playwright._impl._errors.TimeoutError: Page.goto: Timeout 30000ms exceeded.\nCall log:\n  - navigating to \"http://localhost:8000/\", waiting until \"load\"",
                .loadingNeverFinished
            ),
            (
                "com.microsoft.playwright.TimeoutError: Error: Locator.click: Timeout 9000ms exceeded.\nCall log:\n  - waiting for getByText(\"Pay\")",
                .locatorNotFound
            ),
        ])
    func calls(error: String, kind: FailureKind) { #expect(self.kind(.example(error)) == kind) }

    @Test(
        "An address asked for by yes or no is an address, and a parameter makes no other page",
        arguments: [
            (
                "Error: expect(received).toBe(expected)\n\nExpected: true\nReceived: false\n\n> 7 |   expect(page.url().includes('/thanks')).toBe(true);\n    |   ^",
                FailureKind.navigationWrongPage
            ),
            (
                "Error: expect(page).toHaveURL(expected) failed\n\nExpected: \"https://shop.test/list\"\nReceived: \"https://shop.test/list/from=menu\"",
                .assertionTextOrValue
            ),
            (
                "Error: expect(page).toHaveURL(expected) failed\n\nExpected: \"https://shop.test/list\"\nReceived: \"https://shop.test/list/boots\"",
                .navigationWrongPage
            ),
        ])
    func addresses(error: String, kind: FailureKind) { #expect(self.kind(.example(error)) == kind) }

    @Test("A test's timeout that takes a request's context away says nothing of the request")
    func disposedRequests() {
        let request =
            "Error: apiRequestContext.get: Request context disposed.\nCall log:\n  - → GET http://localhost:4000/bills"
        #expect(kind(.example("Test timeout of 30000ms exceeded.", request)) == .testTimeoutUnspecific)
        #expect(kind(.example("Test timeout of 30000ms exceeded.", request, Self.missing)) == .locatorNotFound)
    }

    @Test("What lies below a session is no sign-in; the sessions themselves are")
    func sessions() {
        let error = { (path: String) in
            "TimeoutError: apiRequestContext.get: Timeout 9000ms exceeded.\nCall log:\n  - → GET http://localhost:4000\(path)"
        }
        #expect(Classifier.standard.classify(.example(error("/sessions/7/stream"))).severity == .high)
        #expect(Classifier.standard.classify(.example(error("/sessions"))).severity == .critical)
    }
}

/// What a page's place or an assertion's value tells beyond that it is not the wanted one.
struct InsteadTests {
    private func kind(_ evidence: FailureEvidence) -> FailureKind { Classifier.standard.classify(evidence).kind }

    @Test(
        "A text in place of the wanted one tells what happened, unless it is the text under test",
        arguments: [
            ("Wrong password", "Failed to fetch", FailureKind.connectionRefused),
            ("Network error, try again", "Network error", .assertionTextOrValue),
            ("Saved", "Internal Server Error", .http5xx), ("Welcome", "Invalid credentials", .loginFailed),
            ("Login failed", "Invalid credentials", .assertionTextOrValue), ("Saved", "Bad Gateway", .http5xx),
            ("Saved", "Forbidden", .forbidden), ("Boots", "Shoes", .assertionTextOrValue),
        ])
    func texts(wanted: String, received: String, kind: FailureKind) {
        let error =
            "Error: expect(locator).toHaveText(expected) failed\n\nExpected: \"\(wanted)\"\nReceived: \"\(received)\"\n\nCall log:\n    - locator resolved to <p>\(received)</p>"
        #expect(self.kind(.example(error)) == kind)
    }

    @Test("An assertion that a page is no error page tells which one it is")
    func unwantedPages() {
        let error = { (unwanted: String, received: String) in
            "Error: expect(locator).not.toContainText(expected) failed\n\nLocator: locator('body')\nExpected substring: not \"\(unwanted)\"\nReceived string: \"\(received)\"\n\nCall log:\n    - locator resolved to <body>…</body>"
        }
        #expect(kind(.example(error("404", "404 This page could not be found."))) == .http4xx)
        #expect(kind(.example(error("error", "Internal Server Error"))) == .http5xx)
        #expect(kind(.example(error("Error", "Application error: TypeError: a is null"))) == .jsPageError)
    }

    @Test("A navigation that the sign-in page cut off is a lost session, another one a cut connection")
    func cutNavigations() {
        let form = "- textbox \"Username\"\n- textbox \"Password\"\n- button \"Sign in\""
        let aborted = "Error: page.goto: net::ERR_ABORTED at http://localhost:3000/orders"
        #expect(kind(.example(aborted, page: form)) == .sessionExpired)
        #expect(kind(.example(aborted)) == .connectionReset)
        let race = "Error: page.evaluate: Execution context was destroyed, most likely because of a navigation"
        #expect(kind(.example(race, page: form)) == .sessionExpired)
        #expect(kind(.example(race)) == .testCodeBug)
        #expect(
            kind(
                .example(
                    "Error: page.goto: Navigation to \"http://localhost:3000/orders\" is interrupted by another navigation to \"http://localhost:3000/login?next=/orders\""
                )) == .sessionExpired)
    }

    @Test("Where the wanted element is there in another state, a sign-in form around it is the page under test")
    func statesOnTheSignInPage() {
        let form =
            "- heading \"Sign in\"\n- textbox \"Email\": rosa@shop.test\n- textbox \"Password\": abc\n- button \"Go\" [disabled]"
        let error = { (outcome: String) in
            "Error: expect(locator).toBeEnabled() failed\n\nLocator: getByTestId('go')\nExpected: enabled\n\(outcome)"
        }
        let disabled = error(
            "Received: disabled\n\nCall log:\n  - waiting for getByTestId('go')\n    - locator resolved to <button disabled>Go</button>"
        )
        let missing = error("Error: element(s) not found\n\nCall log:\n  - waiting for getByTestId('go')")
        #expect(kind(.example(disabled, page: form)) == .assertionCountOrState)
        #expect(kind(.example(missing, page: form)) == .loginFailed)
    }

    @Test("Whoever signed out lands on the sign-in page rightly")
    func signedOut() {
        let error =
            "Error: expect(page).toHaveURL(expected) failed\n\nExpected: \"http://localhost/\"\nReceived: \"http://localhost/login\"\n\n> 9 |   await page.getByRole('button', { name: 'Sign out' }).click();\n    |   ^"
        #expect(kind(.example(error)) == .navigationWrongPage)
    }

    @Test("A file that the machine forbids is no access of a user")
    func forbiddenFiles() {
        #expect(kind(.example("Error: EACCES: permission denied, open '/srv/shots/a.png'")) == .infrastructure)
    }

    @Test("The document's own answer is worse than one of its calls")
    func documentAnswers() {
        let error = { (call: String) in
            "Error: expect(received).toBe(expected)\n\nExpected: 200\nReceived: 503\n\n> 3 |  const reply = await \(call)('/shop');\n    |  ^"
        }
        #expect(Classifier.standard.classify(.example(error("page.goto"))).severity == .critical)
        #expect(Classifier.standard.classify(.example(error("request.get"))).severity == .high)
    }
}
