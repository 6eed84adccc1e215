/// A repair with its proof, as the report shows it. Source: the outer contract, section 5.
package struct Fix: Hashable, Sendable, Codable {
    /// Who thought of it.
    package enum Source: String, Hashable, Sendable, Codable { case rule, model }
    package enum State: String, Hashable, Sendable, Codable {
        /// A playbook did it, and the tests are green.
        case applied
        /// Proven and published: a pull request, a branch or an issue.
        case proposed
        /// Its proof failed, or it was refused before.
        case rejected
        /// Proven, and not published.
        case wouldApply = "would-apply"
    }

    /// How much could go wrong with it, for whoever reviews.
    package struct Risk: Hashable, Sendable, Codable {
        package enum Level: String, Hashable, Sendable, Codable { case low, medium, high }
        package let level: Level
        /// Sentences; at low risk there may be none.
        package let reasons: [String]

        package init(level: Level, reasons: [String]) {
            self.level = level
            self.reasons = reasons
        }
    }

    /// What was seen with the repair in place.
    package struct Proof: Hashable, Sendable, Codable {
        package struct Before: Hashable, Sendable, Codable {
            /// Red tests that it is for.
            package let red: Int
            package init(red: Int) { self.red = red }
        }
        package struct After: Hashable, Sendable, Codable {
            /// Runs of these tests with the repair in place.
            package let runs: Int
            /// Those of them in which all of the tests passed.
            package let green: Int
            package init(runs: Int, green: Int) {
                self.runs = runs
                self.green = green
            }
        }
        /// One condition, whether it holds, and what was found.
        package struct Check: Hashable, Sendable, Codable {
            package let name: String
            package let passed: Bool
            package let text: String
            package init(name: String, passed: Bool, text: String) {
                self.name = name
                self.passed = passed
                self.text = text
            }
        }
        package let before: Before
        package let after: After
        package let checks: [Check]

        package init(before: Before, after: After, checks: [Check]) {
            self.before = before
            self.after = after
            self.checks = checks
        }

        /// Every check passed, and every run was green; never without a run.
        package var holds: Bool { checks.allSatisfy(\.passed) && after.runs > 0 && after.green == after.runs }
    }

    /// Where people find it. Nothing of it for what was not published.
    package struct Published: Hashable, Sendable, Codable {
        /// Name of the branch.
        package var branch: String?
        /// Address of the pull request.
        package var pullRequest: String?
        /// Address of the issue.
        package var issue: String?

        package init(branch: String? = nil, pullRequest: String? = nil, issue: String? = nil) {
            self.branch = branch
            self.pullRequest = pullRequest
            self.issue = issue
        }
    }

    /// Names it within the report; of a change of files it is also the end of the branch's name, and the same in every job.
    package var id: String
    package var `class`: FixClass
    /// By what it repairs, for example the name of a playbook.
    package var kind: String
    /// In a sentence, for people.
    package var why: String
    /// Ids of the failures that it repairs.
    package var failures: [String]
    /// The whole change, unified; nil for what changes no file.
    package var diff: String?
    /// Paths below the repository.
    package var files: [String]?
    package var source: Source
    /// Name of the model that it came from, where it did.
    package var model: String?
    package var risk: Risk
    package var proof: Proof
    package var published: Published
    package var state: State

    package init(
        id: String, class: FixClass, kind: String, why: String, failures: [String], diff: String?, files: [String]?,
        source: Source, risk: Risk, proof: Proof, published: Published = Published(), state: State
    ) {
        self.id = id
        self.class = `class`
        self.kind = kind
        self.why = why
        self.failures = failures
        self.diff = diff
        self.files = files
        self.source = source
        self.risk = risk
        self.proof = proof
        self.published = published
        self.state = state
    }
}
