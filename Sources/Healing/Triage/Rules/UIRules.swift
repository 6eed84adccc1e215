import Domain

/// Locators, actions and assertions: symptoms of the page.
enum UIRules {
    static let all: [Rule] = locators + assertions

    private static let locators: [Rule] = [
        Rule(
            "ui.ambiguous", .locator, .names, confidence: 0.98, .locatorAmbiguous, .medium, .test,
            finding: "the locator matches more than one element",
            when: .says(.message, ["strict mode violation"]),
            example: .example(
                "Error: locator.fill: Error: strict mode violation: getByLabel('Name') resolved to 2 elements:")),
        Rule(
            "ui.covered", .page, .points, confidence: 0.9, .elementNotActionable, .medium, .app,
            finding: "another element covers the one that the step wants",
            when: .logSays(["intercepts pointer events"]),
            refinements: [
                .init(
                    .any([.logSays(Words.overlay), .says(.page, ["dialog"]), .says(.log, ["first()", "nth("])]),
                    culprit: .test)
            ],
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n    - locator resolved to <a>Pay</a>\n    - <footer>…</footer> intercepts pointer events"
            )),
        Rule(
            "ui.disabled", .page, .points, confidence: 0.92, .elementNotActionable, .medium, .app,
            finding: "the element is disabled or cannot be edited",
            when: .all([.logSays(["element is not enabled", "element is not editable", "element is disabled"])]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n    - locator resolved to <button disabled>Pay</button>\n    - element is not enabled"
            )),
        Rule(
            "ui.outside-viewport", .page, .points, confidence: 0.9, .elementNotActionable, .medium, .test,
            finding: "the element lies outside the viewport",
            when: .logSays(["outside of the viewport"]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n    - locator resolved to <a>Pay</a>\n    - element is outside of the viewport"
            )),
        Rule(
            "ui.hidden", .page, .points, confidence: 0.9, .elementNotActionable, .medium, .app,
            finding: "the element is there but hidden",
            when: .all([.logSays(["element is not visible"]), .not(.logSays(["element is not enabled"]))]),
            refinements: [
                .init(.says(.log, ["first()", "nth(", "last()", ">> nth=", "option", "menuitem"]), culprit: .test)
            ],
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n    - locator resolved to <a>Pay</a>\n    - element is not visible"
            )),
        Rule(
            "ui.unstable", .page, .points, confidence: 0.85, .elementNotActionable, .medium, .app,
            finding: "the element moves or is replaced while the step tries to use it",
            when: .all([
                .any([
                    .says(.log, ["element is not stable", "element was detached", "element is not attached"]),
                    .says(
                        .message,
                        [
                            "element is not attached", "element was detached", "element is not visible",
                            "element is outside of the viewport", "not scrolled into view",
                        ]),
                ]),
                .not(
                    .says(
                        .log,
                        [
                            "element is not enabled", "element is not visible", "outside of the viewport",
                            "intercepts pointer",
                        ])),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n    - locator resolved to <a>Pay</a>\n    - element is not stable"
            )),
        Rule(
            "ui.click-without-effect", .page, .points, .elementNotActionable, .medium, .app,
            finding: "the element was clicked and did not change",
            when: .says(.message, ["did not change its state"]),
            example: .example("Error: locator.check: Clicking the checkbox did not change its state")),
        Rule(
            "ui.wait-for-hidden", .page, .points, confidence: 0.75, .elementNotActionable, .medium, .app,
            finding: "the element is there but never became what was waited for",
            when: .all([.fact(.elementWait), .fact(.resolved), .fact(.timedOut), .says(.log, ["hidden"])]),
            example: .example(
                "TimeoutError: locator.waitFor: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Done') to be visible\n    3 × locator resolved to hidden <p>Done</p>"
            )),
        Rule(
            "ui.click-never-ended", .page, .hints, confidence: 0.65, .loadingNeverFinished, .high, .app,
            finding: "the click was made and what it started never ended",
            when: .all([
                .fact(.action), .logSays(["performing click action"]), .logSays(["type=\"submit\"", "<a "]),
                .fact(.timedOut),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n    - locator resolved to <a href=\"/pay\">Pay</a>\n    - performing click action"
            )),
        Rule(
            "ui.action-never-ended", .page, .hints, confidence: 0.7, .elementNotActionable, .medium, .app,
            finding: "the element was found, and the action on it never ended",
            when: .all([
                .fact(.resolved),
                .any([.fact(.action), .logSays(["attempting click action", "attempting fill action"])]),
                .fact(.timedOut),
            ]),
            refinements: [.init(.logSays(Words.overlay), culprit: .test)],
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n    - locator resolved to <select>…</select>\n  - attempting click action"
            )),
        Rule(
            "ui.not-found-by-action", .locator, .points, .locatorNotFound, .medium, .test,
            finding: "nothing matches the locator that the step acts on",
            when: .all([
                .elementMissing, .not(.elementAwaited), .not(.fact(.addressMatcher)), .not(.fact(.addressWait)),
                .not(.fact(.navigation)), .not(.fact(.valueMatcher)),
            ]),
            example: .example(
                "Error: locator.click: Timeout 8000ms exceeded.\nCall log:\n  - waiting for getByText('Pay now')")),
        Rule(
            "ui.not-found-awaited", .locator, .points, .locatorNotFound, .medium, .app,
            finding: "the content that the test waits for is not on the page",
            when: .all([.elementMissing, .elementAwaited, .not(.all([.fact(.countMatcher), .fact(.numbersDiffer)]))]),
            example: .example(
                "Error: expect(locator).toBeVisible() failed\n\nLocator: getByText('Thanks')\nExpected: visible\nError: element(s) not found\n\nCall log:\n  - waiting for getByText('Thanks')"
            )),
        Rule(
            "ui.helper-found-nothing", .locator, .hints, confidence: 0.7, .locatorNotFound, .medium, .test,
            finding: "a helper of the suite did not find an element",
            when: .all([
                .says(
                    .message,
                    [
                        "failed to select", "failed to click", "failed to find", "could not find", "unable to locate",
                        "failed to locate", "no element",
                        "element not found", "not found on page", "unable to find", "button not found",
                        "failed to fill", "cannot find", "couldn't find",
                        "locator not found", "not visible", "could not click", "unable to click", "did not appear",
                        "not found",
                    ]),
                .not(.says(.message, ["module", "file", "user not found", "browser"])), .not(.fact(.valueMatcher)),
                .not(.fact(.countMatcher)),
            ]),
            example: .example("Error: page object: could not find the row of order A-7")),
    ]

    private static let assertions: [Rule] = [
        Rule(
            "ui.accessibility", .assertion, .names, confidence: 0.96, .accessibility, .medium, .app,
            finding: "accessibility rules are broken",
            when: .any([
                .says(
                    .message,
                    [
                        "dequeuniversity.com", "\"impact\": \"", "impact: ", "accessibility violation",
                        "a11y violation", "axe violation", "axe-core", "wcag2", "wcag 2", "accessibility issue",
                        "a11y issue", "axe found", "fix any of the following",
                        "fix all of the following", "accessibilityerror", "wcag21", "wcag22",
                    ]),
                .all([
                    .says(.message, axeRules),
                    .any([.fact(.valueMatcher), .fact(.countMatcher), .says(.message, ["violation"])]),
                ]),
            ]),
            example: .example(
                "Error: expect(received).toEqual(expected)\n\n- Array []\n+ Array [\n+   \"button-name\",\n+ ]")),
        Rule(
            "ui.pictures-differ", .assertion, .names, confidence: 0.97, .visualDiff, .low, .app,
            finding: "the picture differs from the stored one",
            when: .any([
                .pixelsDiffer,
                .all([
                    .fact(.pictureMatcher),
                    .says(.message, ["are different", "differs", "stable screenshot", "image"]),
                ]),
                // The picture never held still.
                .all([
                    .fact(.pictureMatcher), .fact(.timedOut), .not(.elementMissing),
                    .says(.log, ["stable screenshot", "screenshot expectation"]),
                ]),
            ]),
            refinements: [.init(.any([.fact(.onePixelNoise), .fact(.otherWidth)]), culprit: .environment)],
            example: .example(
                "Error: expect(page).toHaveScreenshot(expected) failed\n\n  918 pixels (ratio 0.02 of all image pixels) are different."
            )),
        Rule(
            "ui.text-differs", .assertion, .points, confidence: 0.79, .assertionTextOrValue, .medium, .app,
            finding: "the element shows another text",
            when: .all([
                .any([.fact(.textMatcher), .fact(.titleMatcher)]), .not(.elementMissing),
                .not(.fact(.busyTextReceived)),
            ]),
            refinements: [.init(.fact(.nearlyEqualStrings), culprit: .test)],
            example: .example(
                "Error: expect(locator).toHaveText(expected) failed\n\nExpected: \"3 items\"\nReceived: \"2 items\"\n\nCall log:\n    - locator resolved to <p>2 items</p>"
            )),
        Rule(
            "ui.state-differs", .assertion, .points, confidence: 0.79, .assertionCountOrState, .medium, .app,
            finding: "the element is in another state",
            when: .all([.fact(.stateMatcher), .not(.elementMissing)]),
            refinements: [
                .init(
                    .logSays(["locator('body')", "locator('#root')", "locator('#app')", "locator('html')"]),
                    severity: .high)
            ],
            example: .example(
                "Error: expect(locator).toBeChecked() failed\n\nExpected: checked\nReceived: unchecked\n\nCall log:\n    - locator resolved to <input>"
            )),
        Rule(
            "ui.count-differs", .assertion, .points, confidence: 0.79, .assertionCountOrState, .medium, .app,
            finding: "there are more or fewer elements",
            when: .all([.fact(.countMatcher), .not(.all([.elementMissing, .not(.fact(.numbersDiffer))]))]),
            example: .example("Error: expect(locator).toHaveCount(expected) failed\n\nExpected: 3\nReceived: 2")),
        Rule(
            "ui.address-part-differs", .assertion, .points, confidence: 0.8, .assertionTextOrValue, .medium, .app,
            finding: "the page is the right one with another query or fragment",
            when: .all([
                .any([.fact(.addressMatcher), .fact(.valueMatcher)]),
                .any([.fact(.samePath), .fact(.otherServerWanted)]), .fact(.stringsDiffer),
            ]),
            refinements: [
                .init(.fact(.otherServerWanted), culprit: .test),
                // All that was wanted is there, and a parameter besides.
                .init(.all([.fact(.samePath), .fact(.receivedExtendsExpected)]), culprit: .test),
            ],
            example: .example(
                "Error: expect(page).toHaveURL(expected) failed\n\nExpected: \"http://localhost/list?sort=price\"\nReceived: \"http://localhost/list\""
            )),
        Rule(
            "ui.other-address", .assertion, .points, .navigationWrongPage, .medium, .app,
            finding: "the browser is on another page than wanted",
            when: .any([
                .fact(.addressMatcher), .all([.fact(.valueMatcher), .fact(.receivedAddress), .fact(.stringsDiffer)]),
                .all([.fact(.addressWait), .fact(.signInAddressWanted), .fact(.signInAddressReceived)]),
                .all([.fact(.booleansDiffer), addressAsked]),
            ]),
            example: .example(
                "Error: expect(page).toHaveURL(expected) failed\n\nExpected: \"http://localhost/list\"\nReceived: \"http://localhost/help\""
            )),
        Rule(
            "ui.string-differs", .assertion, .points, confidence: 0.79, .assertionTextOrValue, .medium, .app,
            finding: "a value differs",
            when: .all([
                .any([.fact(.valueMatcher), .fact(.pictureMatcher)]), .not(.pixelsDiffer),
                .any([
                    .fact(.stringsDiffer), .fact(.receivedUndefined), .fact(.receivedCollection),
                    .says(
                        .message,
                        [
                            "deep equality", "tocontain", "tomatch", "tobeundefined", "tobenull", "tobedefined",
                            "tomatchsnapshot",
                        ]),
                ]),
            ]),
            refinements: [.init(.fact(.nearlyEqualStrings), culprit: .test)],
            example: .example("Error: expect(received).toBe(expected)\n\nExpected: \"EUR\"\nReceived: \"USD\"")),
        Rule(
            "ui.number-differs", .assertion, .points, confidence: 0.78, .assertionCountOrState, .medium, .app,
            finding: "a number or a yes-or-no differs",
            when: .any([
                .all([
                    .fact(.valueMatcher),
                    .any([
                        .fact(.numbersDiffer), .fact(.booleansDiffer),
                        .says(.message, ["tobegreaterthan", "tobelessthan", "tobecloseto"]),
                    ]), .not(.fact(.stringsDiffer)),
                ]),
                .fact(.truthMatcher),
            ]),
            example: .example("Error: expect(received).toBeGreaterThan(expected)\n\nExpected: > 0\nReceived: 0")),
        Rule(
            "ui.some-assertion", .assertion, .hints, confidence: 0.6, .assertionTextOrValue, .medium, .app,
            finding: "an assertion failed",
            when: .any([
                .fact(.valueMatcher), .says(.message, ["assertionerror", "assertion failed", "expected", "mismatch"]),
            ]),
            example: .example("AssertionError: totals mismatch")),
    ]

    /// Ids of axe-core's rules, because many suites print nothing else. Source: axe-core 4.10, doc/rule-descriptions.md.
    private static let axeRules = [
        "accesskeys", "area-alt", "aria-conditional-attr", "aria-deprecated-role", "aria-progressbar-name", "aria-text",
        "aria-treeitem-name", "autocomplete-valid", "avoid-inline-spacing", "\"bypass\"", "\"dlitem\"",
        "empty-table-header", "form-field-multiple-labels", "frame-focusable-content", "html-xml-lang-mismatch",
        "identical-links-same-purpose", "label-content-name-mismatch", "landmark-complementary-is-top-level",
        "landmark-contentinfo-is-top-level", "landmark-main-is-top-level", "no-autoplay-audio", "object-alt",
        "presentation-role-conflict", "role-img-alt", "scope-attr-valid", "server-side-image-map", "summary-name",
        "table-duplicate-name", "video-caption", "aria-allowed-attr", "aria-allowed-role", "aria-command-name",
        "aria-dialog-name",
        "aria-hidden-body",
        "aria-hidden-focus", "aria-input-field-name", "aria-meter-name", "aria-prohibited-attr", "aria-required-attr",
        "aria-required-children",
        "aria-required-parent", "aria-roles", "aria-toggle-field-name", "aria-tooltip-name", "aria-valid-attr",
        "button-name",
        "color-contrast", "definition-list", "document-title", "duplicate-id", "empty-heading", "frame-title",
        "heading-order",
        "html-has-lang", "html-lang-valid", "image-alt", "image-redundant-alt", "input-button-name", "label-title-only",
        "landmark-one-main",
        "landmark-unique", "landmark-no-duplicate", "landmark-banner", "link-in-text-block", "link-name", "\"list\"",
        "\"listitem\"", "\"label\"",
        "meta-refresh", "meta-viewport", "nested-interactive", "page-has-heading-one", "\"region\"",
        "scrollable-region-focusable", "select-name",
        "skip-link", "svg-img-alt", "\"tabindex\"", "target-size", "td-headers-attr", "th-has-data-cells", "valid-lang",
    ]
    /// An address reduced to a yes-or-no: `expect(page.url().includes('/home')).toBe(true)`.
    private static let addressAsked = Condition.any([
        .says(
            .code,
            [
                "page.url()).to", "page.url().", "url.includes(", "currenturl.", ".test(page.url", ".test(url",
                ".test(currenturl", "url().includes(", "url.endswith(", "url.startswith(", "url.match(", "page.url.",
            ]), .says(.message, ["current url", "url should", "url does not", "url contains", "url no longer"]),
    ])
}
