import Domain
import Foundation
import Pipeline
import Testing

@testable import Reporters

struct ReportMarkdownTests {
    @Test("The page has results, next steps, actions, links, failures, fixes and models")
    func saysEverything() throws {
        let text = try ReportMarkdown(Reports.full()).text
        for part in [
            "## 🔴 selfheal: needs-human", "| health | 2 | 2 | 0 | 0 | 0 | 0 | 0 | 0 |",
            "| contracts | 6 | 5 | 1 | 0 | 0 | 0 | 0 | 1 |", "| modules | not run |",
            "`modules` was not run: `contracts` was red",
            "| 01-15\u{A0}08:00:00 | playbook | restart-backend on command |",
            "[pull request 12](\(Reports.pullRequest))",
            "- [issue 7](\(Reports.issue)): The app fails: opens the cart", "Allow the playbook `clear-session`",
            "2 tests (api, http-5xx): have somebody who knows the app look at this commit. The app is at fault",
            "```diff\n-a\n+b\n```", "| 3 | 1200 | 340 | 0.0031 USD |",
            "Review the pull request, and merge or close it", "repair 12.3 s",
        ] {
            #expect(text.contains(part), "\(part) is missing")
        }
    }

    @Test("The quarantine of a flaky test is proposed with its reason and its end")
    func quarantine() throws {
        var failure = Reports.failure("1", verdict: .flaky)
        failure.suggestedFix = .init(playbook: "quarantine", class: .c, why: "red at 3 of 41 runs: until 2027-01-29")
        let text = try ReportMarkdown(Reports.report([failure])).text
        #expect(text.contains("meanwhile consider `quarantine`: red at 3 of 41 runs: until 2027-01-29."))
    }

    @Test("A green run is short")
    func green() throws {
        let text = try ReportMarkdown(Reports.report(outcome: .green)).text
        #expect(text.contains("## ✅ selfheal: green"))
        #expect(!text.contains("### Failures") && !text.contains("### What to do next"))
    }

    @Test("Other people's words stay in their cells")
    func escapes() throws {
        let report = try Reports.report(
            [Reports.failure("1", Reports.hostile, project: Reports.hostile, rootCause: Reports.hostile)],
            actions: [Reports.action(Reports.hostile, Reports.hostile, Reports.hostile, why: Reports.hostile)],
            projects: [.init(name: Reports.hostile, notRun: Reports.hostile)])
        // What stands in a span of code is neither a mention nor a link.
        let text = ReportMarkdown(report).text.replacing(/``.*?``|`[^`\n]*`/, with: "code")
        let bare = text.split(separator: "\n").filter { $0.contains("@everyone") || $0.contains("<!channel>") }
        #expect(bare.isEmpty)
        #expect(!text.contains("](http://evil"))
        #expect(!text.contains("\n## x"))
    }

    @Test("Stays below GitHub's limit, and says what it left out")
    func limits() throws {
        let failures = (1...5000).map { Reports.failure("\($0)", String(repeating: "é", count: 3000)) }
        let fixes = (1...400).map { Reports.fix("\($0)", .rejected, failures: []) }
        let whole = try ReportMarkdown(Reports.report(failures, fixes: fixes)).text
        #expect(whole.utf8.count < ReportMarkdown.limitBytes)
        #expect(whole.contains("4800 more are in the JSON report."))
        let short = try ReportMarkdown(Reports.report(failures, fixes: fixes), limitBytes: 3000).text
        #expect(short.utf8.count <= 3000)
        #expect(short.contains("Left out to stay below GitHub's limit: "))
        #expect(try ReportMarkdown(Reports.full(), limitBytes: 10).text.isEmpty)
    }

    @Test("Adds to the summary of the step what there is room for")
    func appends() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "summary.md")
        let report = try Reports.full()
        let folders = JobFolders(data: folder.path(percentEncoded: false), job: report.job.id)
        let reporter = ActionsSummaryReporter(path: file.path(percentEncoded: false))
        reporter.report(report, in: folders)
        reporter.report(report, in: folders)
        #expect(try String(contentsOf: file, encoding: .utf8).matches(of: /## 🔴 selfheal/).count == 2)
        try Data(repeating: 32, count: ReportMarkdown.limitBytes - 100).write(to: file)
        reporter.report(report, in: folders)
        #expect(try Data(contentsOf: file).count == ReportMarkdown.limitBytes - 100)
    }

    @Test("Each verdict, playbook and unpublished fix has a next step of its own")
    func steps() throws {
        let verdicts = FailureReport.Verdict.allCases.map { Reports.failure("\($0)", verdict: $0, group: "\($0)") }
        #expect(try Set(NextSteps(Reports.report(verdicts)).steps.map(\.text)).count == verdicts.count)

        var session = Reports.failure("1", verdict: .environment)
        session.suggestedFix = .init(playbook: "clear-session", class: .a, why: "it expired")
        let tried = try Reports.report(
            [session], actions: [Reports.action("playbook", "clear-session on files", "no effect")])
        #expect(NextSteps(tried).steps.map(\.text).first?.contains("did not help (no effect)") == true)

        var proven = Reports.failure("2", verdict: .testOutdated)
        proven.fix = "abc"
        let unpublished = try Reports.report(
            [proven], fixes: [Reports.fix("abc", .wouldApply, failures: ["2"])],
            actions: [
                Reports.action("pull-request", "acme/shop selfheal/abc -> main", "not published: publishing is off")
            ])
        #expect(NextSteps(unpublished).steps.first?.text.contains("(not published: publishing is off)") == true)
    }
}

struct ReportConsoleTests {
    @Test("Shows projects, failures, fixes, actions, links, next steps and models")
    func saysEverything() throws {
        let text = try ReportConsole.text(Reports.full())
        for part in [
            "project modules: not run: `contracts` was red", "✗ [modules] pays (e2e/pay.spec.ts:7)",
            "app-bug, 90 % sure",
            "fix restart-backend (class A, playbook): applied", "  08:00:00 playbook restart-backend on command: done",
            "issue: \(Reports.issue)", "pull request: \(Reports.pullRequest)", "what to do next",
            "language models: 3 calls, 1200 tokens in, 340 out, 0.0031 USD",
            "took 83.0 s, of which 55.0 s in Playwright",
        ] {
            #expect(text.contains(part), "\(part) is missing")
        }
    }

    @Test("Nothing in a report steers the terminal")
    func isHarmless() throws {
        let text = try ReportConsole.text(Reports.report([Reports.failure("1", "a\u{1B}[2Jb\u{7}\u{202E}c")]))
        #expect(text.contains("a[2Jbc"))
    }
}
