import Domain
import Foundation
import HTTPClient
import Pipeline
import Synchronization
import TestKit
import Testing

@testable import WebRequests

struct HTTPPlaybookTests {
    /// Keeps what was saved.
    private final class Shelf: Sendable {
        let saved = Mutex<[String: String]>([:])
    }
    private struct DiskFull: Error, CustomStringConvertible { let description = "no space is left" }

    private let clock = SteppingClock()
    private let shelf = Shelf()
    private let place = PlaybookPlace(repository: RepositorySettings(name: "acme/shop"), folder: "/checkout")

    private func tool(
        _ transport: ScriptedTransport, probes: ScriptedTransport = ScriptedTransport(), objection: String? = nil,
        isFull: Bool = false
    ) -> HTTPPlaybook {
        HTTPPlaybook(
            transport: transport, pace: clock.pace, probe: HTTPProbe(transport: probes, pace: clock.pace),
            variables: { $0.environment }, objection: { _, _ in objection },
            save: { data, path, _ in
                if isFull { throw DiskFull() }
                shelf.saved.withLock { $0[path] = String(decoding: data, as: UTF8.self) }
            })
    }

    private func playbook(
        _ method: String = "POST", body: String? = #"{"token":"${T}"}"#, save: String? = nil, isProbed: Bool = false,
        timeout: Int = 300
    ) -> PlaybookSettings {
        PlaybookSettings(
            name: "refresh-tokens", action: .http(.init(method: method, url: "http://127.0.0.1:1/token", body: body)),
            probe: isProbed ? .init(http: "http://127.0.0.1:2/") : nil, save: save, timeoutSeconds: timeout,
            environment: ["T": "old-token"])
    }

    private func failure(_ tool: HTTPPlaybook, _ playbook: PlaybookSettings) async throws -> PlaybookFailed? {
        do {
            _ = try await tool.act(playbook, place)
            return nil
        } catch let failure as PlaybookFailed {
            return failure
        }
    }

    @Test("Sends the request, and keeps the answer where it is told to")
    func saves() async throws {
        let transport = ScriptedTransport(.json(200, #"{"token":"new"}"#))
        let said = try await tool(transport).act(playbook(save: "e2e/.auth/token.json"), place)
        #expect(said == "POST http://127.0.0.1:1/token answered 200, and its answer is in e2e/.auth/token.json")
        #expect(shelf.saved.withLock { $0 } == ["e2e/.auth/token.json": #"{"token":"new"}"#])
        #expect(transport.requests[0].body == Data(#"{"token":"old-token"}"#.utf8))
    }

    @Test(
        "What is no good answer overwrites nothing",
        arguments: [
            .json(200, ""), .json(401, #"{"error":"expired"}"#), .answer(302, ["Location": "/login"], "moved"),
            .answer(200, ["Content-Type": "text/html"], "<html>log in</html>"), .json(500, "{}"),
        ] as [ScriptedTransport.Step])
    func savesNothing(step: ScriptedTransport.Step) async throws {
        #expect(try await failure(tool(ScriptedTransport(step)), playbook(save: "token.json")) != nil)
        #expect(shelf.saved.withLock { $0.isEmpty })
    }

    @Test("Nothing is sent when the answer could not be kept")
    func objection() async throws {
        let transport = ScriptedTransport(.json(200, "{}"))
        let failure = try await failure(
            tool(transport, objection: "it belongs to the commit"), playbook(save: "a.json"))
        #expect(failure?.mayHaveActed == false)
        #expect(transport.requests.isEmpty)
    }

    @Test("An answer that cannot be written is a failure that acted")
    func full() async throws {
        let failure = try await failure(
            tool(ScriptedTransport(.json(200, "{}")), isFull: true), playbook(save: "a.json"))
        #expect(
            failure
                == PlaybookFailed(
                    "the answer could not be written: no space is left, so a.json was left as it was",
                    mayHaveActed: true))
    }

    @Test(
        "A POST is sent once; what its fate is, is said",
        arguments: [
            (.fails(.connection("reset")), true), (.fails(.timedOut(after: .seconds(1))), true),
            (.json(500, "{}"), true),
            (.answer(502, ["Content-Type": "text/html"], "<html>"), true),
            (.json(429, "{}", ["Retry-After": "1"]), true),
            (.json(400, "{}"), false), (.json(403, "{}"), false), (.json(303, "{}"), true),
        ] as [(ScriptedTransport.Step, Bool)])
    func once(step: ScriptedTransport.Step, mayHaveActed: Bool) async throws {
        let transport = ScriptedTransport(step, .json(200, "{}"))
        #expect(try await failure(tool(transport), playbook())?.mayHaveActed == mayHaveActed)
        #expect(transport.requests.count == 1)
    }

    @Test("A POST that never left is sent again")
    func unsent() async throws {
        let transport = ScriptedTransport(.fails(.notConnected("refused")), .json(200, "{}"))
        _ = try await tool(transport).act(playbook(), place)
        #expect(transport.requests.count == 2)
    }

    @Test("What may be repeated is, after faults", arguments: ["GET", "PUT", "DELETE"])
    func repeats(method: String) async throws {
        let transport = ScriptedTransport(.fails(.connection("reset")), .json(503, "{}"), .json(204, ""))
        _ = try await tool(transport).act(playbook(method, body: nil), place)
        #expect(transport.requests.count == 3)
    }

    @Test(
        "After nothing but faults a PUT may have acted, and a GET has not", arguments: [("PUT", true), ("GET", false)])
    func givesUp(method: String, mayHaveActed: Bool) async throws {
        let transport = ScriptedTransport(Array(repeating: .json(500, "{}"), count: 9))
        #expect(try await failure(tool(transport), playbook(method, body: nil))?.mayHaveActed == mayHaveActed)
        #expect(transport.requests.count == 4)
    }

    @Test("The time of the playbook is a limit, also for a rate limit's wait")
    func time() async throws {
        let transport = ScriptedTransport(.json(429, "{}", ["Retry-After": "100"]), .json(200, "{}"))
        #expect(try await failure(tool(transport), playbook("GET", body: nil, timeout: 60)) != nil)
        #expect(clock.sleeps.isEmpty)
        #expect(transport.requests[0].timeout <= .seconds(60))
    }

    @Test("A variable that is missing stops it before anything is sent")
    func missingVariable() async throws {
        let transport = ScriptedTransport(.json(200, "{}"))
        let failure = try await failure(tool(transport), playbook(body: "${NOPE}"))
        #expect(failure?.mayHaveActed == false)
        #expect(transport.requests.isEmpty)
    }

    @Test("The probe is asked when looking, and has the last word when acting")
    func probes() async throws {
        #expect(await tool(ScriptedTransport()).look(playbook(), place) == .unknown("no probe is configured"))
        let sick = ScriptedTransport(Array(repeating: .json(503, ""), count: 90))
        guard case .needed = await tool(ScriptedTransport(), probes: sick).look(playbook(isProbed: true), place) else {
            Issue.record("a target that is not well needs nothing")
            return
        }
        let tool = tool(ScriptedTransport(.json(200, "{}")), probes: sick)
        #expect(try await failure(tool, playbook(isProbed: true, timeout: 20))?.mayHaveActed == true)
    }

    @Test("No value of a variable stands in an error")
    func secrecy() async throws {
        var playbook = playbook(body: nil)
        playbook.action = .http(.init(method: "POST", url: "http://127.0.0.1:1/${T}"))
        let failure = try await failure(tool(ScriptedTransport(.fails(.connection("reset")))), playbook)
        #expect(failure?.description.contains("old-token") == false)
    }
}
