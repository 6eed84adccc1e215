import Domain
import Foundation
import Testing

/// The porch, whose environment lies outside of its repository, in each of the states that its environment can be broken into.
@Suite(.fewAtATime, .enabled(if: EndToEnd.isReady, EndToEnd.missing))
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
        /// As `environment.mjs break` names it.
        let testDescription: String
        let playbook: String
        let kinds: Set<String>

        init(_ name: String, _ playbook: String, _ kinds: Set<String>) {
            testDescription = name
            self.playbook = playbook
            self.kinds = kinds
        }
    }

    private static let states: [State] = [
        .init("backend-down", "restart-backend", ["connection-refused", "http-5xx"]),
        .init("backend-5xx", "restart-backend", ["http-5xx"]),
        .init("session-expired", "clear-session", ["session-expired"]),
        .init("token-expired", "refresh-tokens", ["token-expired"]),
        .init("dirty-data", "reset-test-data", ["assertion-count-or-state", "http-4xx", "schema-mismatch"]),
        .init("flag-off", "toggle-feature", ["locator-not-found"]),
        .init("stale-cache", "clear-cache", ["locator-not-found"]),
        .init("search-not-ready", "warm-search", ["http-5xx"]),
    ]

    private func heal(_ arguments: String...) throws -> Healing {
        try Healing(
            repository.folder,
            configuration: try porch.control("config", repository.folder.path(percentEncoded: false)), in: place,
            arguments, environment: ["UNLEASH_TOKEN": "admin-token"])
    }

    @Test(
        "What Railway runs is mended at Railway, by one change that is followed until it is up",
        arguments: [
            (State("backend-down", "restart-backend", ["connection-refused", "http-5xx"]), ["restart"]),
            (State("backend-5xx", "redeploy", ["http-5xx"]), ["redeploy"]),
            (State("variable-off", "toggle-feature", ["locator-not-found"]), ["NEIGHBOUR_PICKUP=on", "redeploy"]),
        ])
    func mendsAtRailway(state: State, done: [String]) throws {
        let railway = try Railway(of: porch)
        try porch.control("break", state.testDescription)

        let configuration = try porch.control(
            "railway", repository.folder.path(percentEncoded: false), state.playbook)
        let healing = try Healing(
            repository.folder, configuration: configuration, in: place,
            environment: ["RAILWAY_TOKEN": "account-token", "RAILWAY_API_URL": railway.address])

        let report = try #require(healing.report, Comment(rawValue: healing.output))
        let seen = Comment(rawValue: "\(report.actions.map(\.result))\n\(report.failures.map(\.rootCause))")
        #expect(healing.status == 0, seen)
        #expect(report.fixes.map(\.id) == [state.playbook], seen)
        #expect(report.fixes.allSatisfy { $0.state == .applied && $0.class == .a && $0.proof.holds }, seen)
        #expect(Set(report.failures.map(\.kind)) == state.kinds, seen)
        #expect(report.failures.allSatisfy { $0.resolution == .fixedByPlaybook }, seen)
        #expect(try railway.done() == done)
        #expect(!healing.output.contains("account-token"))
    }

    @Test(
        "A broken environment is mended by the playbook that it needs and by no other, after which the suite is green",
        arguments: states)
    func mendsBrokenEnvironments(state: State) throws {
        try porch.control("break", state.testDescription)

        let healing = try heal()

        let report = try #require(healing.report, Comment(rawValue: healing.output))
        let seen = Comment(rawValue: "\(report.actions.map(\.result))\n\(report.failures.map(\.rootCause))")
        #expect(healing.status == 0, seen)
        #expect(report.job.outcome == .healed, seen)
        #expect(report.fixes.map(\.id) == [state.playbook], seen)
        #expect(report.fixes.allSatisfy { $0.state == .applied && $0.class == .a && $0.proof.holds }, seen)
        #expect(report.summary.fixed == report.failures.count && report.summary.remaining == 0)
        #expect(Set(report.failures.map(\.kind)) == state.kinds, seen)
        for failure in report.failures {
            #expect(failure.verdict == .environment)
            #expect(failure.rootCause.contains("The environment is at fault: "), "judged so before anything was done")
            #expect(failure.culprit == .environment)
            #expect(failure.resolution == .fixedByPlaybook)
        }
        #expect(try repository.git("status", "--porcelain").isEmpty, "no tracked file is changed")
        #expect(try repository.git("branch", "--list", "selfheal/*").isEmpty)
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

/// A Railway that runs the porch's backend, ended with the test.
private final class Railway {
    private let program: RunningProgram
    let address: String

    init(of porch: Porch) throws {
        program = try RunningProgram(
            "node",
            [
                EndToEnd.fakes.appending(path: "railway.mjs").path(percentEncoded: false), "node", Porch.tool,
                "deployed",
            ],
            environment: porch.variables)
        address = try #require(program.address()).absoluteString
    }

    /// What was changed, in order.
    func done() throws -> [String] {
        struct State: Decodable { let done: [String] }
        let url = try #require(URL(string: address + "/_state"))
        return try JSON.decode(State.self, from: try Data(contentsOf: url)).done
    }
}

/// The environment of the porch, ended with the test.
final class Porch {
    private let unleash: RunningProgram
    private let keeper: RunningProgram
    let variables: [String: String]

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

    static let tool = EndToEnd.samples.appending(path: "porch-environment/environment.mjs")
        .path(percentEncoded: false)
}
