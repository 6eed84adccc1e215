package import Domain
package import Foundation

/// The newest good run of a test that was traced: its steps and what the pages looked like, so that a later failure can tell
/// what a locator used to mean; of all of them at least the locators' elements.
package struct GoodRun: Hashable, Sendable {
    package let test: TestName
    package let sha: CommitSHA
    package let at: Timestamp
    /// A digest of its trace, itself a `trace.zip`; empty when it was too large, or has made room for others.
    package let trace: Data
    /// An index of what its locators found, compressed; empty in what earlier releases kept.
    package let locators: Data

    package init(test: TestName, sha: CommitSHA, at: Timestamp, trace: Data, locators: Data = Data()) {
        self.test = test
        self.sha = sha
        self.at = at
        self.trace = trace
        self.locators = locators
    }
}

/// A test, the same in every run of its repository.
package struct TestName: Hashable, Sendable {
    package let repository: String
    package let project: String
    /// Relative to the repository.
    package let file: String
    /// Describe blocks and the test, joined with ` › `.
    package let title: String

    package init(repository: String, project: String, file: String, title: String) {
        self.repository = repository
        self.project = project
        self.file = file
        self.title = title
    }
}

/// Remembers good runs, one of each test.
package protocol GoodRuns: Sendable {
    /// Keeps it in place of an older one.
    func remember(_ run: GoodRun) async throws(StoreError)
    /// nil when none was traced, or it is forgotten by now.
    func goodRun(of test: TestName) async throws(StoreError) -> GoodRun?
    /// Forgets those of tests that have had no newer one for long.
    /// - Returns: how many.
    func forgetGoodRuns(before: Timestamp, limit: Int) async throws(StoreError) -> Int
    /// Makes room, the oldest first: of what is beyond the one bound the traces go, of what is beyond the other all of it.
    /// - Returns: how many were changed, at most `limit` of each kind.
    func shrinkGoodRuns(traceBytes: Int, locatorBytes: Int, limit: Int) async throws(StoreError) -> Int
}
