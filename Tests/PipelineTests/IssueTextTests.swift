import Domain
import Testing

@testable import Pipeline

struct IssueTextTests {
    private func failure(
        _ name: String = "pays", verdict: FailureReport.Verdict = .appBug, rootCause: String = "The app is at fault."
    ) -> FailureReport {
        var failure = FailureReport(
            id: name, fingerprint: "f00d", testName: name, project: "modules", file: "e2e/pay.spec.ts", line: 7,
            errorMessage: "Error: expected 3\n```\nreceived 4", category: .ui, kind: "assertion-text-or-value",
            severity: .high,
            culprit: .app, confidence: 0.914, verdict: verdict,
            evidence: [.init(rule: "verdict.base-green", text: "green at the base commit", source: "base-run")],
            rootCause: rootCause, group: "g1")
        failure.suggestedFix = .init(playbook: "restart-backend", class: .a, why: "the server answers with errors")
        return failure
    }

    private func text(_ failures: [FailureReport]) throws -> IssueText {
        let sha = try #require(CommitSHA(String(repeating: "a", count: 40)))
        let base = CommitSHA(String(repeating: "b", count: 40))
        return IssueText(
            failures, revision: Revision(sha: sha, base: base, branch: "main", subject: "Change @all <b>"),
            repository: "acme/shop")
    }

    @Test("It says what is red, whose fault and why, since when, how to check it and how it ends")
    func saysEverything() throws {
        let text = try text([failure(), failure("adds")])
        #expect(text.title == "The app fails: adds and 1 more")
        for part in [
            "| modules | pays | `e2e/pay.spec.ts:7` | high |",
            "**the app** (app-bug, 91 % sure; ui, assertion-text-or-value)",
            "| green at the base commit | base-run | `verdict.base-green` | 2 of 2 |",
            "2 tests fail for one cause: “adds” of modules and “pays” of modules. The app is at fault.",
            "Red at `aaaaaaaaaaaa`", "`bbbbbbbbbbbb`",
            "Run these tests at `bbbbbbbbbbbb`", "`restart-backend` (class A)", "`selfheal:hold`", "*not planned*",
            "````\nError",
        ] {
            #expect(text.body.contains(part), "\(part) is missing")
        }
        #expect(text.body.matches(of: /verdict.base-green/).count == 1)
        #expect(text.tests == ["[modules] e2e/pay.spec.ts: adds", "[modules] e2e/pay.spec.ts: pays"])
    }

    @Test("Each verdict has a title and a way to check it of its own")
    func verdicts() throws {
        let texts = try FailureReport.Verdict.allCases.map { try text([failure(verdict: $0)]) }
        #expect(Set(texts.map(\.title)).count == texts.count)
        #expect(
            Set(texts.map { $0.body.split(separator: "## ").first { $0.hasPrefix("How to check") } }).count
                == texts.count)
    }

    @Test("What tests and pages say cannot mention people, close issues or become markup")
    func escapes() throws {
        let text = try text([failure("fixes #12 @acme/team <img src=x>", rootCause: "saw ![a](http://b) | c")])
        #expect(!text.title.contains("@acme") && !text.title.contains("#12"))
        for part in ["@acme", "@all", "#12", "<img", "<b>", "![a]", "http://b"] {
            #expect(!text.body.contains(part), "\(part) is there")
        }
    }

    @Test("Hundreds of red tests are cut to what people read, and the mark has them all")
    func cuts() throws {
        let text = try text((1...400).map { failure("test \($0)") })
        #expect(text.body.contains("350 more are red for the same reason."))
        #expect(text.body.utf16.count < 20_000)
        #expect(text.tests.count == 400)
    }
}
