/// A test of a repository, whatever the run.
package struct TestIdentity: Hashable, Sendable, Codable {
    package let project: String
    /// Relative to the repository.
    package let file: String
    /// Describe blocks and the test, joined with ` › `.
    package let title: String

    package init(project: String, file: String, title: String) {
        self.project = project
        self.file = file
        self.title = title
    }
}

/// How one run of a test ended, and at which commit. A skipped test has none.
package struct TestOutcome: Hashable, Sendable, Codable {
    package enum Result: String, Hashable, Sendable, Codable, CaseIterable {
        case passed, failed
        /// It needed a second try within the run.
        case flaky
    }

    /// The first twelve digits, as `CommitSHA.short` has them.
    package let commit: String
    package let at: Timestamp
    package let result: Result
    /// Tells kinds of failures apart, see `sign(of:)` and `wideSign`; nil where it was not red or is not known.
    package let sign: String?

    package init(commit: String, at: Timestamp, result: Result, sign: String? = nil) {
        self.commit = commit
        self.at = at
        self.result = result
        self.sign = sign
    }

    package var isRed: Bool { result == .failed }

    /// Stands for the sign of a red run in which a large share of the suite was red: whatever it was, it was not this test.
    package static let wideSign = "wide"

    package var isOfWideRun: Bool { sign == Self.wideSign }

    /// Whether so many red tests are more than what each of them does by itself.
    package static func isWide(red: Int, of tests: Int) -> Bool { red >= 5 && red * 3 >= tests }

    /// Four hexadecimal digits for a failure's kind: enough to see that two differ. FNV-1a, folded to 16 bits.
    package static func sign(of kind: String) -> String {
        let hash = kind.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let digits = String((hash >> 16) ^ (hash & 0xFFFF), radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}

/// The last runs of a test, newest last.
package struct TestHistory: Hashable, Sendable {
    /// What is older falls out.
    package static let limit = 50

    package let outcomes: [TestOutcome]

    package init(_ outcomes: [TestOutcome] = []) { self.outcomes = Array(outcomes.suffix(Self.limit)) }

    package func adding(_ newer: [TestOutcome]) -> Self { Self(outcomes + newer) }
}
