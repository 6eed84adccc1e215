import Domain
import Reporters
import Testing

struct DiscordMessageTests {
    private func message(_ report: HealingReport, _ topics: [NotificationTopic] = NotificationTopic.allCases) throws
        -> Members
    {
        try Members(#require(DiscordMessage(report, for: topics)).body)
    }

    @Test("Is one embed with a field for each topic")
    func tells() throws {
        let message = try message(Reports.full())
        let embed = message["embeds"][0]
        #expect(embed["title"].text == "acme/shop main: needs-human")
        #expect(
            embed["fields"].list.map { $0["name"].text } == [
                "Critical and red", "Fixes", "Pull requests and issues", "Status",
            ])
        #expect(
            embed["fields"][2]["value"].text.contains(
                "• **[pull request](\(Reports.pullRequest))** `getByTestId('add')`"))
        #expect(embed["timestamp"].text == "2027-01-15T08:01:23.000Z")
        #expect((message["allowed_mentions"]["parse"].value as? [Any])?.isEmpty == true)
    }

    @Test("A channel hears only of its topics, and nothing when nothing of them happened")
    func chooses() throws {
        let some = try #require(DiscordMessage(Reports.full(), for: [.fix]))
        #expect(some.topics == [.fix])
        #expect(try DiscordMessage(Reports.report(outcome: .green), for: [.critical, .fix, .pullRequest]) == nil)
    }

    @Test("Other people's words cannot mention, link or open markup")
    func escapes() throws {
        let report = try Reports.report(
            [Reports.failure("1", Reports.hostile, rootCause: Reports.hostile)], repository: Reports.hostile)
        let embed = try message(report)["embeds"][0]
        for text in embed["fields"].list.map({ $0["value"].text }) + [embed["title"].text] {
            #expect(!text.contains("@everyone") && !text.contains("<@1>") && !text.contains("](http"))
        }
    }

    @Test("Keeps to Discord's limits whatever a report holds, and says how much it left out")
    func limits() throws {
        let long = String(repeating: "*_[é\u{1F600}", count: 2000)
        let failures = (1...400).map { Reports.failure("\($0)", long, rootCause: long, group: "g\($0)") }
        let fixes = (1...60).map {
            Reports.fix("\(long)\($0)", .proposed, failures: ["1"], pullRequest: "https://a.test/\($0)")
        }
        let embed = try message(Reports.report(failures, fixes: fixes, repository: long))["embeds"][0]
        #expect(embed["title"].text.utf16.count <= 256)
        let fields = embed["fields"].list
        #expect(fields.count == 4)
        #expect(
            fields.allSatisfy {
                (1...1024).contains($0["value"].text.utf16.count) && $0["name"].text.utf16.count <= 256
            })
        #expect(fields[0]["value"].text.contains("more in the report"))
        let all =
            fields.flatMap { [$0["name"].text, $0["value"].text] } + [
                embed["title"].text, embed["footer"]["text"].text,
            ]
        #expect(all.reduce(0) { $0 + $1.utf16.count } <= 6000)
    }
}
