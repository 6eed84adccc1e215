import Domain
import Reporters
import Testing

struct SlackMessageTests {
    private func message(_ report: HealingReport, _ topics: [NotificationTopic] = NotificationTopic.allCases) throws
        -> Members
    {
        try Members(#require(SlackMessage(report, for: topics)).body)
    }

    private func sections(_ message: Members) -> [String] {
        message["blocks"].list.filter { $0["type"].text == "section" }.map { $0["text"]["text"].text }
    }

    @Test("Tells each topic in a section of its own, with links")
    func tells() throws {
        let message = try message(Reports.full())
        #expect(message["blocks"][0]["text"]["text"].text == "🔴 acme/shop main: needs-human")
        #expect(
            sections(message) == [
                """
                *Critical and red*
                • `[modules] pays (e2e/pay.spec.ts:7)` and 1 more for the same reason. The app is at fault: `GET /cart` answers 500.
                • `[contracts] shows orders (e2e/pay.spec.ts:7)` The environment is at fault: the session has expired.
                """,
                """
                *Fixes*
                • `<\(Reports.pullRequest)|b553ae22f955>` would make 1 test green, proven by 3 runs: `getByTestId('add')` found the button
                • `restart-backend` made 1 test green again: nothing listened on port 4000
                """,
                """
                *Pull requests and issues*
                • `<\(Reports.pullRequest)|pull request>` `getByTestId('add')` found the button
                • `<\(Reports.issue)|issue>` The app fails: opens the cart
                • `<https://github.com/acme/shop/issues/3|closed issue>` its tests are green again
                """,
                "*Status*\n• `suite` 20 tests, 14 passed, 6 failed, 3 left for people",
            ])
        #expect(message["text"].text.hasPrefix("🔴 acme/shop main: needs-human. Critical and red: 2, Fixes: 2"))
    }

    @Test("A channel hears only of its topics, and nothing when nothing of them happened")
    func chooses() throws {
        let report = try Reports.full()
        let some = try #require(SlackMessage(report, for: [.status, .critical]))
        #expect(some.topics == [.critical, .status])
        #expect(try sections(Members(some.body)).count == 2)
        let green = try Reports.report(outcome: .green)
        #expect(SlackMessage(green, for: [.critical, .fix, .pullRequest]) == nil)
        #expect(SlackMessage(green, for: []) == nil)
        #expect(try message(green)["blocks"][0]["text"]["text"].text.hasPrefix("✅"))
        let high = try Reports.report([Reports.failure("1", severity: .high)])
        #expect(SlackMessage(high, for: [.critical]) == nil)
    }

    @Test("A job that could not be done is told to those who want to hear how jobs end")
    func failedJob() throws {
        let job = try Reports.report().job
        let error = "git clone failed: Authentication failed for <https://a.test|x>\n(give GITHUB_TOKEN read access)"
        #expect(SlackMessage(failed: job, error: error, for: [.critical, .fix, .pullRequest]) == nil)
        let message = try #require(SlackMessage(failed: job, error: error))
        #expect(message.topics == [.status])
        let members = try Members(message.body)
        #expect(members["blocks"][0]["text"]["text"].text == "🔴 acme/shop main: failed")
        let section = try #require(sections(members).first)
        #expect(section.hasPrefix("*Could not be done*\n• `job` git clone failed: Authentication failed"))
        #expect(!section.contains("<https"))
    }

    @Test("Other people's words cannot mention, link or open markup")
    func escapes() throws {
        let failure = Reports.failure("1", Reports.hostile, rootCause: Reports.hostile)
        let report = try Reports.report(
            [failure], actions: [Reports.action("issue", Reports.hostile, "closed", why: Reports.hostile)],
            repository: Reports.hostile)
        let message = try message(report)
        for text in sections(message) + [message["text"].text] {
            #expect(!text.contains("<!") && !text.contains("<@"))
            #expect(text.contains("&lt;!channel&gt;") || !text.contains("channel"))
            #expect(!text.replacing(/`[^`\n]*`/, with: "").contains("@everyone"))
        }
        for block in message["blocks"].list where block["type"].text == "section" {
            #expect(block["text"]["verbatim"].value as? Bool == true)
        }
    }

    @Test("Keeps to Slack's limits whatever a report holds, and says how much it left out")
    func limits() throws {
        let long = String(repeating: "<&>é\u{1F600}", count: 2000)
        let failures = (1...400).map { Reports.failure("\($0)", long, rootCause: long, group: "g\($0)") }
        let fixes = (1...60).map {
            Reports.fix("\(long)\($0)", .proposed, failures: ["1"], pullRequest: "https://a.test/\($0)")
        }
        let message = try message(Reports.report(failures, fixes: fixes, repository: long))
        #expect(message["blocks"][0]["text"]["text"].text.utf16.count <= 150)
        for text in sections(message) {
            #expect(text.utf16.count <= 3000)
            #expect(text.contains("more in the report") || text.contains("suite"))
        }
        #expect(message["blocks"].list.count <= 50)
        #expect(message["text"].text.utf16.count <= 3000)
    }

    @Test("A link that is no address of the web is no link")
    func links() throws {
        var failure = Reports.failure("1")
        failure.issue = "javascript:alert(1)"
        #expect(try !sections(message(Reports.report([failure]))).joined().contains("<javascript"))
    }
}
