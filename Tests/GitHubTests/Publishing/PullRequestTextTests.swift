import Domain
import Pipeline
import Testing

@testable import GitHub

struct PullRequestTextTests {
    static func text(title: String = "T", body: String = "B", message: String = "M") throws -> PullRequestText {
        PullRequestText(
            draft: PullRequestDraft(
                repository: "octo/demo", branch: "selfheal/abc123", into: "main",
                parent: try #require(CommitSHA(String(repeating: "a", count: 40))), title: title, body: body,
                commitMessage: message, files: [], isDraft: false))
    }

    @Test(
        "Adds the trailer where git looks for it",
        arguments: [
            ("Fix", "Fix\n\nSelfheal-Fix: abc123"),
            ("Fix\n\nBecause.\n", "Fix\n\nBecause.\n\nSelfheal-Fix: abc123"),
            ("Fix: it\n", "Fix: it\n\nSelfheal-Fix: abc123"),
            ("Fix\n\nRefs: #1", "Fix\n\nRefs: #1\nSelfheal-Fix: abc123"),
            ("Fix\n\nSelfheal-Fix: abc123\n", "Fix\n\nSelfheal-Fix: abc123"),
        ])
    func trailer(message: String, expected: String) throws {
        #expect(try Self.text(message: message).commitMessage == expected)
    }

    @Test("Keeps to GitHub's limits, and the marker with them")
    func limits() throws {
        let text = try Self.text(
            title: String(repeating: "👩‍👩‍👧", count: 300) + "\nx", body: String(repeating: "é\u{1F600}", count: 40_000))
        #expect(text.title().unicodeScalars.count <= 256)
        #expect(text.title().hasSuffix("…"))
        let body = text.body(withDraftNote: true)
        #expect(body.utf16.count < 65_536)
        #expect(body.hasSuffix(text.marker))
        #expect(body.contains("> Shortened"))
        #expect(body.hasPrefix(PullRequestText.draftNote))
    }

    @Test("Sees through what GitHub does to line ends")
    func sameness() {
        #expect(PullRequestText.isSame("a\r\nb\r\n", "a\nb"))
        #expect(!PullRequestText.isSame("a", "b"))
    }
}
