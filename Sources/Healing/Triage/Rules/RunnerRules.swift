import Domain

/// The runner itself: browsers, machines, and errors of the test's own code. All of them are of category `unknown`.
enum RunnerRules {
    static let all: [Rule] = infrastructure + testCode + timeouts

    private static let infrastructure: [Rule] = [
        Rule(
            "runner.browser-missing", .runner, .names, confidence: 0.98, .infrastructure, .high, .environment,
            finding: "the browser or its video encoder is not installed",
            when: .says(
                .message,
                [
                    "executable doesn't exist", "executable does not exist", "playwright install", "is not found at /",
                    "chromium distribution", "browser is not installed", "failed to find browser",
                    "ffmpeg is not found",
                ]),
            example: .example("Error: browserType.launch: Executable doesn't exist at /opt/browsers/webkit-9/pw_run.sh")
        ),
        Rule(
            "runner.libraries-missing", .runner, .names, .infrastructure, .high, .environment,
            finding: "the machine lacks libraries that the browser needs",
            when: .says(
                .message,
                [
                    "missing dependencies to run browsers", "error while loading shared libraries",
                    "missing libraries", "cannot open shared object", "playwright install-deps", "glibc_",
                ]),
            example: .example("Error: browserType.launch: Host system is missing dependencies to run browsers.")),
        Rule(
            "runner.no-display", .runner, .names, .infrastructure, .high, .environment,
            finding: "a browser with a window was started where there is no display",
            when: .says(
                .message,
                ["without having a xserver", "missing x server", "cannot open display", "unable to open x display"]),
            example: .example("Error: browserType.launch: Missing X server or $DISPLAY. Browser logs: none")),
        Rule(
            "runner.launch-failed", .runner, .names, confidence: 0.9, .infrastructure, .high, .environment,
            finding: "the browser could not be started",
            when: .any([
                .says(
                    .message,
                    [
                        "browsertype.launch:", "browsertype.launchpersistentcontext:", "failed to launch",
                        "browsertype.connect",
                        "electron.launch", "process failed to launch", "spawn unknown", "setup the sandbox",
                        "no usable sandbox", "sandboxing failed", "cannot parse arguments: unknown option",
                        "process did exit: exitcode=",
                        "browser output:", "failed to connect to the bus", "failed to open a new tab",
                        "user data directory is already in use", "profile appears to be in use",
                        "failed to create a processsingleton",
                    ])
            ]),
            // An argument that this browser does not know stands in the suite's configuration.
            refinements: [.init(.says(.message, ["cannot parse arguments: unknown option"]), culprit: .test)],
            example: .example("Error: browserType.launch: Failed to launch chromium because executable was blocked")),
        Rule(
            "runner.browser-crashed", .runner, .names, .infrastructure, .medium, .environment,
            finding: "the page or the browser crashed",
            when: .logSays(
                [
                    "session closed.", "browser session closed", "page crashed", "target crashed", "browser crashed",
                    "browser has disconnected", "renderer process crashed", "page has crashed", "tab crashed",
                    "gpu process isn't usable", "browser closed unexpectedly", "signal=sigsegv",
                    "encountered an internal error",
                    "received signal 11",
                ]),
            example: .example("Error: page.reload: Page crashed")),
        Rule(
            "runner.closed-with-browser-log", .runner, .points, .infrastructure, .medium, .environment,
            finding: "the browser went away and left its log",
            when: .all([
                .says(.message, ["has been closed", "target closed", "browser closed"]),
                .says(.message, ["browser logs:"]),
                .not(.fact(.resolved)),
            ]),
            example: .example(
                """
                Error: browserContext.newPage: Target page, context or browser has been closed
                Browser logs:

                <launching> /opt/firefox/firefox -headless
                """)),
        Rule(
            "runner.worker-died", .runner, .names, .infrastructure, .high, .environment,
            finding: "a worker process of the runner died or the machine ran out of something",
            when: .says(
                .message,
                [
                    "worker process exited unexpectedly", "heap out of memory", "out of memory", "enospc",
                    "no space left",
                    "emfile", "cannot allocate memory", "sigkill", "worker teardown timeout",
                    "err_insufficient_resources",
                    "resource temporarily unavailable", "spawn eagain", "spawn enomem", "spawn eacces",
                    "worker process was terminated", "oomkilled", "std::bad_alloc", "outofmemory",
                ]),
            refinements: [
                .init(
                    .all([
                        .says(.message, ["worker process exited"]),
                        .not(.says(.message, ["out of memory", "sigkill"])),
                    ]), severity: .medium)
            ],
            example: .example("Error: worker process exited unexpectedly (code=null, signal=SIGKILL)")),
        Rule(
            "runner.not-permitted", .runner, .names, confidence: 0.85, .infrastructure, .medium, .environment,
            finding: "the machine does not let the runner do what it has to",
            when: .all([
                .says(.message, ["eacces:", "eperm:", "erofs:", "operation not permitted"]),
                .not(.says(.message, ["listen e", "webserver"])),
            ]),
            example: .example("Error: EACCES: permission denied, mkdir '/app/test-results/cart'")),
        Rule(
            "runner.not-supported-here", .runner, .names, confidence: 0.85, .infrastructure, .high, .environment,
            finding: "the browser or a service that the suite needs cannot run on this machine",
            when: .says(
                .message,
                [
                    "playwright does not support", "is not supported on mac", "is not supported on linux",
                    "is not supported on ubuntu", "is not supported on debian", "is not supported on windows",
                    "unsupported platform", "docker daemon",
                    "container runtime", "browser was not found", "could not find chrome", "unable to find chrome",
                ]),
            example: .example("Error: Playwright does not support webkit on mac11")),
        Rule(
            "runner.trace-file-lost", .runner, .hints, .infrastructure, .medium, .environment,
            finding: "a file of the runner's own artifacts is missing",
            when: .all([
                .says(.message, ["enoent"]),
                .says(.message, [".playwright-artifacts", ".trace", "-trace", "test-results"]),
            ]),
            example: .example(
                "Error: ENOENT: no such file or directory, open '/app/test-results/.playwright-artifacts-0/traces/a.trace'"
            )),
    ]

    private static let testCode: [Rule] = [
        Rule(
            "runner.snapshot-missing", .runner, .names, confidence: 0.98, .snapshotMissing, .low, .test,
            finding: "there is no stored snapshot to compare with",
            when: .says(
                .message,
                [
                    "snapshot doesn't exist", "snapshot does not exist", "missing snapshot", "snapshot is missing",
                    "snapshot is not provided",
                ]),
            example: .example(
                "Error: A snapshot doesn't exist at tests/cart.spec.ts-snapshots/cart-linux.png, writing actual.")),
        Rule(
            "runner.test-code-exception", .runner, .names, confidence: 0.9, .testCodeBug, .low, .test,
            finding: "the test's own code threw",
            when: .all([
                .says(
                    .message,
                    [
                        "referenceerror:", "is not a function", "is not iterable", "cannot read propert",
                        "is not defined",
                        "typeerror:", "rangeerror:", "cannot find module", "err_module_not_found", "cannot destructure",
                        "does not provide an export", "before initialization", "is not a constructor",
                        "assignment to constant",
                        "maximum call stack", "require() of es module", "cannot use import statement",
                        "unexpected identifier",
                        "invalid left-hand", "syntaxerror: missing", "circular structure",
                        "failed to resolve module specifier",
                        "syntaxerror: identifier", "unterminated", "cannot find package", "typeerror [", "rangeerror [",
                        "err_invalid_arg", "err_require_esm", "err_unsupported_dir_import", "unknown file extension",
                        "has already been declared", "await is only valid", "'await' expressions are only allowed",
                        "unable to compile typescript", "unexpected token, expected", "invalid regular expression",
                        "cannot set propert", "cannot convert undefined or null", "cannot redefine property",
                        "attributeerror:", "nameerror:", "modulenotfounderror:", "unboundlocalerror:", "indexerror:",
                        "keyerror:", "indentationerror:", "cannot import name", "unexpected keyword argument",
                        "nullpointerexception", "nullreferenceexception", "indexoutofboundsexception",
                        "using playwright sync api inside the asyncio loop",
                    ]),
                .not(.fact(.evaluationStackHasModules)),
                .not(
                    .says(
                        .message,
                        [
                            "fetch failed", "failed to fetch", "console error", "page error", "pageerror",
                            "networkerror", "load failed", "uncaught", "browser error", "invalid url", "js error",
                            "is not valid json", "webserver", "typeerror: terminated", "network error",
                        ])),
                .not(.fact(.valueMatcher)), .not(.fact(.countMatcher)), .not(.fact(.textMatcher)),
                .not(.fact(.titleMatcher)),
            ]),
            example: .example("TypeError: Cannot read properties of undefined (reading 'orderNumber')")),
        Rule(
            "runner.file-missing", .runner, .names, confidence: 0.9, .testCodeBug, .low, .test,
            finding: "a file that the test reads does not exist",
            when: .all([
                .says(.message, ["enoent", "no such file or directory", "err_file_not_found"]),
                .not(.says(.message, ["storage state", "storagestate", "trace", "webserver", ".auth", "spawn "])),
                .not(SignInRules.storedSession),
            ]),
            example: .example("Error: ENOENT: no such file or directory, open '/app/e2e/fixtures/customers.csv'")),
        Rule(
            "runner.invalid-address", .runner, .names, .testCodeBug, .low, .test,
            finding: "the address is none",
            when: .says(
                .message,
                [
                    "invalid url", "cannot navigate to invalid url", "err_unsafe_port", "err_unknown_url_scheme",
                    "protocol \"undefined", "invalid uri", "only absolute urls are supported", "malformedurlexception",
                    "failed to parse url",
                ]),
            example: .example("Error: page.goto: Protocol error (Page.navigate): Cannot navigate to invalid URL")),
        Rule(
            "runner.invalid-selector", .runner, .names, .testCodeBug, .low, .test,
            finding: "the selector or the call itself is malformed",
            when: .any([
                .says(.message, malformedSelectors), .says(.message, misusedCalls), .says(.message, misusedRunner),
            ]),
            example: .example("Error: locator.click: Unknown engine \"tid\" while parsing selector tid=save")),
        Rule(
            "runner.element-of-another-kind", .runner, .names, .testCodeBug, .low, .test,
            finding: "the element is not of the kind that the call is made for",
            when: .says(
                .message,
                [
                    "element is not an <", "not an html", "is not a <select>", "not a checkbox or radio button",
                    "cannot be filled", "cannot type text into input", "malformed value", "non-multiple file input",
                    "node is not an htmlinputelement", "node is not an element", "can only accept single file",
                ]),
            example: .example(
                "Error: locator.fill: Error: Input of type \"radio\" cannot be filled\nCall log:\n  - waiting for getByLabel('Express')"
            )),
        Rule(
            "runner.evaluate-race", .runner, .names, confidence: 0.85, .testCodeBug, .low, .test,
            finding: "code was sent into a page that was just being left",
            when: .all([
                .says(.message, ["execution context was destroyed", "cannot find context with specified id"]),
                // Where it was left for is what happened.
                .not(.all([.signInForm, .not(.fact(.passwordFilled)), .not(.fact(.userFilled))])),
            ]),
            example: .example(
                "Error: page.evaluate: Execution context was destroyed, most likely because of a navigation")),
        Rule(
            "runner.body-of-left-page", .runner, .names, confidence: 0.85, .testCodeBug, .low, .test,
            finding: "the body of a response was read after the page that asked for it was left",
            when: .says(
                .message,
                [
                    "no resource with given identifier", "no data found for resource", "response body is not available",
                    "response body is unavailable", "body has already been consumed", "body is unusable",
                ]),
            example: .example(
                "Error: response.text: Protocol error (Network.getResponseBody): No resource with given identifier found"
            )),
        Rule(
            "runner.route-answered-twice", .unknown, .hints, .testCodeBug, .low, .test,
            finding: "a handler of the test answered a request that was answered already",
            when: .says(.message, ["route is already handled", "response has been disposed"]),
            example: .example("Error: route.continue: Route is already handled!")),
        Rule(
            "runner.evaluate-exception", .runner, .points, .testCodeBug, .low, .test,
            finding: "code that the test sent into the page threw",
            when: .all([
                .fact(.evaluation), .says(.message, ["error: page.evaluate:", "evaluate:"]),
                .not(.fact(.evaluationStackHasModules)),
                .not(.fact(.timedOut)), .not(.says(.message, ["has been closed", "test ended"])),
            ]),
            example: .example(
                "Error: page.evaluate: Error: no row selected\n    at eval (eval at evaluate (:291:30), <anonymous>:2:9)"
            )),
        Rule(
            "runner.suite-refuses", .unknown, .hints, confidence: 0.6, .testCodeBug, .low, .test,
            finding: "code of the suite refuses what it was given",
            when: .all([
                .fact(.ownWords),
                .says(
                    .message,
                    [
                        "not implemented", "test data", "testdata", "unsupported", "unknown role", "unknown user type",
                        "unknown test", "no fixture", "unhandled case", "invalid argument", "missing argument",
                        "cannot parse", "could not parse", "must be defined", "must be a ", "must be one of",
                        "out of range", "no such key", "unknown option",
                    ]),
            ]),
            example: .example("Error: no test data for role storekeeper")),
        Rule(
            "runner.setting-missing", .runner, .hints, .testCodeBug, .medium, .environment,
            finding: "a setting or a secret that the test needs is not there",
            when: .all([
                .says(
                    .message,
                    [
                        "environment variable", "env var", "process.env", ".env", "must be set", "is not set",
                        "missing required",
                    ]),
                // Playwright's own hint on how to see its log.
                .not(.says(.message, ["debug=pw"])), .not(.fact(.valueMatcher)),
            ]),
            example: .example("Error: environment variable SHOP_ADMIN is not set")),
    ]

    private static let timeouts: [Rule] = [
        Rule(
            "runner.test-timeout", .unknown, .follows, confidence: 0.7, .testTimeoutUnspecific, .medium, .test,
            finding: "the test's time ran out and nothing says over what",
            when: .any([
                .fact(.testTimeout),
                .says(.message, ["hook timeout of", "timeout of ", "exceeded while", "timed out", "fixture timeout"]),
                .all([.fact(.timedOut), .any([.fact(.predicateWait), .fact(.evaluation)])]),
                .says(
                    .message,
                    [
                        "timed out after", "timed out waiting", "deadline exceeded", "did not complete within",
                        "exceeded timeout of", "async callback was not invoked",
                    ]),
                // The runner takes the request's context away when the test's time is over.
                .says(.message, ["request context disposed"]),
            ]),
            example: .example("Test timeout of 45000ms exceeded.")),
        Rule(
            "runner.predicate-timeout", .unknown, .hints, .testTimeoutUnspecific, .medium, .test,
            finding: "a condition of the test's own never became true",
            when: .any([
                .all([.fact(.predicateWait), .fact(.timedOut)]),
                .says(
                    .message,
                    [
                        "timed out waiting for", "timeout waiting for", "timed out after",
                        "exceeded while waiting on the predicate", "deadline",
                    ]),
            ]),
            example: .example("TimeoutError: page.waitForFunction: Timeout 20000ms exceeded.")),
        Rule(
            "runner.assertion-cut-off", .runner, .points, confidence: 0.8, .testTimeoutUnspecific, .medium, .test,
            finding: "the test's time ran out inside an assertion that had seen nothing yet",
            when: .all([
                .fact(.receivedUndefined),
                .any([.fact(.stateMatcher), .fact(.textMatcher), .fact(.addressMatcher), .fact(.titleMatcher)]),
                .says(.message, ["expect(locator)", "expect(page)"]),
            ]),
            example: .example(
                "Error: expect(locator).toBeEnabled() failed\n\nLocator: getByText('Next')\nExpected: enabled\nReceived: undefined"
            )),
        Rule(
            "runner.closed", .unknown, .follows, confidence: 0.5, .infrastructure, .medium, .environment,
            finding: "the page or the browser was closed under the test",
            when: .all([
                .says(
                    .message,
                    [
                        "has been closed", "target closed", "browser closed", "context closed", "page closed",
                        "channel closed",
                    ]),
                .not(.fact(.testTimeout)),
            ]),
            example: .example("Error: page.waitForTimeout: Target page, context or browser has been closed")),
        Rule(
            "runner.layout-shift", .unknown, .names, confidence: 0.7, .other, .low, .app,
            finding: "the page's layout shifted",
            when: .says(.message, ["layout shift", "cumulative layout", "web vitals"]),
            example: .example("Error: largest layout shift is 0.31, allowed is 0.1")),
        Rule(
            "runner.response-header", .unknown, .points, confidence: 0.6, .other, .medium, .app,
            finding: "a response header is not what the test wants",
            when: .says(
                .message,
                [
                    "content-security-policy header", "x-frame-options", "strict-transport-security", "cache-control",
                    "content-type header",
                ]),
            example: .example("Error: header x-frame-options missing\n\nexpect(received).toBe(expected)")),
        Rule(
            "runner.web-socket", .unknown, .hints, confidence: 0.6, .other, .medium, .app,
            finding: "an expected message did not come over the web socket",
            when: .logSays([
                "websocket message", "socket message", "ws message", "waiting for websocket", "event \"websocket\"",
                "event \"framereceived\"",
            ]),
            example: .example("Error: no websocket message 'joined' arrived")),
        Rule(
            "runner.request-redirect-loop", .unknown, .names, confidence: 0.85, .other, .medium, .environment,
            finding: "a request of the test was redirected without end",
            when: .all([.fact(.apiRequest), .says(.message, ["max redirect count exceeded", "maximum redirect"])]),
            example: .example(
                "Error: apiRequestContext.get: Max redirect count exceeded\nCall log:\n  - → GET http://localhost:4000/bills"
            )),
        Rule(
            "runner.protocol-error", .unknown, .hints, confidence: 0.6, .infrastructure, .medium, .environment,
            finding: "the browser refused a command of the runner",
            when: .says(.message, ["protocol error (", "unable to capture screenshot"]),
            example: .example("Error: page.screenshot: Protocol error (Page.captureScreenshot): Internal error")),
    ]

    /// Of Playwright's selector engines.
    private static let malformedSelectors = [
        "is not a valid selector", "unknown engine", "while parsing css selector", "while parsing selector",
        "while parsing xpath", "is not a valid xpath", "unsupported token", "unexpected token \"",
        "role must not be empty",
        "malformed attribute", "malformed selector", "unknown attribute \"", "attribute is only supported for roles",
        "\"nth\" is only", "only one of the selectors can capture", "unexpected end of selector",
        "error while parsing selector", "invalid selector", "is not a valid css",
    ]
    /// Of Playwright's check of its arguments and of the assertions' of what they are given.
    private static let misusedCalls = [
        "expected object, got", "expected string, got", "expected number, got", "expected float, got",
        "expected integer, got", "expected boolean, got", "expected array, got", "expected buffer, got",
        "expected one of (",
        "must be awaited", "option is not supported", "is not supported in firefox", "is not supported in webkit",
        "unknown permission", "can be only used with", "can only be used with", "expect: property '", "unknown key: \"",
        "unknown modifier", "option type mismatch", "expected value must be ",
        "inner \"filter.", "locators must belong to the same frame", "unsupported extra argument",
    ]
    /// Of the runner's check of the suite.
    private static let misusedRunner = [
        "did not expect test", "no tests found", "duplicate test title", "unknown parameter", "unknown fixture",
        "object destructuring pattern", "are not supported in \"beforeall\"", "requiring @playwright/test second time",
        "() can only be called",
        "in a describe group, because it forces a new worker", "project(s) \"",
    ]
}
