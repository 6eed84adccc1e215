import Pipeline
import Testing

@testable import GitHub

struct IssueBodyTests {
    @Test(
        "The mark comes back whatever tests are called, and nothing of it shows",
        arguments: [
            "a --> <b>x</b>", "--- ---", "@acme/team fixes #12", "\"quoted\" \\ and\nline",
            "<!-- selfheal:issue {} -->",
        ])
    func hidesMark(test: String) throws {
        let draft = Drafts.issue(tests: [test])
        let text = try IssueBody(draft).text
        #expect(IssueBody.mark(in: text.replacing("\n", with: "\r\n")) == draft.mark)
        let mark = try #require(text.split(separator: "\n").last)
        #expect(mark.hasPrefix("<!-- selfheal:issue {") && mark.hasSuffix("} -->"))
        #expect(!mark.dropFirst(4).dropLast(3).contains("--"))
        #expect(!mark.contains("@") && !mark.contains("#"))
    }

    @Test("Keeps to GitHub's limit, and the mark with it")
    func limits() throws {
        let tests = (1...2000).map { "[modules] e2e/a.spec.ts: test number \($0)" }
        let text = try IssueBody(Drafts.issue(body: String(repeating: "é\u{1F600}", count: 40_000), tests: tests)).text
        #expect(text.utf16.count < 65_536)
        let mark = try #require(IssueBody.mark(in: text))
        #expect(mark.fingerprint == "f00d")
        #expect(mark.tests.count > 100)
        #expect(text.contains("> Shortened"))
    }

    @Test(
        "Other text has no mark",
        arguments: [nil, "", "<!-- selfheal:issue not json -->", "<!-- selfheal:issue {\"branch\""])
    func noMark(body: String?) { #expect(IssueBody.mark(in: body) == nil) }
}
