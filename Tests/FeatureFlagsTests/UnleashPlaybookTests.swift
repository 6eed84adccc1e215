import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import FeatureFlags

struct UnleashPlaybookTests {
    private static let on = ScriptedTransport.Step.json(200, #"{"name":"production","enabled":true}"#)
    private static let off = ScriptedTransport.Step.json(200, #"{"name":"production","enabled":false}"#)
    private static let done = ScriptedTransport.Step.answer(200, [:], "")
    private let clock = SteppingClock()
    private let place = PlaybookPlace(repository: RepositorySettings(name: "acme/shop"), folder: nil)

    private func tool(_ transport: ScriptedTransport, probes: ScriptedTransport = ScriptedTransport())
        -> UnleashPlaybook
    {
        UnleashPlaybook(
            client: UnleashClient(token: Secret("user:secret-token"), transport: transport, pace: clock.pace),
            probe: HTTPProbe(transport: probes, pace: clock.pace))
    }

    private func playbook(
        url: String = "http://127.0.0.1:1/", flag: String = "new checkout/x", isOn: Bool = true, isProbed: Bool = false
    ) -> PlaybookSettings {
        let flag = PlaybookSettings.UnleashFlag(url: url, project: "default", environment: "production", flag: flag)
        return PlaybookSettings(
            name: "toggle-feature", action: .unleash(flag, isOn: isOn),
            probe: isProbed ? .init(http: "http://127.0.0.1:2/") : nil, timeoutSeconds: 60)
    }

    private func failure(_ transport: ScriptedTransport, _ playbook: PlaybookSettings) async throws -> PlaybookFailed? {
        do {
            _ = try await tool(transport).act(playbook, place)
            return nil
        } catch let failure as PlaybookFailed {
            return failure
        }
    }

    @Test("Reads, switches, and reads again; names are parts of the path and nothing more")
    func switches() async throws {
        let transport = ScriptedTransport(Self.off, Self.done, Self.on)
        let said = try await tool(transport).act(playbook(), place)
        #expect(said == "turned the flag new checkout/x in production on")
        let path = "http://127.0.0.1:1/api/admin/projects/default/features/new%20checkout%2Fx/environments/production"
        #expect(transport.requests.map(\.url.absoluteString) == [path, path + "/on", path])
        #expect(transport.requests.allSatisfy { $0.headers["Authorization"] == "user:secret-token" })
    }

    @Test("Does nothing when the flag is as wanted, and looking says so")
    func stands() async throws {
        let transport = ScriptedTransport(Self.off, Self.off)
        #expect(
            await tool(transport).look(playbook(isOn: false), place)
                == .pointless("the flag new checkout/x in production is off already"))
        #expect(try await tool(transport).act(playbook(isOn: false), place).hasSuffix("so nothing was done"))
        #expect(transport.requests.map(\.method) == ["GET", "GET"])
    }

    @Test("Looking finds a flag that is not as wanted")
    func looks() async {
        #expect(
            await tool(ScriptedTransport(Self.off)).look(playbook(), place)
                == .needed("the flag new checkout/x in production is not on"))
    }

    @Test("A flag that is as wanted may be what an earlier run did; another one is not, and a fault tells nothing")
    func traces() async {
        let faults = Array(repeating: ScriptedTransport.Step.json(500, "{}"), count: 4)
        let transport = ScriptedTransport([Self.on, Self.off] + faults)
        let tool = tool(transport)
        let flag = "the flag new checkout/x in production"
        #expect(await tool.trace(of: playbook(), since: clock.now, place) == .found("\(flag) is on"))
        #expect(await tool.trace(of: playbook(), since: clock.now, place) == .absent("\(flag) is not on"))
        guard case .untold = await tool.trace(of: playbook(), since: clock.now, place) else {
            Issue.record("a fault tells something")
            return
        }
        #expect(transport.requests.allSatisfy { $0.method == "GET" })
    }

    @Test(
        "After a lost answer the flag is read, and not switched twice",
        arguments: [
            .fails(.connection("reset")), .json(500, "{}"), .json(429, "{}", ["Retry-After": "1"]),
            .answer(502, ["Content-Type": "text/html"], "<html>"),
        ] as [ScriptedTransport.Step])
    func lost(step: ScriptedTransport.Step) async throws {
        let transport = ScriptedTransport(Self.off, step, Self.on)
        _ = try await tool(transport).act(playbook(), place)
        #expect(transport.requests.filter { $0.method == "POST" }.count == 1)
    }

    @Test("What did not happen is done again; a server that takes it and does nothing is not believed")
    func repeats() async throws {
        let looks = Array(repeating: Self.off, count: 5)
        let lost = ScriptedTransport([Self.off, .fails(.connection("reset"))] + looks + [Self.done, Self.on])
        _ = try await tool(lost).act(playbook(), place)
        let deaf = ScriptedTransport(
            [Self.off] + Array(repeating: [Self.done, Self.off] + looks, count: 3).flatMap(\.self))
        let failure = try #require(try await failure(deaf, playbook()))
        #expect(deaf.requests.filter { $0.method == "POST" }.count == 2)
        #expect(failure.mayHaveActed)
    }

    @Test(
        "A no is told with what to do about it",
        arguments: [
            (403, "Change requests are enabled for this environment.", "by a change request"),
            (403, "You don't have the required permissions", "the right to update flags"),
            (401, "You must log in to use Unleash.", "UNLEASH_TOKEN is wrong"),
            (404, "Could not find feature with name x", "check project, environment and flag"),
        ])
    func refusals(status: Int, message: String, advice: String) async throws {
        let no = ScriptedTransport.Step.json(status, #"{"id":"1","name":"E","message":"\#(message)"}"#)
        let transport = ScriptedTransport(Self.off, no)
        let failure = try #require(try await failure(transport, playbook()))
        #expect(!failure.mayHaveActed)
        #expect(failure.description.contains(message) && failure.description.contains(advice))
        #expect(!failure.description.contains("secret-token"))
        guard case .pointless = await tool(ScriptedTransport(no)).look(playbook(), place) else {
            Issue.record("a refusal leaves a point in acting")
            return
        }
    }

    @Test("A page of HTML is not a flag")
    func htmlPage() async throws {
        let page = ScriptedTransport.Step.answer(200, ["Content-Type": "text/html"], "<html>")
        let failure = try #require(try await failure(ScriptedTransport(page, page, page, page), playbook()))
        #expect(!failure.mayHaveActed)
    }

    @Test("When nobody can say what became of it, it may have acted")
    func doubt() async throws {
        let fault = ScriptedTransport.Step.json(500, "{}")
        let transport = ScriptedTransport(Self.off, .fails(.connection("reset")), fault, fault, fault, fault)
        #expect(try await failure(transport, playbook())?.mayHaveActed == true)
    }

    @Test(
        "Names that lead elsewhere and addresses of other kinds are refused",
        arguments: [("..", "http://127.0.0.1:1"), ("x", "file:///etc")])
    func wrongNames(flag: String, url: String) async throws {
        let transport = ScriptedTransport(Self.off)
        let failure = try #require(try await failure(transport, playbook(url: url, flag: flag)))
        #expect(!failure.mayHaveActed)
        #expect(transport.requests.isEmpty)
    }

    @Test("The probe has the last word")
    func probe() async throws {
        let tool = tool(
            ScriptedTransport(Self.off, Self.done, Self.on),
            probes: ScriptedTransport(Array(repeating: .answer(500, [:], ""), count: 40)))
        await #expect(throws: PlaybookFailed.self) { try await tool.act(playbook(isProbed: true), place) }
    }
}
