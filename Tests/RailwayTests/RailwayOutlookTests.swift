import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import Railway

struct RailwayOutlookTests {
    enum Kind: Equatable { case needed, pointless, unknown }

    private func look(
        _ name: String, _ instance: ScriptedTransport.Step, probes: [ScriptedTransport.Step]? = nil
    ) async throws -> Kind {
        let bench = Bench([Answers.place, instance], probes: probes ?? [])
        switch try await bench.look(bench.playbook(name, isProbed: probes != nil)) {
        case .needed: return .needed
        case .pointless: return .pointless
        case .unknown: return .unknown
        }
    }

    @Test(
        "The state of the latest deployment decides first",
        arguments: [
            ("redeploy", "CRASHED", .needed), ("redeploy", "FAILED", .needed), ("redeploy", "REMOVED", .needed),
            ("redeploy", "SLEEPING", .needed), ("restart-backend", "CRASHED", .needed),
            ("restart-backend", "SLEEPING", .needed), ("restart-backend", "FAILED", .pointless),
            ("restart-backend", "REMOVED", .pointless), ("redeploy", "BUILDING", .pointless),
            ("redeploy", "DEPLOYING", .pointless), ("redeploy", "NEEDS_APPROVAL", .pointless),
            ("restart-backend", "REMOVING", .pointless), ("restart-backend", "A_WORD_OF_TOMORROW", .pointless),
            ("restart-backend", "SUCCESS", .unknown), ("redeploy", "SUCCESS", .unknown),
        ] as [(String, String, Kind)])
    func states(name: String, status: String, kind: Kind) async throws {
        #expect(try await look(name, Answers.instance(Answers.deployment("d1", status))) == kind)
    }

    @Test(
        "Where Railway calls it up, the probe decides",
        arguments: [
            ("restart-backend", 503, .needed), ("restart-backend", 200, .pointless), ("redeploy", 503, .needed),
            ("redeploy", 200, .unknown), ("redeploy", 302, .needed),
        ] as [(String, Int, Kind)])
    func probes(name: String, status: Int, kind: Kind) async throws {
        let instance = Answers.instance(Answers.deployment("d1", "SUCCESS"))
        #expect(try await look(name, instance, probes: [.answer(status, [:], "")]) == kind)
    }

    @Test("What was stopped by hand is not up, and what was never deployed has nothing to act on")
    func stoppedOrMissing() async throws {
        let stopped = Answers.instance(Answers.deployment("d1", "SUCCESS", stopped: true))
        #expect(try await look("restart-backend", stopped) == .needed)
        #expect(try await look("redeploy", Answers.instance(nil)) == .pointless)
    }

    @Test("A service that sleeps gets time to wake before it is called broken")
    func wakes() async throws {
        let sleeping = Answers.instance(Answers.deployment("d1", "SLEEPING"))
        let asleep = ScriptedTransport.Step.answer(404, [:], "Application not found")
        #expect(
            try await look("restart-backend", sleeping, probes: [asleep, asleep, .answer(200, [:], "")]) == .pointless)
        #expect(
            try await look("restart-backend", sleeping, probes: Array(repeating: asleep, count: 20)) == .needed)
    }

    @Test("A refusal makes acting pointless, a fault leaves it unknown")
    func failures() async throws {
        #expect(try await look("redeploy", Answers.refusal("Not Authorized")) == .pointless)
        #expect(try await look("redeploy", .fails(.timedOut(after: .seconds(1)))) == .unknown)
    }
}
