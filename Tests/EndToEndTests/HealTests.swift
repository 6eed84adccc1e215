import Domain
import Foundation
import Testing

@Suite(.fewAtATime, .enabled(if: EndToEnd.isReady, EndToEnd.missing))
struct HealTests {
    private let place: URL
    private let repository: SampleRepository

    init() throws {
        place = try EndToEnd.temporaryFolder()
        repository = try SampleRepository(
            copying: EndToEnd.ownSamples.appending(path: "clock"), to: place.appending(path: "clock"))
    }

    private func heal(_ arguments: String...) throws -> (status: Int32, report: HealingReport?, output: String) {
        let configuration = """
            repositories:
              - name: acme/clock
                path: "\(repository.folder.path(percentEncoded: false))"
                setup: [["ln", "-sfn", "\(EndToEnd.modules ?? "")", "node_modules"]]
                timeout: 5m
            """
        let file = place.appending(path: "selfheal.yaml")
        try configuration.write(to: file, atomically: true, encoding: .utf8)
        let report = place.appending(path: "report.json")
        let run = try RunningProgram(
            EndToEnd.program.path(percentEncoded: false),
            ["heal", repository.folder.path(percentEncoded: false)]
                + ["--config", file.path(percentEncoded: false), "--report", report.path(percentEncoded: false)]
                + ["--data", place.appending(path: "data").path(percentEncoded: false)] + arguments)
        let output = run.everything()
        let status = run.wait().status
        let data = FileManager.default.contents(atPath: report.path(percentEncoded: false))
        return (status, try data.map { try JSON.decode(HealingReport.self, from: $0) }, output)
    }

    @Test("A renamed test id becomes a branch on which the suite is green; the working tree is not touched")
    func healsRenamedTestID() throws {
        try repository.replace("data-testid=\"start\"", with: "data-testid=\"begin\"", in: "index.html")
        try repository.commit("Use the product's word for starting")
        try "scratch".write(to: repository.folder.appending(path: "notes.txt"), atomically: true, encoding: .utf8)
        let before = try repository.git("rev-parse", "HEAD")

        let (status, report, output) = try heal()

        #expect(status == 0, Comment(rawValue: output))
        let fix = try #require(report?.fixes.first)
        #expect(report?.fixes.count == 1)
        #expect(fix.state == .proposed)
        #expect(fix.proof.holds)
        #expect(fix.proof.checks.contains { $0.name == "can-fail" && $0.passed }, "\(fix.risk.reasons)")
        #expect(report?.failures.map(\.verdict) == [.testOutdated])
        let branch = try #require(fix.published.branch)
        let spec = try repository.git("show", "\(branch):tests/clock.spec.ts")
        #expect(spec.contains("page.getByTestId('begin').click()"))
        #expect(try repository.git("rev-parse", "HEAD") == before)
        #expect(try repository.git("status", "--porcelain") == "?? notes.txt")
        #expect(try repository.git("diff", "--stat", "\(before)..\(branch)").contains("1 file changed"))
        let text = try String(contentsOf: place.appending(path: "pull-request-\(fix.id).md"), encoding: .utf8)
        #expect(text.contains("getByTestId('begin')"))

        try repository.git("checkout", "--quiet", branch)
        let again = try heal()
        #expect(again.status == 0)
        #expect(again.report?.job.outcome == .green)
    }

    @Test("A dead handler gets no test edit: the app is at fault, and a way back is proposed beside the report")
    func leavesAppBugsAlone() throws {
        try repository.replace("Number(elapsed.textContent) + 1", with: "Number(elapsed.textContent)", in: "index.html")
        try repository.commit("Tidy the script")

        let (status, report, output) = try heal()

        #expect(status == 1, Comment(rawValue: output))
        let failure = try #require(report?.failures.first)
        #expect(failure.verdict == .appBug)
        #expect(failure.culprit == .app)
        #expect(!failure.evidence.isEmpty)
        #expect(failure.fix == nil && failure.evidence.contains { $0.rule == "repair.reverted-hunk" })
        let fix = try #require(report?.fixes.first, Comment(rawValue: output))
        #expect(fix.class == .c && fix.kind == "reverted-hunk" && fix.proof.holds && fix.files == ["index.html"])
        let branch = try #require(fix.published.branch)
        #expect(try repository.git("diff", "HEAD~", branch).isEmpty)
    }

    @Test("A removed element gets no test edit")
    func leavesRemovedElementsAlone() throws {
        try repository.replace(
            "<button data-testid=\"start\" type=\"button\">Start</button>", with: "", in: "index.html")
        try repository.commit("Remove a button")

        let (status, report, output) = try heal()

        #expect(status == 1, Comment(rawValue: output))
        #expect(report?.failures.map(\.verdict) == [.appBug])
        #expect(report?.fixes.allSatisfy { $0.class == .c && $0.files == ["index.html"] } == true)
    }

    @Test("A dry run says what it would do, and does not do it")
    func runsDry() throws {
        try repository.replace("data-testid=\"start\"", with: "data-testid=\"begin\"", in: "index.html")
        try repository.commit("Use the product's word for starting")

        let (status, report, output) = try heal("--dry-run")

        #expect(status == 0, Comment(rawValue: output))
        #expect(report?.dryRun == true)
        #expect(report?.fixes.map(\.state) == [.wouldApply])
        #expect(report?.actions.map(\.dryRun) == [true])
        #expect(try repository.git("branch", "--list", "selfheal/*").isEmpty)
    }

    @Test("A suite that cannot be loaded is status 3, with an error that shows what Playwright said")
    func reportsBrokenSuites() throws {
        try "export default {".write(
            to: repository.folder.appending(path: "playwright.config.ts"), atomically: true, encoding: .utf8)
        try repository.commit("Break the configuration")
        #expect(try heal().status == 3)
    }

    @Test("A ref or a base that does not exist is a wrong option", arguments: ["--ref", "--base"])
    func refusesUnknownRevisions(option: String) throws { #expect(try heal(option, "no-such-commit").status == 2) }
}
