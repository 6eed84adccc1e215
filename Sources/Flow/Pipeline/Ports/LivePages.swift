package import Domain

/// A browser that stands at the failing step of a test, held open by the suite's own runner. What it tells is evidence
/// only: where there is none, nothing else changes.
package protocol LivePages: Sendable {
    /// Starts one server for a job; it and everything that it started are gone when `body` returns.
    /// - Throws: `LivePageUnavailable`, and what `body` throws.
    func withLivePages<Value: Sendable>(
        in folder: String, of repository: RepositorySettings,
        _ body: @Sendable (any LivePage) async throws -> Value
    ) async throws -> Value
}

package protocol LivePage: Sendable {
    /// The server and its tools, for the log.
    var description: String { get async }
    /// Runs one test until it fails, and leaves its page open.
    /// - Returns: what the runner says of the error.
    func debug(_ test: TestSelection, project: String) async throws -> String
    /// The page's accessibility tree, as YAML.
    func snapshot() async throws -> String
    /// How many elements each locator finds on the page now; nil where that cannot be told.
    /// - Parameter locators: as a test writes them, for example `getByRole('button', { name: 'Save' })`.
    func counts(of locators: [String]) async throws -> [Int?]
    func console() async throws -> [String]
    func network() async throws -> [String]
}

/// Why no live page can be had, in words.
package struct LivePageUnavailable: Error, Hashable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
