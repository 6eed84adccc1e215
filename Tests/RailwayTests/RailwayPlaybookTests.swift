import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import Railway

struct RailwayPlaybookTests {
    private static let up = Answers.deployment("d1", "SUCCESS")
    private static let deploying = Answers.deployment("d1", "DEPLOYING", at: 1)
    private static let upAgain = Answers.deployment("d1", "SUCCESS", at: 2)

    @Test("Restarts the latest deployment once, and returns when it is up and its probe answers")
    func restarts() async throws {
        let bench = Bench(
            [
                Answers.place, Answers.instance(Answers.deployment("d1", "CRASHED")), Answers.restarted,
                Answers.one(Self.deploying), Answers.one(Self.deploying), Answers.one(Self.upAgain),
            ], probes: [.answer(404, [:], ""), .answer(204, [:], "")])
        let said = try await bench.act(bench.playbook("restart-backend", isProbed: true))
        #expect(said == "restarted shop/production/api: the deployment d1 was up after 5 s")
        #expect(bench.transport.fields.filter { $0 == "deploymentRestart" }.count == 1)
        #expect(bench.probes.remaining == 0)
    }

    @Test("Redeploys the latest deployment, and follows the new one")
    func redeploys() async throws {
        let bench = Bench([
            Answers.place, Answers.instance(Self.up), Answers.redeployed("d2"),
            Answers.one(Answers.deployment("d2", "BUILDING")), Answers.one(Answers.deployment("d2", "SUCCESS")),
        ])
        let said = try await bench.act(bench.playbook("redeploy"))
        #expect(said.contains("redeployed shop/production/api: the deployment d2"))
        let body = try #require(bench.transport.requests[2].body)
        #expect(String(decoding: body, as: UTF8.self).contains(#""variables":{"id":"d1"}"#))
    }

    @Test(
        "What is configured wins over the name",
        arguments: [
            ("restart-backend", nil, "deploymentRestart"), ("redeploy", nil, "deploymentRedeploy"),
            ("wake-search", nil, "deploymentRedeploy"), ("wake-search", .restart, "deploymentRestart"),
            ("restart-backend", .redeploy, "deploymentRedeploy"),
        ] as [(String, PlaybookSettings.RailwayOperation?, String)])
    func operation(name: String, configured: PlaybookSettings.RailwayOperation?, field: String) async throws {
        let bench = Bench([Answers.place, Answers.instance(Self.up)])
        var target = Answers.target
        target.operation = configured
        _ = try? await bench.act(bench.playbook(name, action: .railway(target)))
        #expect(bench.transport.fields.contains(field))
    }

    @Test("A lost answer is looked into, and the restart that happened is followed, not repeated")
    func lostRestart() async throws {
        let bench = Bench([
            Answers.place, Answers.instance(Self.up), .fails(.connection("reset")), Answers.one(Self.deploying),
            Answers.one(Self.upAgain),
        ])
        _ = try await bench.act(bench.playbook("restart-backend"))
        #expect(bench.transport.fields.filter { $0 == "deploymentRestart" }.count == 1)
    }

    @Test("A lost redeploy shows as a newer deployment, which is followed")
    func lostRedeploy() async throws {
        let newer = Answers.deployment("d2", "INITIALIZING")
        let bench = Bench([
            Answers.place, Answers.instance(Self.up), .answer(502, ["Content-Type": "text/html"], "<html>"),
            Answers.instance(Self.up), Answers.instance(newer), Answers.one(Answers.deployment("d2", "SUCCESS")),
        ])
        #expect(try await bench.act(bench.playbook("redeploy")).contains("d2"))
        #expect(bench.transport.fields.filter { $0 == "deploymentRedeploy" }.count == 1)
    }

    @Test("What did not happen in 15 seconds is asked for again")
    func repeats() async throws {
        let bench = Bench([
            Answers.place, Answers.instance(Self.up), .fails(.timedOut(after: .seconds(30))),
            Answers.one(Self.up), Answers.one(Self.up), Answers.one(Self.up), Answers.one(Self.up),
            Answers.one(Self.up), Answers.restarted, Answers.one(Self.upAgain),
        ])
        _ = try await bench.act(bench.playbook("restart-backend"))
        #expect(bench.transport.fields.filter { $0 == "deploymentRestart" }.count == 2)
    }

    @Test("A restart that shows late is not made twice")
    func late() async throws {
        let bench = Bench([
            Answers.place, Answers.instance(Self.up), .fails(.timedOut(after: .seconds(30))),
            Answers.one(Self.up), Answers.one(Self.up), Answers.one(Self.up), Answers.one(Self.up),
            Answers.one(Self.deploying), Answers.one(Self.upAgain),
        ])
        _ = try await bench.act(bench.playbook("restart-backend"))
        #expect(bench.transport.fields.filter { $0 == "deploymentRestart" }.count == 1)
    }

    @Test("After two restarts that nobody saw, it may have acted")
    func unseen() async throws {
        let looks = Array(repeating: Answers.one(Self.up), count: 5)
        let lost = ScriptedTransport.Step.fails(.timedOut(after: .seconds(30)))
        let bench = Bench([Answers.place, Answers.instance(Self.up), lost] + looks + [lost] + looks)
        #expect(try await bench.failure(bench.playbook("restart-backend")).mayHaveActed)
        #expect(bench.transport.remaining == 0)
    }

    @Test("When nobody can say what became of a restart, it may have acted")
    func doubt() async throws {
        let fault = ScriptedTransport.Step.json(500, "{}")
        let bench = Bench(
            [Answers.place, Answers.instance(Self.up), .fails(.connection("reset")), fault, fault, fault, fault])
        let failure = try await bench.failure(bench.playbook("restart-backend"))
        #expect(failure.mayHaveActed)
        #expect(failure.description.contains("whether Railway did restart shop/production/api is not known"))
    }

    @Test("A refusal is told in Railway's words, and nothing is repeated")
    func refused() async throws {
        let bench = Bench([Answers.place, Answers.instance(Self.up), Answers.refusal("Not Authorized")])
        let failure = try await bench.failure(bench.playbook("redeploy"))
        #expect(!failure.mayHaveActed)
        #expect(failure.description.contains("Not Authorized") && failure.description.contains("RAILWAY_TOKEN"))
        #expect(bench.transport.remaining == 0)
    }

    @Test("A deployment that ends badly is a failure that acted", arguments: ["FAILED", "CRASHED", "REMOVED"])
    func endsBadly(status: String) async throws {
        let bench = Bench([
            Answers.place, Answers.instance(Self.up), Answers.redeployed("d2"),
            Answers.one(Answers.deployment("d2", status)),
        ])
        let failure = try await bench.failure(bench.playbook("redeploy"))
        #expect(failure.mayHaveActed)
        #expect(failure.description.contains(status))
    }

    @Test("The time of the playbook is a limit")
    func timeIsOver() async throws {
        let building = Answers.one(Answers.deployment("d2", "BUILDING"))
        let bench = Bench(
            [Answers.place, Answers.instance(Self.up), Answers.redeployed("d2")] + Array(repeating: building, count: 50)
        )
        let failure = try await bench.failure(bench.playbook("redeploy", timeout: 60))
        #expect(failure.description == "the deployment d2 was still BUILDING when the time of the playbook was over")
        #expect(bench.clock.sleeps.reduce(.zero, +) <= .seconds(60))
        #expect(bench.transport.requests.count < 15)
    }

    @Test("A deployment that is up is not enough while its probe fails")
    func probeFails() async throws {
        let bench = Bench(
            [Answers.place, Answers.instance(Self.up), Answers.restarted, Answers.one(Self.upAgain)],
            probes: Array(repeating: .answer(503, [:], ""), count: 30))
        let failure = try await bench.failure(bench.playbook("restart-backend", isProbed: true, timeout: 30))
        #expect(failure.mayHaveActed)
        #expect(failure.description.hasSuffix("but the probe http://127.0.0.1:2/health answers 503"))
    }

    @Test("A deployment that somebody else began is left alone")
    func underWay() async throws {
        let bench = Bench([Answers.place, Answers.instance(Self.deploying)])
        let failure = try await bench.failure(bench.playbook("restart-backend"))
        #expect(!failure.mayHaveActed)
        #expect(bench.transport.fields == ["project", "serviceInstance"])
    }

    @Test("Where the latest deployment never came up, the one that runs in its stead is restarted")
    func restartsTheActiveOne() async throws {
        let bench = Bench([
            Answers.place, Answers.instance(Answers.deployment("d2", "FAILED"), active: [Self.up]), Answers.restarted,
            Answers.one(Self.upAgain),
        ])
        #expect(try await bench.act(bench.playbook("restart-backend")).contains("the deployment d1"))
    }

    @Test("Without a token nothing is done, and the reason names the variable")
    func noToken() async throws {
        let tool = RailwayPlaybook(client: nil, probe: HTTPProbe(transport: ScriptedTransport()))
        let place = PlaybookPlace(repository: RepositorySettings(name: "acme/shop"), folder: nil)
        let playbook = PlaybookSettings(name: "redeploy", action: .railway(Answers.target))
        #expect(
            await tool.look(playbook, place)
                == .pointless("RAILWAY_TOKEN is not set, so nothing can be done at Railway"))
        await #expect(throws: PlaybookFailed.self) { try await tool.act(playbook, place) }
    }
}
