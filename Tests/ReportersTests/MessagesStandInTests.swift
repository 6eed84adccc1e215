import Advice
import Domain
import Foundation
import HTTPClient
import Pipeline
import Queue
import Reporters
import Testing
import TestKit

/// Against servers that check messages as Slack and Discord do.
@Suite(
    .enabled(if: StandIn.isRunning("SELFHEAL_SERVICES_STAND_IN"), "SELFHEAL_SERVICES_STAND_IN is not set"),
    .serialized)
struct MessagesStandInTests {
    private static let slackHook = "/services/T00000001/B00000001/okokokokokokokokokokokok"
    private static let discordHook = "/api/webhooks/100000000000000001/" + String(repeating: "ok", count: 34)

    enum Service: String, CaseIterable { case slack, discord }

    private struct Messages: Decodable { let count: Int }
    private struct Journal: Decodable {
        struct Entry: Decodable {
            let method: String
            let path: String
        }
        let entries: [Entry]
    }

    private func standIn(_ service: Service) throws -> StandIn {
        try StandIn(variable: "SELFHEAL_SERVICES_STAND_IN", service: service.rawValue)
    }

    /// Waits take no time, and a hanging answer a second.
    private var pace: RequestPace {
        var pace = RequestPace()
        pace.timeout = .seconds(1)
        pace.sleep = { _ in try Task.checkCancellation() }
        return pace
    }

    private func notifier(_ service: Service, _ hook: String? = nil, pace: RequestPace? = nil) throws -> any Notifier {
        let place = try standIn(service).url.absoluteString
        let topics = NotificationTopic.allCases
        return switch service {
        case .slack:
            try SlackNotifier(
                webhook: Secret(place + (hook ?? Self.slackHook)), topics: topics, pace: pace ?? self.pace)
        case .discord:
            try DiscordNotifier(
                webhook: Secret(place + (hook ?? Self.discordHook)), topics: topics, pace: pace ?? self.pace)
        }
    }

    private func prepare(_ service: Service, faults: [JSONValue] = [], rate: JSONValue = [1000, 1000]) async throws {
        try await standIn(service).tell("_control", ["reset": true, "rate": rate, "set_fail": .array(faults)])
    }

    private func send(_ notifier: any Notifier, _ report: HealingReport? = nil) async throws -> String {
        let notification = try #require(notifier.message(about: report ?? Reports.full()))
        return await notifier.send(notification.body).sentence
    }

    private func messages(_ service: Service) async throws -> Int {
        try await standIn(service).read("_messages", as: Messages.self).count
    }

    private func posts(_ service: Service, to hook: String) async throws -> Int {
        try await standIn(service).read("_journal", as: Journal.self).entries.count {
            $0.method == "POST" && $0.path == hook
        }
    }

    /// A webhook that no other test uses: what hangs is written down late.
    private func ownHook(_ service: Service) async throws -> String {
        let name = UUID().uuidString.replacing("-", with: "")
        let number = String(UInt64.random(in: 1 << 40...1 << 50))
        let slack = "/services/T00000001/B00000001/\(name)"
        let hook: JSONValue =
            switch service {
            case .slack: [.string(slack), ["channel": "#own"]]
            case .discord: [.string(number), ["token": .string(name)]]
            }
        try await standIn(service).tell("_control", ["hook": hook])
        return service == .slack ? slack : "/api/webhooks/\(number)/\(name)"
    }

    @Test("Messages of every size are taken", arguments: Service.allCases)
    func sizes(service: Service) async throws {
        try await prepare(service)
        let long = String(repeating: Reports.hostile, count: 400)
        let failures = (1...300).map { Reports.failure("\($0)", long, rootCause: long, group: "g\($0)") }
        let fixes = (1...60).map {
            Reports.fix("\(long)\($0)", .proposed, failures: ["1"], pullRequest: "https://a.test/\($0)")
        }
        let reports = [
            try Reports.full(), try Reports.report(outcome: .green),
            try Reports.report([Reports.failure("1", "", rootCause: "")]),
            try Reports.report(failures, fixes: fixes, repository: long),
        ]
        for report in reports { #expect(try await send(notifier(service), report) == "sent") }
        #expect(try await messages(service) == reports.count)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        /// JSON.
        let fault: String
        /// How often the request comes; nil: not known yet when the answer is late.
        let posts: Int?
        let messages: Int
        let word: String
        var testDescription: String { fault }
    }

    static let cases = [
        Case(fault: #"{"reset": true, "when": "after"}"#, posts: 1, messages: 1, word: "unknown: "),
        Case(fault: #"{"reset": true}"#, posts: 1, messages: 0, word: "unknown: "),
        Case(fault: #"{"hang": 3, "when": "after"}"#, posts: nil, messages: 1, word: "unknown: "),
        Case(fault: #"{"hang": 3}"#, posts: nil, messages: 0, word: "unknown: "),
        Case(fault: #"{"status": 500, "when": "after"}"#, posts: 1, messages: 1, word: "unknown: "),
        Case(fault: #"{"preset": "html502", "when": "after"}"#, posts: 1, messages: 1, word: "unknown: "),
        Case(fault: #"{"preset": "html503", "when": "after"}"#, posts: 1, messages: 1, word: "unknown: "),
        Case(fault: #"{"preset": "html503"}"#, posts: 1, messages: 0, word: "unknown: "),
        Case(fault: #"{"truncate": 1, "when": "after"}"#, posts: 1, messages: 1, word: "unknown: "),
        Case(fault: #"{"preset": "cloudflare1015"}"#, posts: 1, messages: 0, word: "unknown: "),
        Case(
            fault: #"{"status": 429, "headers": {"Retry-After": "1"}, "json": {"retry_after": 1}, "times": 2}"#,
            posts: 3,
            messages: 1, word: "sent"),
        Case(fault: #"{"status": 429, "when": "after", "times": 3}"#, posts: 1, messages: 1, word: "unknown: "),
        Case(
            fault: #"{"status": 429, "headers": {"Retry-After": "86400"}, "json": {"retry_after": 86400}}"#, posts: 1,
            messages: 0, word: "failed: "),
    ]

    @Test("A message comes at most once, whatever happens", arguments: Service.allCases, cases)
    func faults(service: Service, entry: Case) async throws {
        var fault = try JSON.decode([String: JSONValue].self, from: Data(entry.fault.utf8))
        fault["match"] = "POST *"
        try await prepare(service, faults: [.object(fault)])
        let hook = try await ownHook(service)
        let said = try await send(notifier(service, hook))
        #expect(said.hasPrefix(entry.word), "\(said)")
        #expect(try await messages(service) == entry.messages)
        if let count = entry.posts { #expect(try await posts(service, to: hook) == count) }
        #expect(
            !said.contains(try #require(hook.split(separator: "/").last)) && !said.contains("/services/")
                && !said.contains("/webhooks/"))
    }

    @Test("The limits that the services really have are waited for", arguments: Service.allCases)
    func rates(service: Service) async throws {
        try await prepare(service, rate: service == .slack ? [2, 1] : [1, 1])
        var pace = RequestPace()
        pace.timeout = .seconds(5)
        for _ in 1...3 { #expect(try await send(notifier(service, pace: pace)) == "sent") }
        #expect(try await messages(service) == 3)
    }

    @Test(
        "Slack's refusals become sentences",
        arguments: [
            ("B00000002/archivedarchivedarchived", "channel_is_archived"),
            ("B00000003/deniedxdeniedxdeniedxden", "posting_to_general_channel_denied"),
            ("B00000004/prohibitedprohibitedproh", "action_prohibited"),
            ("B00000005/goneegoneegoneegoneegone", "channel_not_found"), ("B00000001/wrong", "invalid_token"),
            ("B99999999/wrong", "no_service"),
        ])
    func slackRefusals(hook: String, word: String) async throws {
        try await prepare(.slack)
        let said = try await send(notifier(.slack, "/services/T00000001/\(hook)"))
        #expect(said.hasPrefix("failed: Slack says \(word): "), "\(said)")
        #expect(try await posts(.slack, to: "/services/T00000001/\(hook)") == 1)
    }

    @Test(
        "Discord's refusals become sentences",
        arguments: [
            ("100000000000000001/wrongwrong", "50027"), ("999999999999999999/wrongwrong", "10015"),
            ("100000000000000002/" + String(String(repeating: "forum", count: 14).prefix(68)), "220001"),
        ])
    func discordRefusals(hook: String, code: String) async throws {
        try await prepare(.discord)
        let said = try await send(notifier(.discord, "/api/webhooks/\(hook)"))
        #expect(said.hasPrefix("failed: Discord says \(code) "), "\(said)")
        #expect(try await messages(.discord) == 0)
    }
}
