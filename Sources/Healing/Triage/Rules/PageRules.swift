import Domain

/// A page that is not the one the test wanted: not ready, broken, or another one.
enum PageRules {
    static let all: [Rule] = brokenPages + waiting

    private static let brokenPages: [Rule] = [
        Rule(
            "page.error-overlay", .page, .shows, confidence: 0.95, .jsPageError, .high, .app, from: .page,
            finding: "the page shows the framework's error overlay",
            when: .any([
                .says(.page, Words.errorOverlay),
                .all([
                    .says(.page, Words.errorOverlayHeadings), .symptomOfPage,
                    .any([
                        .fact(.fewLines),
                        .says(.page, Words.errorOverlayHeadings.flatMap { ["dialog \"\($0)", "alert: \($0)"] }),
                    ]),
                ]),
                .says(
                    .log,
                    ["nextjs-portal", "vite-error-overlay", "webpack-dev-server-client-overlay", "react-error-overlay"]),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                page: "- dialog \"Unhandled Runtime Error\":\n  - paragraph: Cannot read properties of null")),
        Rule(
            "page.error-boundary", .page, .shows, confidence: 0.88, .jsPageError, .high, .app, from: .page,
            finding: "the page shows its error boundary",
            when: .all([
                .says(.page, Words.errorBoundary), .any([.elementMissing, .fact(.timedOut)]),
                .not(.fact(.passwordField)), .any([.not(.fact(.resolved)), .says(.log, ["element was detached"])]),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                page: "- heading \"Something went wrong\"\n- button \"Reload\"")),
        Rule(
            "page.exception-in-console", .page, .shows, confidence: 0.88, .jsPageError, .high, .app, from: .console,
            finding: "the page's own code threw before the step failed",
            when: .all([
                .says(
                    .console,
                    [
                        "uncaught", "typeerror", "referenceerror", "rangeerror", "unhandled promise rejection",
                        "chunkloaderror", "is not a function", "is not defined", "cannot read propert",
                    ]),
                .symptomOfPage, .not(.fact(.apiRequest)),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                console: ["Uncaught TypeError: cart.items is undefined"])),
        Rule(
            "page.exception-in-evaluate", .page, .names, confidence: 0.9, .jsPageError, .medium, .app,
            finding: "code of the page threw when the test called it",
            when: .all([.fact(.evaluationStackHasModules), .fact(.evaluation), .says(.message, ["error:"])]),
            example: .example(
                "Error: page.evaluate: TypeError: basket.sum is not a function\n    at window.pay (http://localhost:3000/app.js:17:4)\n    at eval (eval at evaluate (:3:1), <anonymous>:1:1)"
            )),
        Rule(
            "page.errors-collected", .page, .names, confidence: 0.85, .jsPageError, .high, .app,
            finding: "the test collected errors of the page's console",
            when: .all([
                .says(
                    .message,
                    [
                        "console error", "page error", "pageerror", "console.error", "uncaught", "js error",
                        "javascript error", "browser error", "client-side exception", "content security policy",
                        "hydration",
                    ]),
                .not(.says(.message, ["layout shift", "status of 4", "status of 5"])), .not(.status(400...599)),
            ]),
            example: .example(
                "Error: no console errors wanted\n\nexpect(received).toEqual(expected)\n\n+   \"Uncaught TypeError: a is null\""
            )),
        Rule(
            "page.exception-value", .page, .points, confidence: 0.8, .jsPageError, .high, .app,
            finding: "the value that the test got is an exception of the page",
            when: .all([
                .any([.fact(.valueMatcher), .fact(.countMatcher)]),
                .says(
                    .message,
                    [
                        "typeerror", "referenceerror", "minified react error", "chunkloaderror", "is not a function",
                        "is not defined", "cannot read propert",
                    ]),
            ]),
            example: .example(
                "Error: expect(received).toHaveLength(expected)\n\nExpected length: 0\nReceived length: 1\nReceived array:  [\"TypeError: a is null\"]"
            )),
        Rule(
            "page.directory-listing", .page, .shows, confidence: 0.95, .navigationWrongPage, .critical, .environment,
            from: .page,
            finding: "a file server lists its folder instead of serving the app",
            when: .says(.page, Words.listing),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                page: "- heading \"Index of /\" [level=1]")),
        Rule(
            "page.starter-page", .page, .shows, confidence: 0.85, .navigationWrongPage, .high, .environment,
            from: .page,
            finding: "another program's starter page stands at the address",
            when: .all([
                .says(.page, starterPages),
                .any([.elementMissing, .fact(.titleMatcher), .fact(.addressMatcher), .fact(.timedOut)]),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                page: "- heading \"Welcome to nginx!\" [level=1]\n- paragraph: Further configuration is required.")),
        Rule(
            "page.redirect-loop", .page, .names, .navigationWrongPage, .medium, .app,
            finding: "the page redirects without end",
            when: .says(.message, ["too_many_redirects", "redirect_loop", "too many redirects", "redirect loop"]),
            example: .example("Error: page.goto: net::ERR_TOO_MANY_REDIRECTS at http://localhost:3000/")),
        Rule(
            "page.empty", .page, .shows, confidence: 0.7, .loadingNeverFinished, .high, .app, from: .page,
            finding: "the page is empty",
            when: .all([.fact(.emptyPage), .elementMissing, .fact(.pageShown)]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                page: "- generic [ref=e2]")),
    ]

    private static let waiting: [Rule] = [
        Rule(
            "page.still-loading", .page, .shows, confidence: 0.85, .loadingNeverFinished, .high, .app, from: .page,
            finding: "the page is still loading",
            when: .all([
                .fact(.fewLines), .says(.page, Words.busy),
                .any([
                    .elementMissing, .fact(.timedOut), .fact(.truthMatcher), .fact(.countMatcher),
                    .all([.fact(.valueMatcher), .any([.fact(.numbersDiffer), .fact(.booleansDiffer)])]),
                ]),
                .not(.fact(.passwordField)),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Invoices')",
                page: "- main:\n  - paragraph: Loading your data")),
        Rule(
            "page.busy-text", .page, .shows, confidence: 0.88, .loadingNeverFinished, .high, .app,
            finding: "the element still shows that the page is busy",
            when: .all([.fact(.textMatcher), .not(.elementMissing), .fact(.busyTextReceived)]),
            example: .example(
                "Error: expect(locator).toHaveText(expected) failed\n\nExpected: \"ready\"\nReceived: \"Loading\"\n\nCall log:\n    - locator resolved to <p>Loading</p>\n    - unexpected value \"Loading\""
            )),
        Rule(
            "page.busy-button", .page, .shows, confidence: 0.85, .loadingNeverFinished, .high, .app, from: .page,
            finding: "a button of the page still says that its work is under way",
            when: .all([
                .fact(.busyButton),
                .any([.elementMissing, .fact(.addressMatcher), .fact(.addressWait), .fact(.timedOut)]),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Receipt')",
                page: "- button \"Ordering…\" [disabled]")),
        Rule(
            "page.busy-status", .page, .shows, confidence: 0.85, .loadingNeverFinished, .high, .app, from: .page,
            finding: "the page still says in its status that it is loading",
            when: .all([.fact(.busyStatus), .any([.elementMissing, .fact(.timedOut)])]),
            example: .example(
                "Error: expect(locator).toHaveCount(expected) failed\n\nExpected: 3\nReceived: 0\n\nCall log:\n  - waiting for getByRole('row')\n    9 × locator resolved to 0 elements",
                page:
                    "- banner:\n  - link \"Home\"\n  - link \"Bills\"\n  - link \"Help\"\n- main:\n  - heading \"Bills\"\n  - textbox \"Search\"\n  - status: Loading bills…\n- contentinfo:\n  - link \"Imprint\""
            )),
        Rule(
            "page.busy-line", .page, .shows, confidence: 0.79, .loadingNeverFinished, .high, .app, from: .page,
            finding: "a line of the page still says that its work is under way",
            when: .all([
                .fact(.busyLine), .elementMissing,
                .any([.fact(.elementWait), .fact(.stateMatcher), .fact(.textMatcher)]),
                .not(.fact(.negated)), .not(.fact(.passwordField)),
            ]),
            example: .example(
                "Error: expect(locator).toBeVisible() failed\nError: element(s) not found\nCall log:\n  - waiting for getByText('Paid')",
                page:
                    "- banner:\n  - link \"Home\"\n  - link \"Bills\"\n  - link \"Help\"\n- main:\n  - heading \"Bills\"\n  - textbox \"Search\"\n  - paragraph: Fetching bills…\n- contentinfo:\n  - link \"Imprint\""
            )),
        Rule(
            "page.spinner-stays", .page, .points, confidence: 0.85, .loadingNeverFinished, .high, .app,
            finding: "what shows that the page is loading never goes away",
            when: .all([
                .any([.fact(.stateMatcher), .fact(.elementWait), .fact(.countMatcher)]), .fact(.resolved),
                .any([
                    .fact(.negated), .says(.message, ["tobehidden(", "tohavecount("]),
                    .says(.log, ["to be hidden", "to be detached"]),
                ]),
                .says(.log, ["spinner", "loading", "skeleton", "progressbar", "loader", "aria-busy"]),
            ]),
            example: .example(
                "Error: expect(locator).toBeHidden() failed\n\nExpected: hidden\nReceived: visible\n\nCall log:\n  - waiting for locator('.loader')\n    - locator resolved to <div class=\"loader\">…</div>"
            )),
        Rule(
            "page.load-time-limit", .page, .points, confidence: 0.75, .loadingNeverFinished, .medium, .app,
            finding: "the page took longer to load than the test allows",
            when: .all([
                .fact(.valueMatcher), .says(.message, ["tobelessthan"]),
                .says(.code, ["loadtime", "load_time", "pageload", "navigationtime", "load time"]),
            ]),
            example: .example(
                "Error: expect(received).toBeLessThan(expected)\n\nExpected: < 900\nReceived: 4120\n\n> 7 |   expect(loadTime).toBeLessThan(900);\n    |   ^"
            )),
        Rule(
            "page.address-reached", .page, .points, confidence: 0.85, .loadingNeverFinished, .high, .app,
            finding: "the wanted address was reached, and the page never finished loading there",
            when: .all([.fact(.addressWait), .fact(.addressReached)]),
            example: .example(
                "TimeoutError: page.waitForURL: Timeout 8000ms exceeded.\n=========================== logs ===========================\nwaiting for navigation to \"**/thanks\" until \"load\"\n  navigated to \"http://localhost/thanks\""
            )),
        Rule(
            "page.navigation-timeout", .page, .points, confidence: 0.87, .loadingNeverFinished, .high, .app,
            finding: "the navigation or its load state never ended",
            when: .all([.any([.fact(.navigation), .fact(.loadWait)]), .any([.fact(.timedOut), .fact(.testTimeout)])]),
            refinements: [
                .init(
                    .all([.fact(.navigation), .not(.localServer), .says(.message, ["timeout"]), .says(.log, ["http"])]),
                    culprit: .environment)
            ],
            example: .example(
                "TimeoutError: page.goto: Timeout 8000ms exceeded.\nCall log:\n  - navigating to \"http://localhost:3000/\", waiting until \"load\""
            )),
        Rule(
            "page.address-never-came", .page, .points, confidence: 0.7, .navigationWrongPage, .medium, .app,
            finding: "the browser never came to the wanted address",
            when: .all([
                .fact(.addressWait), .any([.fact(.timedOut), .fact(.testTimeout)]), .says(.log, ["navigated to"]),
                .not(.fact(.addressReached)),
            ]),
            // The sign-in page was wanted and came, under another address.
            refinements: [.init(.all([.fact(.signInAddressWanted), .fact(.signInAddressReceived)]), culprit: .test)],
            example: .example(
                "TimeoutError: page.waitForURL: Timeout 8000ms exceeded.\n=========================== logs ===========================\nwaiting for navigation to \"**/thanks\"\n  navigated to \"http://localhost/cart\""
            )),
        Rule(
            "page.navigation-never-came", .page, .points, confidence: 0.65, .loadingNeverFinished, .high, .app,
            finding: "the awaited navigation did not happen",
            when: .all([.fact(.addressWait), .any([.fact(.timedOut), .fact(.testTimeout)])]),
            example: .example(
                "TimeoutError: page.waitForURL: Timeout 8000ms exceeded.\n=========================== logs ===========================\nwaiting for navigation to \"**/thanks\""
            )),
        Rule(
            "page.helper-navigation-failed", .page, .hints, confidence: 0.6, .navigationWrongPage, .medium, .app,
            finding: "a helper of the suite could not open a page",
            when: .says(
                .message,
                [
                    "failed to navigate", "navigation failed", "could not open page", "failed to open", "wrong page",
                    "unexpected page",
                ]),
            example: .example("Error: failed to navigate to the price list")),
    ]

    /// Of servers and frameworks before anything of one's own is on them.
    private static let starterPages = [
        "welcome to nginx", "apache2 default page", "apache2 ubuntu default page", "apache2 debian default page",
        "img \"vite logo\"", "edit src/app", "and save to test hmr", "to get started, edit the page",
        "get started by editing",
        "the install worked successfully", "yay! you're on rails", "congratulations! your app is running",
        "welcome to express", "welcome to fastify", "iis windows server", "heading \"it works!\"",
    ]
}
