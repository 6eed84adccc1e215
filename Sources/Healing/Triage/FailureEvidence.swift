package import Domain

/// All that is known of one failure before anything is decided: what its own run left behind, what other runs showed, what was
/// changed. The rules of kind and verdict and the root cause read this and nothing else. Everything in it is untrusted.
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

    package typealias Exchange = ObservedFailure.Exchange

    package var testName: String
    package var project: String
    package var file: String
    /// What Playwright printed, without colour codes, one element an error, in printed order.
    package var errors: [String]
    /// `timedOut`, `failed`, `interrupted`.
    package var status: String
    package var step: Step?
    /// Where the error happened, relative to the repository.
    package var place: SourceLocation?
    /// The page's accessibility tree as text, from `error-context.md` or else from the trace.
    package var pageSnapshot: String?
    package var pageURL: String?
    package var pageTitle: String?
    /// Requests of the pages before the failure, oldest first.
    package var network: [Exchange]
    /// Errors and warnings of the browser's console and uncaught exceptions, oldest first.
    package var console: [String]
    /// What the test and its web server printed.
    package var output: String
    /// Names of the other tests of the run that failed the same way; nil when they are not known yet.
    package var alike: ObservedFailure.Excerpt<String>?
    /// The step in the last run in which it was green; nil when that cannot be seen.
    package var lastGreen: ObservedFailure.GreenStep?
    package var circumstances: Circumstances

    package init(
        testName: String, project: String = "", file: String = "", errors: [String], status: String = "failed",
        step: Step? = nil, place: SourceLocation? = nil, pageSnapshot: String? = nil, pageURL: String? = nil,
        pageTitle: String? = nil,
        network: [Exchange] = [], console: [String] = [], output: String = "",
        circumstances: Circumstances = .reportAlone
    ) {
        self.testName = testName
        self.project = project
        self.file = file
        self.errors = errors
        self.status = status
        self.step = step
        self.place = place
        self.pageSnapshot = pageSnapshot
        self.pageURL = pageURL
        self.pageTitle = pageTitle
        self.network = network
        self.console = console
        self.output = output
        self.circumstances = circumstances
    }
}
