package import Domain

/// A browser that stands at the failing step of a test, held open by the suite's own runner. What it tells is evidence
/// only: where there is none, nothing else changes.
package protocol LivePages: Sendable {
    /// Starts one server for a job; it and everything that it started are gone when this returns.
    ///
    /// The suite has one web server and so one runner at a time: `body` must not run the suite itself. The folder keeps
    /// what a test run leaves there, so it should be a worktree that is made clean again.
    /// - Throws: `LivePageUnavailable`, and what `body` throws.
    func withLivePages<Value: Sendable>(
        in folder: String, of repository: RepositorySettings,
        _ body: @escaping @Sendable (any LivePage) async throws -> Value
    ) async throws -> Value
}

/// Each call throws `LivePageUnavailable` when it cannot tell; the others may be asked all the same.
package protocol LivePage: Sendable {
    /// The server and its tools, for the log.
    var description: String { get }
    /// Runs one test until it fails, and leaves its page open.
    /// - Returns: what the runner says of the error.
    func debug(_ test: TestSelection, project: String) async throws -> String
    /// Goes to a page of the app, for where no test can be debugged.
    /// - Parameter address: an `http` or `https` URL.
    func open(_ address: String) async throws
    /// The page's accessibility tree, as YAML.
    func snapshot() async throws -> String
    /// How many elements each locator finds on the page now; nil where that cannot be told.
    /// - Parameter selectors: as traces name locators, for example `internal:role=button[name="Save"i]`.
    func counts(of selectors: [String]) async throws -> [Int?]
    /// Warnings and errors since the page was loaded, oldest first.
    func console() async throws -> [String]
    /// Requests of the page, oldest first, for example `[POST] http://127.0.0.1:4173/api/orders => [503] Service
    /// Unavailable`; files that came as they should may be left out.
    func network() async throws -> [String]
}

/// Why no live page can be had, in words.
package struct LivePageUnavailable: Error, Hashable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
