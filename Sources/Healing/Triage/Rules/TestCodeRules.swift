import Domain

/// Errors of the test's own code, of category `unknown` too.
enum TestCodeRules {
    static let all: [Rule] = [
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
            "runner.marked-to-fail", .runner, .names, confidence: 0.9, .testCodeBug, .low, .test,
            finding: "the test is marked to fail, and it passed",
            when: .says(.message, ["expected to fail, but passed"]),
            example: .example("Expected to fail, but passed.")),
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
