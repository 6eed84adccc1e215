import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import Railway

/// What Railway shows of a run whose worker died between its intent and its end.
struct RailwayTraceTests {
    enum Kind: Equatable { case found, absent, untold }

    /// `Answers.deployment` is of midnight, its state of so many seconds after it.
    private static let midnight = "2026-11-01T00:00:00.000Z"

    private func kind(
        _ answers: ScriptedTransport.Step..., intent seconds: Int, _ name: String = "restart-backend",
        _ action: PlaybookSettings.Action = .railway(Answers.target)
    ) async throws -> Kind {
        let bench = Bench([Answers.place] + answers)
        let intent = try #require(Timestamp(Self.midnight)).advanced(by: .seconds(seconds))
        let place = PlaybookPlace(repository: RepositorySettings(name: "acme/shop"), folder: nil)
        let trace = try await bench.tool().trace(of: bench.playbook(name, action: action), since: intent, place)
        #expect(Set(bench.transport.fields).isDisjoint(with: ["deploymentRestart", "deploymentRedeploy"]))
        switch trace {
        case .found: return .found
        case .absent: return .absent
        case .untold: return .untold
        }
    }

    @Test(
        "What is newer than the intent was done; what is surely older was not; what is close to it tells nothing",
        arguments: [
            (-60, 0, .found), (0, 0, .found), (5, 7, .found), (5, 5, .found), (8, 7, .untold), (120, 0, .untold),
            (121, 0, .absent), (126, 5, .absent), (125, 5, .untold), (3600, 9, .absent),
        ] as [(Int, Int, Kind)])
    func age(intent: Int, changed: Int, kind: Kind) async throws {
        let instance = Answers.instance(Answers.deployment("d1", "SUCCESS", at: changed))
        #expect(try await self.kind(instance, intent: intent) == kind)
        let other = Answers.variables(#""CHECKOUT":"off""#)
        #expect(try await self.kind(other, instance, intent: intent, "toggle-feature", Self.variable) == kind)
    }

    private static let variable = PlaybookSettings.Action.railwayVariable(
        Answers.target, name: "CHECKOUT", value: "on")

    @Test(
        "A variable that has the value was written, also when its worker died before it could redeploy",
        arguments: [#""CHECKOUT":"off""#, #""CHECKOUT":"on""#])
    func written(snapshot: String) async throws {
        let instance = Answers.instance(Answers.deployment("d1", "SUCCESS"))
        let stands = Answers.variables(#""CHECKOUT":"on""#)
        #expect(
            try await kind(
                stands, instance, Answers.snapshot(snapshot), intent: 3600, "toggle-feature", Self.variable) == .found)
    }

    @Test(
        "A deployment under way tells nothing, however old it says it is",
        arguments: ["DEPLOYING", "BUILDING", "NEEDS_APPROVAL", "A_WORD_OF_TOMORROW"])
    func underWay(status: String) async throws {
        #expect(try await kind(Answers.instance(Answers.deployment("d1", status)), intent: 3600) == .untold)
    }

    @Test("What runs in the stead of the latest deployment may be what was restarted")
    func active() async throws {
        let failed = Answers.deployment("d2", "FAILED")
        let instance = Answers.instance(failed, active: [Answers.deployment("d1", "SUCCESS", at: 9)])
        #expect(try await kind(instance, intent: 9) == .found)
        #expect(try await kind(instance, intent: 200) == .absent)
    }

    @Test("A place without a deployment, a time that cannot be read, a refusal and a fault tell nothing")
    func untold() async throws {
        let timeless = """
            {"id":"d1","status":"SUCCESS","createdAt":"2026-11-01T00:00:00.000Z","statusUpdatedAt":null,
            "deploymentStopped":false,"canRedeploy":true}
            """
        #expect(try await kind(Answers.instance(nil), intent: 3600) == .untold)
        #expect(try await kind(Answers.instance(timeless), intent: 3600) == .untold)
        #expect(try await kind(Answers.refusal("Not Authorized"), intent: 3600) == .untold)
        #expect(try await kind(.fails(.timedOut(after: .seconds(1))), intent: 3600) == .untold)
    }
}
