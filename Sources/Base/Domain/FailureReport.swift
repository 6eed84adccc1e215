/// One red test, understood: what the report says of it. Source: the outer contract, section 5.
package struct FailureReport: Hashable, Sendable, Codable {
    package enum Category: String, Hashable, Sendable, Codable, CaseIterable { case auth, api, ui, network, unknown }
    package enum Severity: String, Hashable, Sendable, Codable, CaseIterable { case critical, high, medium, low }
    package enum Culprit: String, Hashable, Sendable, Codable, CaseIterable { case app, test, environment, unknown }
    package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
        case testOutdated = "test-outdated", testBug = "test-bug", appBug = "app-bug"
        case environment, flaky, unknown
    }
    package enum Resolution: String, Hashable, Sendable, Codable, CaseIterable {
        case fixedByPlaybook = "fixed-by-playbook", fixProposed = "fix-proposed", issueOpened = "issue-opened", none
    }

    /// One fact that the verdict rests on, and the rule that read it.
    package struct Evidence: Hashable, Sendable, Codable {
        package let rule: String
        package let text: String
        /// Where it stands: `error`, `trace`, `network`, `console`, `page`, `base-run`, `diff`, ...
        package let source: String

        package init(rule: String, text: String, source: String) {
            self.rule = rule
            self.text = text
            self.source = source
        }
    }

    package struct SuggestedFix: Hashable, Sendable, Codable {
        package let playbook: String
        package let `class`: FixClass
        package let why: String

        package init(playbook: String, class: FixClass, why: String) {
            self.playbook = playbook
            self.class = `class`
            self.why = why
        }
    }

    /// Stable within the job: the runner's own test id.
    package var id: String
    /// The same for the same cause, whatever the commit, the line or the machine.
    package var fingerprint: String
    package var testName: String
    package var project: String
    /// Relative to the repository.
    package var file: String
    package var line: Int
    package var errorMessage: String
    package var category: Category
    package var kind: String
    package var severity: Severity
    package var culprit: Culprit
    package var autoFixable: Bool
    /// 0 to 1.
    package var confidence: Double
    package var verdict: Verdict
    package var evidence: [Evidence]
    package var rootCause: String
    /// nil in reports that are older than this.
    package var observed: ObservedFailure?
    /// Failures with one cause share it.
    package var group: String
    /// PNG or JPEG in base64.
    package var screenshot: String?
    /// Name of the artifact.
    package var trace: String?
    /// Names of the artifacts, one for each page that was filmed; nil when none was.
    package var videos: [String]?
    package var suggestedFix: SuggestedFix?
    package var resolution: Resolution
    package var fix: String?
    /// Address of the issue that stands for it.
    package var issue: String?

    package init(
        id: String, fingerprint: String, testName: String, project: String, file: String, line: Int,
        errorMessage: String, category: Category, kind: String, severity: Severity, culprit: Culprit,
        confidence: Double, verdict: Verdict, evidence: [Evidence], rootCause: String, group: String
    ) {
        self.id = id
        self.fingerprint = fingerprint
        self.testName = testName
        self.project = project
        self.file = file
        self.line = line
        self.errorMessage = errorMessage
        self.category = category
        self.kind = kind
        self.severity = severity
        self.culprit = culprit
        self.autoFixable = false
        self.confidence = confidence
        self.verdict = verdict
        self.evidence = evidence
        self.rootCause = rootCause
        self.group = group
        self.resolution = .none
    }
}

/// Who may carry a fix out.
package enum FixClass: String, Hashable, Sendable, Codable, CaseIterable {
    /// A safe playbook, executed at once.
    case a = "A"
    /// A change of tests or configuration: a pull request.
    case b = "B"
    /// A change of the product or of its security: a draft with a review request.
    case c = "C"
}
