/// A repair with its proof, as the report shows it. Source: the outer contract, section 5.
package struct Fix: Hashable, Sendable, Codable {
    package enum Source: String, Hashable, Sendable, Codable { case rule, model }
    package enum State: String, Hashable, Sendable, Codable {
        case applied, proposed, rejected, wouldApply = "would-apply"
    }

    package struct Risk: Hashable, Sendable, Codable {
        package enum Level: String, Hashable, Sendable, Codable { case low, medium, high }
        package let level: Level
        package let reasons: [String]

        package init(level: Level, reasons: [String]) {
            self.level = level
            self.reasons = reasons
        }
    }

    package struct Proof: Hashable, Sendable, Codable {
        package struct Before: Hashable, Sendable, Codable {
            package let red: Int
            package init(red: Int) { self.red = red }
        }
        package struct After: Hashable, Sendable, Codable {
            package let runs: Int
            package let green: Int
            package init(runs: Int, green: Int) {
                self.runs = runs
                self.green = green
            }
        }
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

        package var holds: Bool { checks.allSatisfy(\.passed) && after.runs > 0 && after.green == after.runs }
    }

    package struct Published: Hashable, Sendable, Codable {
        package var branch: String?
        package var pullRequest: String?
        package var issue: String?

        package init(branch: String? = nil, pullRequest: String? = nil, issue: String? = nil) {
            self.branch = branch
            self.pullRequest = pullRequest
            self.issue = issue
        }
    }

    package var id: String
    package var `class`: FixClass
    package var kind: String
    package var why: String
    /// Ids of the failures that it repairs.
    package var failures: [String]
    package var diff: String?
    package var files: [String]?
    package var source: Source
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
