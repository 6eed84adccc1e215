import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import Railway

struct RailwayVariableTests {
    private static let up = Answers.deployment("d1", "SUCCESS")
    private static let written = ScriptedTransport.Step.json(200, #"{"data":{"variableUpsert":true}}"#)
    private static let isUp = Answers.one(Answers.deployment("d2", "SUCCESS"))

    private func playbook(_ bench: Bench) -> PlaybookSettings {
        bench.playbook("toggle-feature", action: .railwayVariable(Answers.target, name: "CHECKOUT", value: "on"))
    }

    @Test("Writes the variable without a deployment of Railway's own, then redeploys")
    func writes() async throws {
        let bench = Bench([
            Answers.place, Answers.variables(#""CHECKOUT":"off""#), Answers.instance(Self.up), Self.written,
            Answers.instance(Self.up), Answers.redeployed("d2"), Self.isUp,
        ])
        #expect(try await bench.act(playbook(bench)).hasPrefix("set CHECKOUT, and redeployed shop/production/api"))
        let body = try #require(bench.transport.requests[3].body)
        #expect(String(decoding: body, as: UTF8.self).contains(#""skipDeploys":true"#))
    }

    @Test(
        "Does nothing when the value stands and what runs has it, or Railway does not say",
        arguments: [
            Answers.snapshot(#""CHECKOUT":"on""#), Answers.snapshot(nil), Answers.refusal("Not Authorized"),
        ])
    func stands(snapshot: ScriptedTransport.Step) async throws {
        let bench = Bench([
            Answers.place, Answers.variables(#""CHECKOUT":"on""#), Answers.instance(Self.up), snapshot,
        ])
        #expect(try await bench.act(playbook(bench)).hasSuffix("so nothing was done"))
        #expect(bench.transport.fields == ["project", "variables", "serviceInstance", "deploymentSnapshot"])
    }

    @Test(
        "Writes nothing where nothing can be redeployed",
        arguments: [nil, Answers.deployment("d1", "SUCCESS", canRedeploy: false)])
    func tooOld(latest: String?) async throws {
        let bench = Bench([Answers.place, Answers.variables(""), Answers.instance(latest)])
        #expect(try await !bench.failure(playbook(bench)).mayHaveActed)
        #expect(!bench.transport.fields.contains("variableUpsert"))
    }

    @Test("A lost answer is looked into: what stands is not written again")
    func lost() async throws {
        let bench = Bench([
            Answers.place, Answers.variables(""), Answers.instance(Self.up), .fails(.connection("reset")),
            Answers.variables(""), Answers.variables(#""CHECKOUT":"on""#), Answers.instance(Self.up),
            Answers.redeployed("d2"), Self.isUp,
        ])
        _ = try await bench.act(playbook(bench))
        #expect(bench.transport.fields.filter { $0 == "variableUpsert" }.count == 1)
    }

    @Test("A refused redeploy after the variable was written is a failure that acted")
    func halfDone() async throws {
        let bench = Bench([
            Answers.place, Answers.variables(""), Answers.instance(Self.up), Self.written, Answers.instance(Self.up),
            Answers.refusal("Not Authorized"),
        ])
        #expect(try await bench.failure(playbook(bench)).mayHaveActed)
        let second = Bench([
            Answers.place, Answers.variables(#""CHECKOUT":"on""#), Answers.instance(Self.up), Answers.snapshot(""),
            Answers.instance(Self.up), Answers.redeployed("d2"), Self.isUp,
        ])
        #expect(try await second.act(playbook(second)).contains("redeployed shop/production/api"))
        #expect(!second.transport.fields.contains("variableUpsert"))
    }

    @Test("A reference is another text where it is followed, so that nothing is concluded from it")
    func reference() async throws {
        let bench = Bench([
            Answers.place, Answers.variables(#""CHECKOUT":"${{api.URL}}""#), Answers.instance(Self.up),
        ])
        let action = PlaybookSettings.Action.railwayVariable(
            Answers.target, name: "CHECKOUT", value: "${{api.URL}}")
        let said = try await bench.act(bench.playbook("toggle-feature", action: action))
        #expect(said.hasSuffix("so nothing was done"))
    }

    @Test(
        "Looking says whether the value differs, for what runs too",
        arguments: [("on", "on", false), ("off", "off", true), ("on", "off", true)])
    func looks(value: String, running: String, isNeeded: Bool) async throws {
        let bench = Bench([
            Answers.place, Answers.variables(#""CHECKOUT":"\#(value)""#), Answers.instance(Self.up),
            Answers.snapshot(#""CHECKOUT":"\#(running)""#),
        ])
        guard case .needed = try await bench.look(playbook(bench)) else {
            #expect(!isNeeded)
            return
        }
        #expect(isNeeded)
    }
}
