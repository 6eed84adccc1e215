import Domain

/// The runner itself: browsers, machines and time that ran out. All of them are of category `unknown`.
enum RunnerRules {
    static let all: [Rule] = infrastructure + TestCodeRules.all + timeouts

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
}
