import Domain
import Foundation
import HTTPClient
import Pipeline
import Queue
import Reporters
import Testing
import TestKit

struct NotifierTests {
    private static let slack = "https://hooks.example.test/services/T00000001/B00000001/sEcReTsEcReT"
    private static let discord = "https://discord.example.test/api/webhooks/100000000000000001/tOkEnToKeN"

    private func slack(_ transport: ScriptedTransport, _ clock: SteppingClock = SteppingClock()) throws -> SlackNotifier
    {
        try SlackNotifier(
            webhook: Secret(Self.slack), topics: [.status], transport: transport, pace: clock.pace)
    }

    private func discord(_ transport: ScriptedTransport, _ clock: SteppingClock = SteppingClock()) throws
        -> DiscordNotifier
    {
        try DiscordNotifier(
            webhook: Secret(Self.discord), topics: [.status], transport: transport, pace: clock.pace)
    }

    private func send(_ notifier: any Notifier) async throws -> String {
        let notification = try #require(notifier.message(about: Reports.report(outcome: .green)))
        #expect(notification.topics == [.status])
        return await notifier.send(notification.body).sentence
    }

    @Test("Sends the message once, to the webhook")
    func sends() async throws {
        let transport = ScriptedTransport(.answer(200, ["Content-Type": "text/html"], "ok"))
        #expect(try await send(slack(transport)) == "sent")
        #expect(transport.requests.map(\.url.absoluteString) == [Self.slack])
        #expect(transport.requests.map(\.method) == ["POST"])

        let other = ScriptedTransport(.json(200, #"{"id":"1","content":""}"#))
        #expect(try await send(discord(other)) == "sent")
        #expect(other.requests.map(\.url.absoluteString) == [Self.discord + "?wait=true"])
    }

    @Test("Waits for a limit, as told in the header or in Discord's body")
    func limits() async throws {
        let clock = SteppingClock()
        let transport = ScriptedTransport(
            .answer(429, ["Retry-After": "7", "Content-Type": "text/html"], "rate_limited"), .answer(200, [:], "ok"))
        #expect(try await send(slack(transport, clock)) == "sent")
        let other = ScriptedTransport(
            .json(429, #"{"message":"x","retry_after":1.25,"global":false}"#), .answer(204, [:], ""))
        #expect(try await send(discord(other, clock)) == "sent")
        #expect(clock.sleeps == [.seconds(7), .milliseconds(1250)])
    }

    @Test(
        "A 429 that is not the service's own may come after the message was taken, and ends it",
        arguments: [
            .answer(429, [:], "too many"), .json(429, #"{"error":"too many"}"#),
            .answer(429, ["Content-Type": "text/html", "Retry-After": "10"], "<html>error 1015</html>"),
        ] as [ScriptedTransport.Step])
    func foreignLimits(step: ScriptedTransport.Step) async throws {
        for notifier in [0, 1] {
            let transport = ScriptedTransport(step, .answer(204, [:], "ok"))
            let said = try await send(notifier == 0 ? slack(transport) : discord(transport))
            #expect(said.hasPrefix("unknown: ") && said.contains("429"), "\(said)")
            #expect(transport.requests.count == 1)
        }
    }

    @Test("Tried once, a message that was not taken says so, and for how long the channel wants to be left alone")
    func triedOnce() async throws {
        func end(_ step: ScriptedTransport.Step, isSlack: Bool = true) async throws -> SendingEnd {
            let transport = ScriptedTransport(step, .answer(200, [:], "ok"))
            let clock = SteppingClock()
            var pace = RequestPace.once
            pace.now = { clock.now }
            pace.sleep = { try clock.sleep(for: $0) }
            let notifier: any Notifier =
                isSlack
                ? try SlackNotifier(webhook: Secret(Self.slack), topics: [.status], transport: transport, pace: pace)
                : try DiscordNotifier(
                    webhook: Secret(Self.discord), topics: [.status], transport: transport, pace: pace)
            let end = await notifier.send(Data("{}".utf8))
            #expect(transport.requests.count == 1 && clock.sleeps.isEmpty)
            return end
        }
        guard case .notTaken(_, wait: .seconds(3600)?) = try await end(.answer(429, ["Retry-After": "3600"], "")),
            case .notTaken(_, wait: .milliseconds(1250)?) = try await end(
                .json(429, #"{"message":"x","retry_after":1.25,"global":false}"#), isSlack: false),
            case .notTaken(_, wait: nil) = try await end(.fails(.notConnected("refused"))),
            case .refused = try await end(.answer(404, [:], "no_service")),
            case .uncertain = try await end(.fails(.connection("reset")))
        else {
            Issue.record("an answer means something else")
            return
        }
        #expect(try await end(.answer(200, [:], "ok")) == .sent(rest: nil))
        let bucket = ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "1.5"]
        #expect(try await end(.answer(204, bucket, ""), isSlack: false) == .sent(rest: .milliseconds(1500)))
        let room = ["X-RateLimit-Remaining": "3", "X-RateLimit-Reset-After": "1.5"]
        #expect(try await end(.answer(204, room, ""), isSlack: false) == .sent(rest: nil))
    }

    @Test("A limit that lasts too long ends it")
    func longLimit() async throws {
        let transport = ScriptedTransport(.answer(429, ["Retry-After": "3600"], ""))
        #expect(
            try await send(slack(transport))
                == "failed: Slack did not post a message: its rate limit wants a wait of 3600.0 s")
    }

    static let lost: [ScriptedTransport.Step] = [
        .fails(.connection("reset")), .fails(.timedOut(after: .seconds(30))), .answer(500, [:], "rollup_error"),
        .answer(502, ["Content-Type": "text/html"], "<html>"), .answer(503, ["Retry-After": "1"], "<html>"),
        .answer(200, ["Content-Type": "text/html"], "<html>proxy</html>"), .json(200, #"{"id":"#),
    ]

    @Test("What may have been sent is not sent again", arguments: lost)
    func lostAnswers(step: ScriptedTransport.Step) async throws {
        for notifier in [0, 1] {
            let transport = ScriptedTransport(step, .answer(204, [:], "ok"))
            let said = try await send(notifier == 0 ? slack(transport) : discord(transport))
            #expect(said.hasPrefix("unknown: "))
            #expect(transport.requests.count == 1)
        }
    }

    @Test("What was not sent for lack of a connection is tried again")
    func unconnected() async throws {
        let transport = ScriptedTransport(.fails(.notConnected("refused")), .answer(200, [:], "ok"))
        #expect(try await send(slack(transport)) == "sent")
        #expect(transport.requests.count == 2)
        let never = ScriptedTransport(
            .fails(.notConnected("refused")), .fails(.notConnected("refused")), .fails(.notConnected("refused")),
            .fails(.notConnected("refused")))
        #expect(try await send(slack(never)).hasPrefix("failed: Slack could not be asked to post a message"))
    }

    @Test(
        "Slack's words become sentences with what to do",
        arguments: [
            (410, "channel_is_archived", "unarchive it"), (403, "invalid_token", "set SLACK_WEBHOOK_URL"),
            (404, "no_service", "no such webhook any more"), (400, "invalid_blocks", "report it"),
            (403, "action_prohibited", "administrator"), (400, "something_new", "status 400"),
        ])
    func slackWords(status: Int, word: String, advice: String) async throws {
        let transport = ScriptedTransport(.answer(status, [:], word))
        let said = try await send(slack(transport))
        #expect(said.hasPrefix("failed: Slack says \(word)"))
        #expect(said.contains(advice))
        #expect(transport.requests.count == 1)
    }

    @Test("Discord's tree of errors becomes a sentence")
    func discordErrors() async throws {
        let tree =
            #"{"message":"Invalid Form Body","code":50035,"errors":{"embeds":{"0":{"title":{"_errors":[{"code":"X","message":"Must be 256 or fewer in length."}]}}}}}"#
        #expect(
            try await send(discord(ScriptedTransport(.json(400, tree))))
                == "failed: Discord says 50035 Invalid Form Body (embeds.0.title: Must be 256 or fewer in length.): "
                + "this is a fault of selfheal: please report it with the job's id")
        let gone = try await send(
            discord(ScriptedTransport(.json(404, #"{"message":"Unknown Webhook","code":10015}"#))))
        #expect(gone.contains("make a new webhook"))
        let page = try await send(discord(ScriptedTransport(.answer(403, ["Content-Type": "text/html"], "<html>"))))
        #expect(page.contains("a page of HTML (status 403)"))
    }

    @Test("No error shows the address of the webhook or a part of it")
    func hides() async throws {
        for step: ScriptedTransport.Step in [
            .answer(400, [:], "bad \(Self.slack)"), .fails(.connection("no answer from \(Self.slack)")),
            .answer(404, [:], "no /services/T00000001/B00000001/sEcReTsEcReT"), .fails(.notConnected("sEcReTsEcReT")),
        ] {
            let said = try await send(slack(ScriptedTransport(step, step, step, step)))
            #expect(!said.contains("sEcReT") && !said.contains("B00000001"), "\(said)")
        }
        for text in [
            "", "hooks.slack.com/services/x/sEcReT", "ftp://a.test/sEcReT", "https:///sEcReT", "https://a.test",
        ] {
            let error = #expect(throws: WebhookAddressInvalid.self) {
                try SlackNotifier(webhook: Secret(text), topics: [.status])
            }
            #expect(error?.description.contains("sEcReT") == false)
        }
    }
}
