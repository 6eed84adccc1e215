/// All that was seen of one failure and around it before anything was concluded: what the verdict and the root cause rest on.
/// Texts and lists are cut to what a report can hold; the artifacts have the rest.
package struct ObservedFailure: Hashable, Sendable, Codable {
    /// The step that failed.
    package struct Step: Hashable, Sendable, Codable {
        /// `click`, `fill`, `goto`, `expect`, ...
        package var method: String
        /// As people write it.
        package var locator: String?
        /// For `expect`: for example `not.toBeVisible`.
        package var assertion: String?

        package init(method: String, locator: String? = nil, assertion: String? = nil) {
            self.method = method
            self.locator = locator
            self.assertion = assertion
        }
    }

    /// What the page showed at that moment.
    package struct Page: Hashable, Sendable, Codable {
        package enum Content: String, Hashable, Sendable, Codable, CaseIterable {
            case logInPage = "log-in-page", errorPage = "error-page", emptyShell = "empty-shell"
            /// Something lies over what the step wanted.
            case behindOverlay = "behind-overlay"
            case other
        }

        /// nil when nothing tells.
        package var shows: Content?
        package var url: String?
        package var title: String?

        package init(shows: Content?, url: String? = nil, title: String? = nil) {
            self.shows = shows
            self.url = url
            self.title = title
        }
    }

    package struct Exchange: Hashable, Sendable, Codable {
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

    /// Some of many: the first few and how many there are.
    package struct Excerpt<Item: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
        package let count: Int
        package let first: [Item]

        package init(_ items: [Item], limit: Int) {
            self.init(first: Array(items.prefix(limit)), of: items.count)
        }

        /// - Parameter count: how many there are, `first` among them.
        package init(first: [Item], of count: Int) {
            self.count = count
            self.first = first
        }
    }

    /// The step in the last run in which it was green, and what became of its element since.
    package struct LastGreen: Hashable, Sendable, Codable {
        package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
            case counterpartFound = "counterpart-found", elementGone = "element-gone", otherPage = "other-page"
            case stillThere = "still-there", notRecalled = "not-recalled"
        }

        package var outcome: Outcome
        /// Why that is said.
        package var text: String
        /// What the step showed then; nil when it cannot be seen.
        package var step: GreenStep?

        package init(outcome: Outcome, text: String, step: GreenStep? = nil) {
            self.outcome = outcome
            self.text = text
            self.step = step
        }
    }

    /// What a step showed in a green run.
    package struct GreenStep: Hashable, Sendable, Codable {
        /// In short; nil when it is not known.
        package var commit: String?
        /// The run was kept from an earlier job, not made for this one.
        package var isRemembered: Bool
        package var url: String?
        package var title: String?
        /// What the locator found, in a few words.
        package var element: String?

        package init(
            commit: String? = nil, isRemembered: Bool = false, url: String? = nil, title: String? = nil,
            element: String? = nil
        ) {
            self.commit = commit
            self.isRemembered = isRemembered
            self.url = url
            self.title = title
            self.element = element
        }
    }

    /// What was changed since the base commit.
    package struct Change: Hashable, Sendable, Codable {
        package enum Scope: String, Hashable, Sendable, Codable, CaseIterable {
            case appOnly = "app", testsOnly = "tests", both, nothing, unknown
        }

        package var scope: Scope
        /// The base commit in short.
        package var base: String?
        package var files: Excerpt<String>
        /// Texts in the app's sources that others took the place of.
        package var replaced: Excerpt<ReplacedText>
        /// How the change itself shows that the test should say something else now.
        package var intended: String?

        package init(
            scope: Scope, base: String? = nil, files: Excerpt<String>, replaced: Excerpt<ReplacedText>,
            intended: String? = nil
        ) {
            self.scope = scope
            self.base = base
            self.files = files
            self.replaced = replaced
            self.intended = intended
        }
    }

    package struct ReplacedText: Hashable, Sendable, Codable {
        package let old: String
        package let new: String
        package let file: String

        package init(old: String, new: String, file: String) {
            self.old = old
            self.new = new
            self.file = file
        }
    }

    /// The same test in another run.
    package struct Run: Hashable, Sendable, Codable {
        package enum Result: String, Hashable, Sendable, Codable, CaseIterable {
            case green, red
            case notRun = "not-run"
        }

        package let result: Result
        /// Why it was not run.
        package let reason: String?

        package init(_ result: Result, reason: String? = nil) {
            self.result = result
            self.reason = reason
        }
    }

    /// nil when no trace shows it.
    package var step: Step?
    /// Where the error happened, relative to the repository.
    package var place: SourceLocation?
    /// nil when there was none, or nothing shows it.
    package var page: Page?
    /// Requests of the page before the failure that went wrong, oldest first.
    package var network: Excerpt<Exchange>
    /// Errors and warnings of the browser's console before the failure, oldest first.
    package var console: Excerpt<String>
    /// Names of the other tests that failed the same way; nil when the failures of a report are told one by one, before the
    /// next is known.
    package var alike: Excerpt<String>?
    package var lastGreen: LastGreen
    package var change: Change
    /// Once more at the same commit.
    package var rerun: Run
    /// At the base commit.
    package var base: Run

    package init(
        step: Step?, place: SourceLocation?, page: Page?, network: Excerpt<Exchange>, console: Excerpt<String>,
        alike: Excerpt<String>?, lastGreen: LastGreen, change: Change, rerun: Run, base: Run
    ) {
        self.step = step
        self.place = place
        self.page = page
        self.network = network
        self.console = console
        self.alike = alike
        self.lastGreen = lastGreen
        self.change = change
        self.rerun = rerun
        self.base = base
    }
}
