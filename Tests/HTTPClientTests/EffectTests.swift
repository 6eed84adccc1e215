import Domain
import Foundation
import HTTPClient
import TestKit
import Testing

struct EffectTests {
    private let clock = SteppingClock()

    /// - Parameter findings: what each look finds.
    private func bringAbout(
        _ transport: ScriptedTransport, findings: [String?] = [], seconds: Int = 300
    ) async throws -> String {
        let exchange = PatientExchange(service: "Peer", transport: transport, pace: clock.pace)
            .until(clock.now.advanced(by: .seconds(seconds)))
        let request = TransportRequest(
            method: "POST", url: try #require(URL(string: "http://127.0.0.1:1/")), headers: [:], body: nil,
            timeout: .seconds(30))
        var rest = findings
        return try await exchange.bringAbout(
            request, purpose: "do it", done: { String(decoding: $0.body, as: UTF8.self) },
            found: {
                guard !rest.isEmpty else {
                    throw ExchangeFailure(.unavailable, service: "Peer", purpose: "look", reason: "silence")
                }
                return rest.removeFirst()
            })
    }

    private func kind(_ transport: ScriptedTransport, findings: [String?] = [], seconds: Int = 300) async throws
        -> ExchangeFailure.Kind?
    {
        do {
            _ = try await bringAbout(transport, findings: findings, seconds: seconds)
            return nil
        } catch let failure as ExchangeFailure {
            return failure.kind
        }
    }

    @Test("An answer is the end of it")
    func answered() async throws {
        let transport = ScriptedTransport(.json(200, "made"))
        #expect(try await bringAbout(transport) == "made")
        #expect(clock.sleeps.isEmpty)
    }

    @Test(
        "After a doubt it looks again and again before it asks again",
        arguments: [
            .fails(.connection("reset")), .fails(.timedOut(after: .seconds(30))), .json(500, "{}"),
            .json(429, "{}"), .json(429, "{}", ["Retry-After": "2"]),
        ] as [ScriptedTransport.Step])
    func looks(step: ScriptedTransport.Step) async throws {
        let found = ScriptedTransport(step, .json(200, "again"))
        #expect(try await bringAbout(found, findings: ["there"]) == "there")
        let late = ScriptedTransport(step, .json(200, "again"))
        #expect(try await bringAbout(late, findings: [nil, "there"]) == "there")
        #expect(late.requests.count == 1)
        let never = ScriptedTransport(step, .json(200, "again"))
        #expect(try await bringAbout(never, findings: Array(repeating: nil, count: 5)) == "again")
    }

    @Test("Waits between the looks as long as the service asked")
    func waits() async throws {
        _ = try await bringAbout(
            ScriptedTransport(.json(429, "{}", ["Retry-After": "7"]), .json(200, "")), findings: [nil, nil])
        #expect(clock.sleeps == [.seconds(7)])
    }

    @Test("Where no wait is named it looks for 15 seconds, since an effect may show late")
    func looksLong() async throws {
        let transport = ScriptedTransport(.json(500, "{}"), .json(200, "again"))
        #expect(try await bringAbout(transport, findings: [nil, nil, nil, nil, "there"]) == "there")
        #expect(clock.sleeps.reduce(.zero, +) == .seconds(15))
        #expect(transport.requests.count == 1)
    }

    @Test("A wait of nothing needs no pause, and is not looked at for ever")
    func waitsForNothing() async throws {
        let transport = ScriptedTransport(.json(429, "{}", ["Retry-After": "0"]), .json(200, "again"))
        #expect(try await bringAbout(transport, findings: [nil]) == "again")
        #expect(clock.sleeps.isEmpty)
    }

    @Test("What never left needs no look")
    func unsent() async throws {
        #expect(try await bringAbout(ScriptedTransport(.fails(.notConnected("no")), .json(200, "made"))) == "made")
    }

    @Test("A no ends it")
    func refused() async throws {
        let transport = ScriptedTransport(.json(403, "{}"), .json(200, ""))
        #expect(try await kind(transport) == .refused(status: 403))
    }

    @Test("When it cannot look, nobody knows")
    func blind() async throws {
        #expect(try await kind(ScriptedTransport(.fails(.connection("reset")))) == .uncertain)
    }

    @Test("Sends no more than twice, and what was not seen may have happened all the same")
    func givesUp() async throws {
        let transport = ScriptedTransport(Array(repeating: .json(500, "{}"), count: 9))
        #expect(try await kind(transport, findings: Array(repeating: nil, count: 20)) == .uncertain)
        #expect(transport.requests.count == 2)
    }

    @Test(
        "A doubt stays, whatever the second try comes to",
        arguments: [.json(403, "{}"), .fails(.notConnected("refused"))] as [ScriptedTransport.Step])
    func doubtStays(second: ScriptedTransport.Step) async throws {
        let transport = ScriptedTransport([.json(500, "{}")] + Array(repeating: second, count: 4))
        #expect(try await kind(transport, findings: Array(repeating: nil, count: 20)) == .uncertain)
    }

    @Test("What was taken, and then cannot be read, may have happened")
    func unread() async throws {
        let exchange = PatientExchange(
            service: "Peer", transport: ScriptedTransport(.json(200, "{}")), pace: clock.pace)
        let request = TransportRequest(
            method: "POST", url: try #require(URL(string: "http://127.0.0.1:1/")), headers: [:], body: nil,
            timeout: .seconds(30))
        let silence = ExchangeFailure(.unavailable, service: "Peer", purpose: "look", reason: "silence")
        let failure = await #expect(throws: ExchangeFailure.self) {
            try await exchange.bringAbout(
                request, purpose: "do it", done: { _ -> String? in throw silence }, found: { nil })
        }
        #expect(failure?.kind == .uncertain)
    }

    @Test("What never left is tried four times, and did nothing")
    func neverLeft() async throws {
        let transport = ScriptedTransport(Array(repeating: .fails(.notConnected("refused")), count: 9))
        #expect(try await kind(transport) == .unavailable)
        #expect(transport.requests.count == 4)
    }

    @Test("Without time for a wait one last look decides, and what it does not see may still come")
    func noTime() async throws {
        let step = ScriptedTransport.Step.json(429, "{}", ["Retry-After": "60"])
        #expect(try await kind(ScriptedTransport(step), findings: [nil, nil], seconds: 10) == .uncertain)
        #expect(try await kind(ScriptedTransport(step), findings: ["there"], seconds: 10) == nil)
    }

    @Test("A try gets no more time than the caller has")
    func hurries() async throws {
        let transport = ScriptedTransport(.json(200, ""))
        _ = try await bringAbout(transport, seconds: 4)
        #expect(transport.requests[0].timeout == .seconds(4))
        #expect(try await kind(ScriptedTransport(.json(200, "")), seconds: 0) == .unavailable)
    }
}
