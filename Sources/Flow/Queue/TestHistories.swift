package import Domain

/// How the tests of each repository ended at their last runs. It is written in the transaction that ends a job, and only of
/// a job that ran its suite at a known commit and was neither a dry run nor of a pull request.
package protocol TestHistories: Sendable {
    /// Those that are known of these tests.
    func histories(
        of tests: [TestIdentity], in repository: String
    ) async throws(StoreError) -> [TestIdentity: TestHistory]
    /// All of a repository, or of all repositories; what was seen first for the first time comes last.
    /// - Parameter sequence: only tests that were seen for the first time before this one.
    func histories(
        in repository: String?, before sequence: Int64?, limit: Int
    ) async throws(StoreError) -> [KeptHistory]
}

/// A test's history, and where it stands among all.
package struct KeptHistory: Hashable, Sendable {
    /// Grows with each test that is seen for the first time.
    package let sequence: Int64
    package let repository: String
    package let test: TestIdentity
    package let history: TestHistory

    package init(sequence: Int64, repository: String, test: TestIdentity, history: TestHistory) {
        self.sequence = sequence
        self.repository = repository
        self.test = test
        self.history = history
    }
}

/// What one job saw of a test.
package struct TestResult: Hashable, Sendable {
    package let test: TestIdentity
    /// Oldest first: the suite's run, and a rerun of what was red before anything was done for it.
    package let results: [TestOutcome.Result]
    /// Of the red run, see `TestOutcome.sign(of:)`.
    package let sign: String?

    package init(test: TestIdentity, results: [TestOutcome.Result], sign: String? = nil) {
        self.test = test
        self.results = results
        self.sign = sign
    }
}
