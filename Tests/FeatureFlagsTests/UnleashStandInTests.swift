import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import FeatureFlags

/// The real client against the stand-in of Unleash, which keeps an event for each change.
@Suite(
    .serialized,
    .enabled(
        if: StandIn.isRunning("SELFHEAL_SERVICES_STAND_IN"),
        "SELFHEAL_SERVICES_STAND_IN is not set: scripts/test sets it where the kit is"))
struct UnleashStandInTests {
    private struct Journal: Decodable {
        struct Entry: Decodable {
            struct Note: Decodable { let changed: Bool? }
            let ops: [String]
            let note: Note?
        }
        let entries: [Entry]
    }

    private struct State: Decodable { let features: [String: [String: Bool]] }

    private static let token = "user:selfheal0000000000000000000000000000000000000000"
    private let unleash: StandIn
    private let place = PlaybookPlace(repository: RepositorySettings(name: "acme/shop"), folder: nil)

    init() throws { unleash = try StandIn(variable: "SELFHEAL_SERVICES_STAND_IN", service: "unleash") }

    private func tool(token: String = token) -> UnleashPlaybook {
        UnleashPlaybook(
            client: UnleashClient(token: Secret(token), pace: StandIn.pace),
            probe: HTTPProbe(transport: URLSessionTransport(), pace: StandIn.pace))
    }

    private func playbook(flag: String = "new-checkout", isOn: Bool = false) -> PlaybookSettings {
        PlaybookSettings(
            name: "toggle-feature",
            action: .unleash(
                .init(url: unleash.url.absoluteString, project: "default", environment: "production", flag: flag),
                isOn: isOn))
    }

    /// What changed a flag, as the server wrote it down; a request that it left without an answer it writes down late, and
    /// so it is asked until it has.
    private func changes(atLeast count: Int = 0) async throws -> [String] {
        for _ in 1...20_000 {
            let journal: Journal = try await unleash.read("_journal")
            let changes = journal.entries.filter { $0.note?.changed == true }.flatMap(\.ops)
            if changes.count >= count { return changes }
        }
        return []
    }

    private func isOn() async throws -> Bool? {
        let state: State = try await unleash.read("_state")
        return state.features["default/new-checkout"]?["production"]
    }

    @Test("Switches once, whatever befalls the switch", arguments: StandIn.Fault.all)
    func switching(fault: StandIn.Fault) async throws {
        try await unleash.begin(fault, operation: "off")
        #expect(try await tool().act(playbook(), place) == "turned the flag new-checkout in production off")
        #expect(try await changes(atLeast: 1) == ["off"])
        #expect(try await isOn() == false)
    }

    @Test("Switches once, whatever befalls a look", arguments: StandIn.Fault.all)
    func looking(fault: StandIn.Fault) async throws {
        try await unleash.begin(fault, match: "GET /api/admin/*", times: 2)
        _ = try await tool().act(playbook(), place)
        #expect(try await changes(atLeast: 1) == ["off"])
        #expect(try await isOn() == false)
    }

    @Test(
        "A switch that never gets through changes nothing and says so",
        arguments: StandIn.Fault.all.filter { !$0.isOfTheDone })
    func hopeless(fault: StandIn.Fault) async throws {
        try await unleash.begin(fault, operation: "off", times: -1)
        await #expect {
            try await tool().act(playbook(), place)
        } throws: {
            $0 is PlaybookFailed && !"\($0)".contains(Self.token)
        }
        #expect(try await changes().isEmpty)
    }

    @Test("A flag that is as wanted is left alone")
    func stands() async throws {
        try await unleash.begin()
        guard case .pointless = await tool().look(playbook(isOn: true), place) else {
            Issue.record("a flag that is on needs to be switched on")
            return
        }
        #expect(try await tool().act(playbook(isOn: true), place).hasSuffix("nothing was done"))
        #expect(try await changes().isEmpty)
    }

    @Test("A refusal is told with its remedy, and asked for once")
    func refusals() async throws {
        try await unleash.begin()
        try await unleash.control(#"{"protect":["default","production"]}"#)
        let viewer = "user:viewer00000000000000000000000000000000000000000000"
        let client = "default:production.client00000000000000000000000000000"
        let cases = [
            (Self.token, "new-checkout", "change request"), (viewer, "new-checkout", "right to update flags"),
            (client, "new-checkout", "tokens of clients"), ("wrong", "new-checkout", "UNLEASH_TOKEN"),
            (Self.token, "no-such-flag", "check project, environment and flag"),
        ]
        for (token, flag, advice) in cases {
            await #expect {
                try await tool(token: token).act(playbook(flag: flag), place)
            } throws: {
                let failure = $0 as? PlaybookFailed
                return failure?.mayHaveActed == false && failure?.description.contains(advice) == true
            }
        }
        #expect(try await changes().isEmpty)
    }
}
