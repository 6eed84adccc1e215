import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import Railway

/// The real client against the stand-in of Railway, which keeps what was really done.
@Suite(
    .serialized,
    .enabled(
        if: StandIn.isRunning("SELFHEAL_SERVICES_STAND_IN"),
        "SELFHEAL_SERVICES_STAND_IN is not set: scripts/test sets it where the kit is"))
struct RailwayStandInTests {
    private struct State: Decodable {
        struct Effect: Decodable {
            let kind: String
            let deployment: String?
            let deployments: [String]?
        }
        struct Deployment: Decodable {
            let id: String
            let project: String
            let service: String
            let environment: String
            let status: String
        }
        let effects: [Effect]
        let deployments: [Deployment]
        let variables: [String: [String: String]]
    }

    private struct Journal: Decodable {
        struct Entry: Decodable {
            let ops: [String]
            let query: [String: String]
            let headers: [String: String]
        }
        let entries: [Entry]
    }

    enum Deed: String, CaseIterable, Sendable {
        case restart, redeploy, variable

        var playbook: PlaybookSettings {
            let target = PlaybookSettings.RailwayTarget(project: "shop", environment: "production", service: "api")
            switch self {
            case .restart: return PlaybookSettings(name: "restart-backend", action: .railway(target))
            case .redeploy: return PlaybookSettings(name: "redeploy", action: .railway(target))
            case .variable:
                return PlaybookSettings(
                    name: "toggle-feature", action: .railwayVariable(target, name: "CHECKOUT", value: "on"))
            }
        }

        var mutation: String {
            switch self {
            case .restart: "deploymentRestart"
            case .redeploy: "deploymentRedeploy"
            case .variable: "variableUpsert"
            }
        }

        var effects: [String] { self == .variable ? ["variable", "redeploy"] : [rawValue] }
    }

    private let railway: StandIn
    private let place = PlaybookPlace(repository: RepositorySettings(name: "acme/shop"), folder: nil)

    init() throws { railway = try StandIn(variable: "SELFHEAL_SERVICES_STAND_IN", service: "railway") }

    private func tool(token: String = "acct-token-0001") -> RailwayPlaybook {
        RailwayPlaybook(
            client: RailwayClient(
                endpoint: railway.url.appending(path: "graphql/v2"), token: Secret(token), pace: StandIn.pace),
            probe: HTTPProbe(transport: URLSessionTransport(), pace: StandIn.pace))
    }

    private func expectOnce(_ deed: Deed) async throws {
        let state: State = try await railway.read("_state")
        #expect(state.effects.map(\.kind) == deed.effects)
        let status = state.deployments.last {
            $0.project == "shop" && $0.service == "api" && $0.environment == "production"
        }?.status
        #expect(status == "SUCCESS")
        if deed == .variable { #expect(state.variables["production/api"]?["CHECKOUT"] == "on") }
    }

    @Test(
        "Acts once and is up again, whatever befalls the mutation", arguments: Deed.allCases, StandIn.Fault.all)
    func mutation(deed: Deed, fault: StandIn.Fault) async throws {
        try await railway.begin(fault, operation: deed.mutation)
        _ = try await tool().act(deed.playbook, place)
        try await expectOnce(deed)
    }

    @Test("Acts once, whatever befalls the first question", arguments: Deed.allCases, StandIn.Fault.all)
    func question(deed: Deed, fault: StandIn.Fault) async throws {
        try await railway.begin(fault, match: "POST /graphql/v2")
        _ = try await tool().act(deed.playbook, place)
        try await expectOnce(deed)
    }

    @Test("Acts once, whatever befalls a look at the deployment", arguments: StandIn.Fault.all)
    func following(fault: StandIn.Fault) async throws {
        try await railway.begin(fault, operation: "deployment", times: 2)
        _ = try await tool().act(Deed.redeploy.playbook, place)
        try await expectOnce(.redeploy)
    }

    @Test(
        "A mutation that never gets through is a failure that did nothing, or at most one deed that nobody could see",
        arguments: [Deed.restart, .redeploy], StandIn.Fault.all)
    func hopeless(deed: Deed, fault: StandIn.Fault) async throws {
        try await railway.begin(fault, operation: deed.mutation, times: -1)
        do {
            _ = try await tool().act(deed.playbook, place)
            // Done behind a lost answer, and found.
            #expect(fault.isOfTheDone)
        } catch let failure as PlaybookFailed {
            #expect(!fault.isOfTheDone)
            #expect(!failure.description.contains("acct-token"))
        }
        let state: State = try await railway.read("_state")
        #expect(state.effects.map(\.kind) == (fault.isOfTheDone ? deed.effects : []))
    }

    @Test("What was not done leaves no trace, and what was done leaves one", arguments: Deed.allCases)
    func traces(deed: Deed) async throws {
        try await railway.begin()
        // What runs there is an hour old when the intent is written down.
        try await railway.control(#"{"advance":3600}"#)
        let intent = Timestamp.now().advanced(by: .seconds(3599))
        let before = await tool().trace(of: deed.playbook, since: intent, place)
        guard case .absent = before else {
            Issue.record("\(before)")
            return
        }
        _ = try await tool().act(deed.playbook, place)
        let after = await tool().trace(of: deed.playbook, since: intent, place)
        guard case .found = after else {
            Issue.record("\(after)")
            return
        }
        try await expectOnce(deed)
    }

    @Test("When Railway goes silent for good after the mutation, the failure says that it may have acted")
    func silentForGood() async throws {
        try await railway.begin()
        try await railway.control(
            #"{"fail":[{"match":"*","op":"deploymentRedeploy","reset":true,"when":"after"},{"match":"*","op":"*","skip":5,"status":500,"times":-1}]}"#
        )
        await #expect {
            try await tool().act(Deed.redeploy.playbook, place)
        } throws: {
            ($0 as? PlaybookFailed)?.mayHaveActed == true
        }
    }

    @Test(
        "Each kind of token opens what it is for",
        arguments: ["acct-token-0001", "wksp-token-0001", "11111111-2222-4333-8444-555555555555"])
    func tokens(token: String) async throws {
        try await railway.begin()
        _ = try await tool(token: token).act(Deed.restart.playbook, place)
        try await expectOnce(.restart)
        let journal: Journal = try await railway.read("_journal")
        for entry in journal.entries {
            #expect(entry.query["source"] == "selfheal")
            #expect((entry.headers["authorization"] == nil) != (entry.headers["project-access-token"] == nil))
        }
    }

    @Test("A refused token is asked with once", arguments: ["wrong", "99999999-2222-4333-8444-555555555555"])
    func wrongToken(token: String) async throws {
        try await railway.begin()
        await #expect {
            try await tool(token: token).act(Deed.restart.playbook, place)
        } throws: {
            let failure = $0 as? PlaybookFailed
            return failure?.mayHaveActed == false && failure?.description.contains("Not Authorized") == true
        }
        let journal: Journal = try await railway.read("_journal")
        #expect(journal.entries.count <= 2)
    }

    @Test("A masked error on a mutation is looked into, not taken for a refusal")
    func masked() async throws {
        try await railway.begin()
        try await railway.control(
            #"{"fail":[{"match":"*","op":"deploymentRestart","graphql":"Problem processing request","when":"after"}]}"#)
        _ = try await tool().act(Deed.restart.playbook, place)
        try await expectOnce(.restart)
    }

    @Test("A crashed service needs a restart, and one that builds is left alone")
    func looks() async throws {
        try await railway.begin()
        try await railway.control(#"{"crash":"api"}"#)
        #expect(await tool().look(Deed.restart.playbook, place) == .needed("its latest deployment is CRASHED"))
        _ = try await tool().act(Deed.restart.playbook, place)
        try await expectOnce(.restart)
        try await railway.control(#"{"set_status":["api","BUILDING"]}"#)
        #expect(
            await tool().look(Deed.redeploy.playbook, place) == .pointless("a deployment is under way (BUILDING)"))
    }

    @Test("A deployment that fails is told as one")
    func failing() async throws {
        try await railway.begin()
        try await railway.control(#"{"timeline":{"deploying":30}}"#)
        async let end = tool().act(Deed.redeploy.playbook, place)
        var state: State = try await railway.read("_state")
        while state.effects.isEmpty { state = try await railway.read("_state") }
        try await railway.control(#"{"set_status":["api","FAILED"],"timeline":{"deploying":0.3}}"#)
        do {
            let word = try await end
            Issue.record("it says \(word)")
        } catch let failure as PlaybookFailed {
            #expect(failure.mayHaveActed && failure.description.contains("FAILED"))
        }
    }

    @Test("A variable that stands is not written, and nothing is deployed")
    func variableStands() async throws {
        try await railway.begin()
        _ = try await tool().act(Deed.variable.playbook, place)
        #expect(await tool().look(Deed.variable.playbook, place) == .pointless("CHECKOUT has the value already"))
        #expect(try await tool().act(Deed.variable.playbook, place).hasSuffix("nothing was done"))
        try await expectOnce(.variable)
    }
}
