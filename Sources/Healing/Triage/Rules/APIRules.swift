import Domain

/// What the server answered, whether the test called it or the page did.
enum APIRules {
    static let all: [Rule] = serverErrors + refusals + AnswerRules.all

    private static let serverErrors: [Rule] = [
        Rule(
            "api.error-page", .server, .names, confidence: 0.95, .http5xx, .high, .app, from: .page,
            finding: "the page is a server's or a gateway's error page",
            when: .all([
                .any([
                    .pageStatus(500...599),
                    .all([
                        .says(.page, Words.gatewayDown + Words.serverError), .any([.fact(.fewLines)]),
                        .not(.pageStatus(400...499)),
                    ]),
                ]),
                .any([.symptomOfPage, .says(.message, ["response_code_failure"])]),
                .not(.says(.page, ["dynamically imported", "chunkloaderror", "loading chunk"])),
            ]),
            refinements: [
                .init(
                    .any([.pageStatus(502...599), .says(.page, Words.gatewayDown)]), severity: .critical,
                    culprit: .environment),
                .init(.fact(.navigation), severity: .critical),
            ],
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                page: "- heading \"500 Internal Server Error\" [level=1]\n- separator\n- paragraph: nginx")),
        Rule(
            "api.exception-page", .server, .names, confidence: 0.92, .http5xx, .high, .app, from: .page,
            finding: "the page is the report of its server's framework on an exception",
            when: .all([.says(.page, Words.serverException), .symptomOfPage]),
            refinements: [.init(.fact(.navigation), severity: .critical)],
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                page:
                    "- heading \"OperationalError at /bills/\" [level=1]\n- text: \"no such table: bill\"\n- rowheader \"Exception Value:\""
            )),
        Rule(
            "api.answered-gateway-error", .server, .names, confidence: 0.96, .http5xx, .high, .environment,
            finding: "a gateway or an overloaded server answered",
            when: .any([
                .status(502...530),
                .all([.says(.message, Words.gatewayDown), .not(.fact(.textMatcher)), .not(.fact(.stateMatcher))]),
            ]),
            refinements: [
                .init(
                    .any([
                        .fact(.signInRequest), .fact(.statusPageAddress), .fact(.navigation),
                        documentAnswered,
                    ]), severity: .critical)
            ],
            example: .example("Error: expect(received).toBe(expected)\n\nExpected: 200\nReceived: 503")),
        Rule(
            "api.answered-500", .server, .names, confidence: 0.96, .http5xx, .high, .app,
            finding: "the server answered with an error of its own",
            when: .any([
                .status(500...501),
                .all([
                    .says(.message, Words.serverError), .not(.fact(.textMatcher)), .not(.fact(.stateMatcher)),
                    .not(.status(200...499)),
                ]),
                .says(.message, ["status of 500", "status code 500"]),
            ]),
            refinements: [
                .init(
                    .any([.fact(.signInRequest), .fact(.navigation), documentAnswered]), severity: .critical
                ),
                .init(.fact(.statusPageAddress), culprit: .environment),
            ],
            example: .example("Error: seed order failed: 500 {\"error\":\"db\"}")),
        Rule(
            "api.error-dump-for-json", .server, .names, confidence: 0.9, .http5xx, .high, .app,
            finding: "the body that should be JSON begins like a server's error",
            when: .all([
                notJSON,
                .says(
                    .message,
                    [
                        "\"internal s", "\"microsoft.", "\"error occ", "\"error: ", "\"error whi", "\"a server",
                        "\"system.", "\"bad gatew", "\"service u", "\"an error", "\"upstream", "\"server er",
                        "\"traceback", "\"exception", "\"proxy er", "\"something", "\"java.", "\"fatal",
                    ]),
            ]),
            refinements: [
                .init(
                    .says(.message, ["\"bad gatew", "\"service u", "\"upstream", "\"proxy er"]), culprit: .environment)
            ],
            example: .example("SyntaxError: Unexpected token 'A', \"An error o\"... is not valid JSON")),
        Rule(
            "api.health-not-ok", .server, .names, confidence: 0.85, .http5xx, .critical, .environment,
            finding: "a health or status endpoint is not ok",
            when: .all([notOK, .fact(.statusPageAddress)]),
            example: .example(
                "Error: expect(received).toBeTruthy()\n\nReceived: false\n\n> 9 |   expect((await request.get('/healthz')).ok()).toBeTruthy()\n    |   ^"
            )),
        Rule(
            "api.requests-gateway-error", .server, .shows, confidence: 0.9, .http5xx, .high, .environment,
            from: .network,
            finding: "a request of the page was answered by a gateway's error before the step failed",
            when: .all([.requestStatus(502...530), pageSymptom]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                network: [.init(method: "GET", url: "http://localhost:4000/api/bills", status: 502)])),
        Rule(
            "api.requests-500", .server, .shows, confidence: 0.92, .http5xx, .high, .app, from: .network,
            finding: "a request of the page was answered 500 before the step failed",
            when: .all([.requestStatus(500...501), pageSymptom]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')\n    - locator resolved to <a>Invoices</a>\n  - element is not enabled",
                network: [.init(method: "GET", url: "http://localhost:4000/api/bills", status: 500)])),
        Rule(
            "api.console-500", .server, .shows, confidence: 0.88, .http5xx, .high, .app, from: .console,
            finding: "the browser's console reports a server error",
            when: .all([.says(.console, ["status of 500", "status of 501"]), pageSymptom]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                console: ["Failed to load resource: the server responded with a status of 500 (Internal Server Error)"])
        ),
        Rule(
            "api.console-gateway-error", .server, .shows, confidence: 0.88, .http5xx, .high, .environment,
            from: .console,
            finding: "the browser's console reports a gateway's error",
            when: .all([.says(.console, ["status of 502", "status of 503", "status of 504"]), pageSymptom]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                console: ["Failed to load resource: the server responded with a status of 503 ()"])),
        Rule(
            "api.server-error-on-page", .server, .shows, confidence: 0.85, .http5xx, .high, .app, from: .page,
            finding: "the page tells of an error of its server",
            when: .all([
                .says(
                    .page,
                    [
                        "internal server error", "status code 500", "error 500", "http 500", "500 error",
                        "server error", "failed with status 500", "request failed: 500", "status: 500", "http 502",
                        "http 503", "status code 503", "status code 502", "error code: 500",
                    ]),
                .any([.elementMissing, .fact(.timedOut), .fact(.addressMatcher)]), .not(.fact(.fewLines)),
            ]),
            refinements: [
                .init(
                    .says(.page, ["http 502", "http 503", "status code 503", "status code 502"]), culprit: .environment)
            ],
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                page:
                    "- banner:\n  - link \"Home\"\n  - link \"Bills\"\n- main:\n  - heading \"Bills\"\n  - alert: \"Request failed with status code 500\"\n  - button \"Retry\"\n  - link \"Help\"\n  - link \"Imprint\""
            )),
    ]

    private static let refusals: [Rule] = [
        Rule(
            "api.rate-limited", .server, .names, confidence: 0.96, .rateLimited, .medium, .environment,
            finding: "too many requests were made",
            when: .any([
                .status(429...429),
                .all([
                    .says(
                        .message,
                        [
                            "too many requests", "rate limit", "rate_limit", "rate-limited", "ratelimit",
                            "too-many-requests",
                            "over_request_rate", "too many attempts", "too many login", "quota exceeded",
                            "quota_exceeded",
                            "exceeded your current quota", "you can only request this after", "too_many_requests",
                            "too_many_attempts",
                        ]),
                    .not(.fact(.textMatcher)), .not(.wanted(429...429)), .not(.fact(.stateMatcher)),
                ]),
            ]),
            example: .example("Error: expect(received).toBe(expected)\n\nExpected: 201\nReceived: 429")),
        Rule(
            "api.rate-limited-page", .server, .shows, confidence: 0.95, .rateLimited, .medium, .environment,
            from: .page,
            finding: "the page says that there were too many attempts",
            when: .all([.any([.says(.page, Words.tooMany), .pageStatus(429...429)]), .symptomOfPage]),
            example: .example(
                "TimeoutError: page.waitForURL: Timeout 8000ms exceeded.",
                page:
                    "- textbox \"Email\": a@shop.test\n- textbox \"Password\": abc\n- alert: Too many attempts\n- button \"Log in\""
            )),
        Rule(
            "api.requests-rate-limited", .server, .shows, .rateLimited, .medium, .environment, from: .network,
            finding: "a request of the page was answered 429 before the step failed",
            when: .all([.requestStatus(429...429), pageSymptom]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                network: [.init(method: "GET", url: "http://localhost:4000/api/bills", status: 429)])),
        Rule(
            "api.graphql-errors", .api, .names, .graphqlError, .high, .app,
            finding: "a GraphQL reply carries errors",
            when: .any([
                .all([
                    .says(.message, ["graphql"]),
                    .says(
                        .message, ["errors", "error:", "cannot query field", "unknown argument", "validation_failed"]),
                    .not(.status(400...599)),
                ]),
                // The shape of an error in a reply. Source: GraphQL specification, October 2021, section 7.1.2.
                .all([
                    .says(.message, ["\"locations\":", "locations: ["]), .says(.message, ["\"path\":", "path: ["]),
                    .says(.message, ["\"message\":", "message:"]),
                ]),
            ]),
            example: .example("Error: GraphQL answered errors: [{\"message\":\"Cannot query field 'sku'\"}]")),
        Rule(
            "api.invalid-accepted", .api, .names, confidence: 0.85, .http4xx, .medium, .app,
            finding: "a call was accepted that had to be refused",
            when: .any([
                .all([.wanted(400...400), .status(200...204)]), .all([.wanted(404...499), .status(200...204)]),
            ]),
            example: .example("Error: expect(received).toBe(expected)\n\nExpected: 422\nReceived: 201")),
        Rule(
            "api.answered-4xx", .api, .names, confidence: 0.92, .http4xx, .medium, .app,
            finding: "a call was answered with a client error",
            when: .any([.status(400...400), .status(402...402), .status(404...428), .status(430...499)]),
            refinements: [
                .init(
                    .all([
                        .status(400...422),
                        .says(
                            .message,
                            ["validation", "required", "must be", "invalid", "missing", "longer than", "schema"]),
                        .not(.fact(.valueMatcher)),
                    ]), culprit: .test),
                .init(.status(422...422), culprit: .test),
                .init(.says(.message, Words.signInHelperFailed), severity: .high),
            ],
            example: .example("Error: creating the order failed: 404 not found")),
        Rule(
            "api.error-page-4xx", .api, .shows, confidence: 0.9, .http4xx, .medium, .app, from: .page,
            finding: "the page is an error page for a client error",
            when: .all([
                .any([.pageStatus(400...400), .pageStatus(404...428)]),
                .any([.elementMissing, .fact(.navigation), .fact(.timedOut), .fact(.titleMatcher)]),
                .not(.fact(.resolved)),
            ]),
            refinements: [
                .init(.all([.says(.message, ["response_code_failure"]), .not(.localServer)]), culprit: .environment)
            ],
            example: .example(
                "Error: page.goto: net::ERR_HTTP_RESPONSE_CODE_FAILURE at http://localhost:3000/shop",
                page: "- heading \"This page isn’t working\"\n- text: HTTP ERROR 410")),
        Rule(
            "api.response-code-failure", .server, .points, confidence: 0.75, .http5xx, .high, .app,
            finding: "the document was answered with an error status and no body",
            when: .says(.message, ["http_response_code_failure"]),
            example: .example("Error: page.goto: net::ERR_HTTP_RESPONSE_CODE_FAILURE at http://localhost:3000/")),
        Rule(
            "api.page-not-found", .api, .shows, confidence: 0.85, .http4xx, .medium, .app, from: .page,
            finding: "the page says that it does not exist",
            when: .all([
                .says(
                    .page,
                    [
                        "404: this page could not be found", "page could not be found", "page not found",
                        "heading \"404\"", "cannot get /", "404 not found", "heading \"not found\"",
                        "this page doesn't exist", "seite nicht gefunden", "página no encontrada", "page introuvable",
                        "página não encontrada", "pagina nao encontrada", "pagina non trovata", "pagina niet gevonden",
                        "nie znaleziono strony",
                        "страница не найдена", "sayfa bulunamadı", "页面不存在", "页面未找到", "找不到页面", "ページが見つかりません",
                        "페이지를 찾을 수 없", "requested url was not found on", "404 page not found", "default backend - 404",
                        "no route matches [", "deployment_not_found", "cannot post /", "nosuchkey",
                        "this page does not exist",
                        "page doesn't exist", "page does not exist", "we couldn't find that page",
                        "we couldn’t find that page", "page you are looking for", "page you're looking for",
                        "train has not arrived at the station", "404 error", "error 404",
                    ]),
                .any([.elementMissing, .fact(.titleMatcher), .fact(.timedOut)]), .not(.fact(.resolved)),
            ]),
            example: .example(
                "Error: expect(locator).toBeVisible() failed\nError: element(s) not found\nCall log:\n  - waiting for getByText('Saved')",
                page: "- heading \"404\" [level=1]\n- heading \"This page could not be found.\" [level=2]")),
        Rule(
            "api.resource-not-ok", .api, .points, confidence: 0.8, .http4xx, .medium, .app,
            finding: "a response was not ok; its status is not printed",
            when: notOK,
            example: .example(
                "Error: expect(received).toBeTruthy()\n\nReceived: false\n\n> 9 |   expect(reply.ok()).toBeTruthy()\n    |   ^"
            )),
    ]

    /// The page itself was answered so, not a call of it.
    private static let documentAnswered = Condition.all([
        .says(.code, ["page.goto("]), .not(.says(.code, ["request."])),
    ])
    static let notJSON = Condition.all([
        .says(
            .message,
            [
                "is not valid json", "unexpected token", "unexpected end of json", "in json at position",
                "unexpected non-whitespace",
            ]),
        .says(.message, ["json", "syntaxerror"]), .not(.says(.message, ["storage state", "css selector", "parsing"])),
    ])
    private static let notOK = Condition.any([
        .fact(.responseMatcher),
        .all([
            .fact(.booleansDiffer), .any([.fact(.truthMatcher), .fact(.valueMatcher)]),
            .any([
                .says(.code, [".ok()"]),
                .says(
                    .message, ["should 200", "should 20", "get /", "post /", "put /", "patch /", "delete /", ".ok()"]),
            ]),
        ]),
        .all([
            .fact(.truthMatcher),
            .any([
                .says(.code, [".ok()"]),
                .says(.message, ["should 200", "get /", "post /", "put /", "patch /", "delete /"]),
            ]),
        ]),
    ])
    private static let pageSymptom = Condition.all([
        .symptomOfPage, .not(.fact(.apiRequest)), .not(.fact(.pictureMatcher)),
    ])
}
