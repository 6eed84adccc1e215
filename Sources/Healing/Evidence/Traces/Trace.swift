package import Domain

/// What a Playwright trace (`trace.zip`) tells of one test run: the steps with their places in the source, what the page
/// was at each of them, and what the network and the console said.
package struct Trace: Sendable {
    /// One call of the test: an action, an assertion, a navigation, a `test.step` or a hook.
    package struct Step: Hashable, Sendable {
        /// The library's call where there is one, else the runner's step; unique within the trace.
        package let callID: String
        /// The step around it, nil at the top and for library calls outside of any step.
        package let parentID: String?
        /// `click`, `fill`, `goto`, `expect`, `test.step`, `hook`, ...
        package let method: String
        package let title: String
        /// The locator in Playwright's internal form, for example `internal:testid=[data-testid="add"s]`.
        package let selector: String?
        /// For `expect`: the assertion's internal name, for example `to.be.visible` or `to.have.text`.
        package let expression: String?
        package let isNegated: Bool
        /// For `expect` on text: what was expected, a regular expression as `/source/flags`.
        package let expectedText: [String]
        /// Innermost frame of the user's code first.
        package let stack: [SourceLocation]
        /// Milliseconds on the trace's monotonic clock.
        package let startTime: Double
        package let endTime: Double?
        package let error: String?
        package let log: [String]

        package init(
            callID: String, parentID: String? = nil, method: String, title: String = "", selector: String? = nil,
            expression: String? = nil, isNegated: Bool = false, expectedText: [String] = [],
            stack: [SourceLocation] = [], startTime: Double = 0, endTime: Double? = nil, error: String? = nil,
            log: [String] = []
        ) {
            self.callID = callID
            self.parentID = parentID
            self.method = method
            self.title = title
            self.selector = selector
            self.expression = expression
            self.isNegated = isNegated
            self.expectedText = expectedText
            self.stack = stack
            self.startTime = startTime
            self.endTime = endTime
            self.error = error
            self.log = log
        }
    }

    package struct NetworkEntry: Hashable, Sendable {
        package let method: String
        package let url: String
        /// -1 when the request got no response.
        package let status: Int
        package let contentType: String
        /// Milliseconds on the trace's monotonic clock, nil where the trace does not tell.
        package let time: Double?
        /// Milliseconds until the response was complete, nil when it never was.
        package let duration: Double?
        package let failure: String?
        /// The test's own `request.get(...)`, not one of the page.
        package let isFromTest: Bool
        /// Seconds since the origin made the answer, where a cache on the way says so.
        package let age: Int?
        /// The archive's entry with the response's body, nil when it was not recorded.
        package let bodyEntry: String?

        package init(
            method: String, url: String, status: Int, contentType: String = "", time: Double? = nil,
            duration: Double? = nil, failure: String? = nil, isFromTest: Bool = false, age: Int? = nil,
            bodyEntry: String? = nil
        ) {
            self.method = method
            self.url = url
            self.status = status
            self.contentType = contentType
            self.time = time
            self.duration = duration
            self.failure = failure
            self.isFromTest = isFromTest
            self.age = age
            self.bodyEntry = bodyEntry
        }
    }

    package struct ConsoleMessage: Hashable, Sendable {
        /// `error`, `warning`, `log`, ...; `pageerror` for an exception that the page did not catch.
        package let kind: String
        package let text: String
        package let time: Double?

        package init(kind: String, text: String, time: Double? = nil) {
            self.kind = kind
            self.text = text
            self.time = time
        }
    }

    /// An error that failed the test, as the runner tells it.
    package struct TestError: Hashable, Sendable {
        package let message: String
        package let stack: [SourceLocation]

        package init(message: String, stack: [SourceLocation] = []) {
            self.message = message
            self.stack = stack
        }
    }

    package enum Phase: String, Hashable, Sendable { case before, action, after }

    package let playwrightVersion: String
    /// The attribute that `getByTestId` looks at in this configuration.
    package let testIDAttribute: String
    /// By start, a step before those within it.
    package let steps: [Step]
    /// By start.
    package let network: [NetworkEntry]
    /// By time.
    package let console: [ConsoleMessage]
    /// In the order in which they happened; empty for traces that no test runner wrote.
    package let errors: [TestError]
    package let origin: Origin
    /// What had to be left out, in words; empty for an intact trace.
    package let problems: [String]
    let snapshots: SnapshotStore
    let limits: Limits

    /// A trace without snapshots, for those who only need steps.
    package init(
        playwrightVersion: String = "", testIDAttribute: String = "data-testid", steps: [Step],
        network: [NetworkEntry] = [], console: [ConsoleMessage] = [], errors: [TestError] = [],
        origin: Origin = Origin()
    ) {
        self.init(
            playwrightVersion: playwrightVersion, testIDAttribute: testIDAttribute, steps: steps, network: network,
            console: console, errors: errors, origin: origin, problems: [], snapshots: SnapshotStore(), limits: Limits()
        )
    }

    init(
        playwrightVersion: String, testIDAttribute: String, steps: [Step], network: [NetworkEntry],
        console: [ConsoleMessage], errors: [TestError], origin: Origin, problems: [String], snapshots: SnapshotStore,
        limits: Limits
    ) {
        self.playwrightVersion = playwrightVersion
        self.testIDAttribute = testIDAttribute
        self.steps = steps
        self.network = network
        self.console = console
        self.errors = errors
        self.origin = origin
        self.problems = problems
        self.snapshots = snapshots
        self.limits = limits
    }
}
