import Domain
import Foundation
import Testing

/// The sample shop, broken in each of the ways that its switch knows, judged from what its own suite leaves behind.
@Suite(.fewAtATime, .enabled(if: EndToEnd.isReady, EndToEnd.missing))
struct TriageTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        /// As `SHOP_BREAK` names it.
        let testDescription: String
        /// A test that it turns red; empty when it keeps the suite from running.
        let test: String
        let category: FailureReport.Category
        let kind: String
        let severity: FailureReport.Severity
        /// From what the run shows, before anything else is known.
        let culprit: FailureReport.Culprit
        var verdict = FailureReport.Verdict.environment
        let playbook: String?
        var hasPage = false

        init(
            _ name: String, _ test: String, _ category: FailureReport.Category, _ kind: String,
            _ severity: FailureReport.Severity, _ culprit: FailureReport.Culprit,
            verdict: FailureReport.Verdict = .environment, playbook: String?, hasPage: Bool = false
        ) {
            testDescription = name
            self.test = test
            self.category = category
            self.kind = kind
            self.severity = severity
            self.culprit = culprit
            self.verdict = verdict
            self.playbook = playbook
            self.hasPage = hasPage
        }
    }

    private static let faults: [Fault] = [
        .init(
            "session", "an incomplete address is refused field by field", .auth, "session-expired", .high,
            .environment, playbook: "clear-session", hasPage: true),
        .init(
            "token-expired", "signing in answers the customer and keeps the session", .auth, "token-expired", .high,
            .environment, playbook: "refresh-tokens"),
        .init("cors", "shows all products", .auth, "cors", .high, .app, playbook: nil, hasPage: true),
        .init(
            "http-4xx", "one product has the agreed shape", .api, "http-4xx", .medium, .app,
            playbook: "toggle-feature"),
        .init(
            "http-5xx", "the product API answers", .api, "http-5xx", .high, .environment, playbook: "restart-backend"),
        // The suite gives a request five seconds: too few to call what was not answered within them severe.
        .init(
            "api-timeout", "the product API answers", .api, "api-timeout", .medium, .app, playbook: "restart-backend"),
        .init(
            "schema", "one product has the agreed shape", .api, "schema-mismatch", .high, .app,
            playbook: "reset-test-data"),
        .init(
            "selector", "adds the chosen quantity to the cart", .ui, "locator-not-found", .medium, .app,
            playbook: "toggle-feature", hasPage: true),
        .init(
            "loading-never-finished", "shows all products", .ui, "loading-never-finished", .high, .app,
            playbook: "restart-backend", hasPage: true),
        .init(
            "accessibility", "the login form passes the accessibility audit", .ui, "accessibility", .medium, .app,
            playbook: "clear-cache", hasPage: true),
        .init(
            "network", "the product API answers", .network, "connection-reset", .high, .environment,
            playbook: "restart-backend"),
        .init(
            "server-down", "", .network, "webserver-not-started", .critical, .environment, playbook: "restart-backend"),
        .init(
            "sums", "the sums of a cart agree", .unknown, "other", .medium, .unknown, verdict: .unknown, playbook: nil),
    ]

    private let place: URL
    private let repository: SampleRepository

    /// The shop with a last commit that explains nothing.
    init() throws {
        place = try EndToEnd.temporaryFolder()
        repository = try SampleRepository(
            copying: EndToEnd.samples.appending(path: "shop"), to: place.appending(path: "shop"))
        try repository.replace("A small web shop", with: "A web shop", in: "README.md")
        try repository.commit("Say it shorter")
    }

    private func heal(_ test: String, environment: String = "") throws -> Healing {
        let port = EndToEnd.port()
        return try Healing(
            repository.folder,
            configuration: """
                repositories:
                  - name: samples/shop
                    path: "\(repository.folder.path(percentEncoded: false))"
                    setup: [["ln", "-sfn", "\(EndToEnd.modules ?? "")", "node_modules"]]
                    test: ["npx", "playwright", "test", "--timeout=10000", "--workers=1", "--grep=\(test)$"]
                    timeout: 2m
                    environment: { PORT: "\(port)"\(environment) }
                """,
            in: place, ["--dry-run"])
    }

    /// `selfheal triage` on the report of the suite's first run.
    private func triage(_ healing: Healing) throws -> [FailureReport] {
        let report = healing.artifacts.appending(path: "test/report.json").path(percentEncoded: false)
        let run = try RunningProgram(
            EndToEnd.program.path(percentEncoded: false), ["triage", report, "--format", "json"])
        return try JSON.decode([FailureReport].self, from: Data(run.everything().utf8))
    }

    @Test("Each way to break the shop is told from the others by what its suite leaves behind", arguments: faults)
    func tellsFaultsApart(fault: Fault) throws {
        let healing = try heal(fault.test, environment: ", SHOP_BREAK: \"\(fault.testDescription)\"")

        let failures = try #require(healing.report?.failures, Comment(rawValue: healing.output))
        let failure = try #require(failures.first, Comment(rawValue: healing.output))
        #expect(failures.count == 1)
        #expect(failure.testName == (fault.test.isEmpty ? "the suite itself" : fault.test))
        #expect(failure.category == fault.category, Comment(rawValue: failure.errorMessage))
        #expect(failure.kind == fault.kind, Comment(rawValue: "\(failure.evidence)"))
        #expect(failure.severity == fault.severity)
        #expect(failure.verdict == fault.verdict, Comment(rawValue: "\(failure.evidence)"))
        #expect(failure.culprit == (fault.verdict == .environment ? .environment : fault.culprit))
        #expect(failure.suggestedFix?.playbook == fault.playbook)
        #expect(failure.suggestedFix?.class ?? .a == .a)
        #expect(!failure.autoFixable, "nothing is configured that could fix it")
        #expect(failure.rootCause.contains("failed: "))
        #expect((failure.screenshot != nil) == fault.hasPage)
        #expect((failure.trace != nil) == !fault.test.isEmpty)
        if let trace = failure.trace {
            #expect(FileManager.default.fileExists(atPath: healing.artifacts.appending(path: trace).path()))
        }

        let alone = try triage(healing)
        #expect(alone.map(\.kind) == [fault.kind])
        #expect(alone.map(\.culprit) == [fault.culprit])
        // Without another run it may not know, and follows the signs where it does.
        let signs: [FailureReport.Culprit: FailureReport.Verdict] = [
            .app: .appBug, .test: .testBug, .environment: .environment,
        ]
        #expect(
            alone.allSatisfy { [.unknown, signs[fault.culprit]].contains($0.verdict) }, "\(alone.map(\.rootCause))")
        #expect((alone.first?.screenshot != nil) == fault.hasPage)
        #expect((alone.first?.trace != nil) == !fault.test.isEmpty)
    }

    @Test("A renamed test id can be fixed without anybody, by a proposal")
    func tellsRenamedElements() throws {
        try repository.apply(EndToEnd.samples.appending(path: "shop-breakages/renamed-test-id"))

        let failure = try #require(try heal("adds the chosen quantity to the cart").report?.failures.first)

        #expect(failure.kind == "locator-not-found")
        #expect(failure.verdict == .testOutdated)
        #expect(failure.autoFixable)
        #expect(failure.suggestedFix?.playbook == "repair-locator")
        #expect(failure.suggestedFix?.class == .b)
    }
}
