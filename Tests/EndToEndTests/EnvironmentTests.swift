import Domain
import Foundation
import Testing

/// The porch, whose environment lies outside of its repository, in each of the states that its environment can be broken into.
@Suite(.serialized, .enabled(if: EndToEnd.isReady, EndToEnd.missing))
struct EnvironmentTests {
    private let porch: Porch
    private let place: URL
    private let repository: SampleRepository

    /// The last commit explains nothing.
    init() throws {
        place = try EndToEnd.temporaryFolder()
        repository = try SampleRepository(
            copying: EndToEnd.samples.appending(path: "porch"), to: place.appending(path: "porch"))
        try repository.replace("A board of parcels", with: "Parcels", in: "README.md")
        try repository.commit("Say it shorter")
        porch = try Porch(state: place.appending(path: "state"))
    }

    struct State: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let playbook: String
        let kinds: Set<String>
    }

    private static let states: [State] = [
        .init(
            testDescription: "backend-down", playbook: "restart-backend", kinds: ["connection-refused", "http-5xx"]),
        .init(testDescription: "backend-5xx", playbook: "restart-backend", kinds: ["http-5xx"]),
        .init(testDescription: "session-expired", playbook: "clear-session", kinds: ["session-expired"]),
        .init(testDescription: "token-expired", playbook: "refresh-tokens", kinds: ["token-expired"]),
        .init(
            testDescription: "dirty-data", playbook: "reset-test-data",
            kinds: ["assertion-count-or-state", "http-4xx", "assertion-text-or-value"]),
        .init(testDescription: "flag-off", playbook: "toggle-feature", kinds: ["locator-not-found"]),
        .init(testDescription: "stale-cache", playbook: "clear-cache", kinds: ["locator-not-found"]),
        .init(testDescription: "search-not-ready", playbook: "restart-backend", kinds: ["http-5xx"]),
    ]

    private func heal(_ arguments: String...) throws -> Healing {
        let configuration = try porch.control("config", repository.folder.path(percentEncoded: false))
        return try Healing(
            repository.folder, configuration: configuration, in: place, arguments,
            environment: ["UNLEASH_TOKEN": "admin-token"])
    }

    @Test(
        "A broken environment is mended by one playbook, after which the whole suite is green",
        arguments: states)
    func mendsBrokenEnvironments(state: State) throws {
        try porch.control("break", state.testDescription)
        let healing = try heal()

        let report = try #require(healing.report, Comment(rawValue: healing.output))
        let seen = Comment(rawValue: "\(report.actions.map(\.result))\n\(report.failures.map(\.rootCause))")
        #expect(healing.status == 0, seen)
        #expect(report.job.outcome == .healed, seen)
        #expect(report.fixes.contains { $0.state == .applied && $0.class == .a && $0.proof.holds }, seen)
        #expect(report.fixes.count { $0.state == .applied } == 1, seen)
        #expect(!Set(report.failures.map(\.kind)).isDisjoint(with: state.kinds), seen)
        #expect(report.failures.allSatisfy { $0.culprit == .environment }, seen)
        #expect(report.failures.contains { $0.suggestedFix?.playbook == state.playbook }, seen)
        #expect(report.summary.fixed == report.failures.count && report.summary.remaining == 0)
        #expect(try repository.git("status", "--porcelain").isEmpty, "no tracked file is changed")
    }

    @Test(
        "A page from before a commit that renamed something with its test is the cache's fault, and no test is turned back"
    )
    func judgesOldPages() throws {
        for file in ["app/pages.mjs", "e2e/welcome.spec.js"] {
            try repository.replace("See the parcels", with: "My deliveries", in: file)
        }
        try repository.commit("Speak of deliveries")
        try repository.git("revert", "--no-edit", "HEAD")
        try porch.control("break", "stale-cache")

        let healing = try heal("--dry-run")

        let failure = try #require(healing.report?.failures.first, Comment(rawValue: healing.output))
        #expect(failure.evidence.contains { $0.rule == "circumstance.base-green" })
        #expect(failure.verdict == .environment, Comment(rawValue: "\(failure.evidence)"))
        #expect(failure.suggestedFix?.playbook == "clear-cache")
        #expect(healing.report?.fixes.contains { $0.class != .a } == false)
    }
}

/// The environment of the porch, ended with the test.
final class Porch {
    private let unleash: RunningProgram
    private let keeper: RunningProgram
    private let variables: [String: String]

    init(state: URL) throws {
        unleash = try RunningProgram(
            "node", [EndToEnd.fakes.appending(path: "unleash.mjs").path(percentEncoded: false)])
        variables = [
            "PORCH_STATE": state.path(percentEncoded: false), "UNLEASH_URL": unleash.address()?.absoluteString ?? "",
            "UNLEASH_ADMIN_TOKEN": "admin-token", "UNLEASH_FRONTEND_TOKEN": "frontend-token",
        ]
        keeper = try RunningProgram("node", [Self.tool, "serve"], environment: variables)
        guard keeper.firstLine() != nil else { throw Refused(words: ["serve"], output: "it ended at once") }
    }

    /// - Returns: what it printed.
    @discardableResult
    func control(_ words: String...) throws -> String {
        let run = try RunningProgram("node", [Self.tool] + words, environment: variables)
        let output = run.everything()
        guard run.wait() == (false, 0) else { throw Refused(words: words, output: output) }
        return output
    }

    struct Refused: Error {
        let words: [String]
        let output: String
    }

    private static let tool = EndToEnd.samples.appending(path: "porch-environment/environment.mjs")
        .path(percentEncoded: false)
}
