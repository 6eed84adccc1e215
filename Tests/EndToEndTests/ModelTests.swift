import Domain
import Foundation
import Testing

/// A failure that no rule can heal, with a model that answers as a test wrote: what is right is proven and proposed, what
/// cheats is refused.
@Suite(.fewAtATime, .enabled(if: EndToEnd.isReady, EndToEnd.missing))
struct ModelTests {
    private let place: URL
    private let repository: SampleRepository
    private static let key = "sk-ant-test-key-of-this-suite"

    init() throws {
        place = try EndToEnd.temporaryFolder()
        repository = try SampleRepository(
            copying: EndToEnd.ownSamples.appending(path: "clock"), to: place.appending(path: "clock"))
        try repository.replace("getByTestId('start')", with: "getByTestId('strat')", in: "tests/clock.spec.ts")
        // Under another name there is no earlier version of the test that could be restored.
        try repository.replace("counts each start", with: "counts every start", in: "tests/clock.spec.ts")
        try repository.commit("Tidy the tests")
    }

    private static func block(_ search: String, _ replace: String) -> String {
        "tests/clock.spec.ts\n<<<<<<< SEARCH\n\(search)\n=======\n\(replace)\n>>>>>>> REPLACE\n"
    }

    private static let broken = "  await page.getByTestId('strat').click();"
    private static let mended = "  await page.getByTestId('start').click();"
    private static let assertion = "  await expect(page.getByTestId('elapsed')).toHaveText('1');"

    private struct Outcome {
        let status: Int32
        let report: HealingReport
        let journal: String
        let output: String
    }

    private func heal(patch: String, api: String) throws -> Outcome {
        let answers = place.appending(path: "answers.json")
        let words: [String: Any] = [
            "root-cause": [
                "rootCause": "The test looks for a test id that the page has never had.", "evidence": ["e1"],
                "wouldBeDisprovenBy": "A page that has this test id.",
            ],
            "strategy": ["strategy": "test-code", "reason": "The test id is misspelt in the test."], "patch": patch,
        ]
        try JSONSerialization.data(withJSONObject: words).write(to: answers)
        let models = try RunningProgram(
            "node",
            [
                EndToEnd.fakes.appending(path: "models.mjs").path(percentEncoded: false),
                answers.path(percentEncoded: false),
            ])
        defer { models.process.terminate() }
        let address = try #require(models.address()).absoluteString
        var environment = ["SELFHEAL_GPU": "off"]
        switch api {
        case "anthropic":
            environment["ANTHROPIC_BASE_URL"] = address
            environment["ANTHROPIC_API_KEY"] = Self.key
        default: environment["OLLAMA_HOST"] = address
        }
        let file = place.appending(path: "selfheal.yaml")
        try """
        repositories:
          - name: acme/clock
            path: "\(repository.folder.path(percentEncoded: false))"
            setup: [["ln", "-sfn", "\(EndToEnd.modules ?? "")", "node_modules"]]
            timeout: 5m
        """.write(to: file, atomically: true, encoding: .utf8)
        let report = place.appending(path: "report.json")
        let run = try RunningProgram(
            EndToEnd.program.path(percentEncoded: false),
            [
                "heal", repository.folder.path(percentEncoded: false), "--config", file.path(percentEncoded: false),
                "--report", report.path(percentEncoded: false), "--llm", api, "--data",
                place.appending(path: "data").path(percentEncoded: false),
            ], environment: environment)
        let output = run.everything()
        let status = run.wait().status
        let data = try #require(FileManager.default.contents(atPath: report.path(percentEncoded: false)))
        let journal = try #require(URL(string: address + "/_journal"))
        return Outcome(
            status: status, report: try JSON.decode(HealingReport.self, from: data),
            journal: try String(contentsOf: journal, encoding: .utf8), output: output)
    }

    @Test(
        "A mistake of the test that no rule mends is mended by a model's patch, which is proven first",
        arguments: ["anthropic", "ollama"])
    func heals(api: String) throws {
        let outcome = try heal(patch: Self.block(Self.broken, Self.mended), api: api)
        #expect(outcome.status == 0, Comment(rawValue: outcome.output))
        let fix = try #require(outcome.report.fixes.first)
        #expect(fix.source == .model && fix.state == .proposed && fix.proof.holds)
        #expect(fix.class == .b)
        #expect(fix.proof.after.runs == 3)
        #expect(outcome.report.metrics.llm.calls == 3)
        #expect(outcome.report.failures.first?.evidence.contains { $0.rule == "model.root-cause" } == true)
        let branch = try #require(fix.published.branch)
        #expect(try repository.git("show", "\(branch):tests/clock.spec.ts").contains("getByTestId('start')"))
        #expect(!outcome.journal.contains(Self.key))
    }

    @Test(
        "A patch that cheats is refused by name, and the test stays red",
        arguments: [
            ("await page.getByTestId('strat').click();", "test.skip();", "nothing-bypassed"),
            (assertion, "  await expect(page.getByTestId('elapsed')).toBeVisible();", "assertions-kept"),
            (broken, "  await page.getByRole('button').first().click();", "nothing-bypassed"),
            (broken, "  await page.waitForTimeout(1000);\n" + mended, "nothing-bypassed"),
            (assertion, "", "assertions-kept"),
        ])
    func refusesCheats(search: String, replace: String, check: String) throws {
        let outcome = try heal(patch: Self.block(search, replace), api: "anthropic")
        #expect(outcome.status == 1, Comment(rawValue: outcome.output))
        let fix = try #require(outcome.report.fixes.first)
        #expect(fix.state == .rejected && fix.published.branch == nil)
        #expect(fix.proof.checks.contains { $0.name == check && !$0.passed }, "\(fix.proof.checks)")
        #expect(try repository.git("branch", "--list", "selfheal/*").isEmpty)
    }
}
