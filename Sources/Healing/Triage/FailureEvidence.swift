/// All that is known of one failure before anything is decided, as plain text and numbers. Everything in it is untrusted.
package struct FailureEvidence: Hashable, Sendable {
    /// The step that failed, from the trace.
    package struct Step: Hashable, Sendable {
        /// `click`, `fill`, `goto`, `expect`, ...
        package var method: String
        /// Playwright's internal selector.
        package var selector: String?
        /// For `expect`: for example `to.be.visible`.
        package var expression: String?
        package var isNegated: Bool

        package init(method: String, selector: String?, expression: String?, isNegated: Bool) {
            self.method = method
            self.selector = selector
            self.expression = expression
            self.isNegated = isNegated
        }
    }

    package struct Exchange: Hashable, Sendable {
        package var method: String
        package var url: String
        /// -1 when there was no answer.
        package var status: Int
        package var failure: String?

        package init(method: String, url: String, status: Int, failure: String? = nil) {
            self.method = method
            self.url = url
            self.status = status
            self.failure = failure
        }
    }

    package var testName: String
    package var project: String
    package var file: String
    /// What Playwright printed, without colour codes, one element an error, in printed order.
    package var errors: [String]
    /// `timedOut`, `failed`, `interrupted`.
    package var status: String
    package var step: Step?
    /// The page's accessibility tree as text, from `error-context.md`.
    package var pageSnapshot: String?
    package var pageURL: String?
    package var pageTitle: String?
    /// Requests of the pages before the failure, oldest first.
    package var network: [Exchange]
    /// Errors and warnings of the browser's console and uncaught exceptions, oldest first.
    package var console: [String]
    /// What the test and its web server printed.
    package var output: String

    package init(
        testName: String, project: String = "", file: String = "", errors: [String], status: String = "failed",
        step: Step? = nil, pageSnapshot: String? = nil, pageURL: String? = nil, pageTitle: String? = nil,
        network: [Exchange] = [], console: [String] = [], output: String = ""
    ) {
        self.testName = testName
        self.project = project
        self.file = file
        self.errors = errors
        self.status = status
        self.step = step
        self.pageSnapshot = pageSnapshot
        self.pageURL = pageURL
        self.pageTitle = pageTitle
        self.network = network
        self.console = console
        self.output = output
    }
}
