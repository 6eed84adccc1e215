import Foundation
import HTTPClient
import TestKit
import Testing

struct PatientExchangeTests {
    private let clock = SteppingClock()

    private func send(
        _ transport: ScriptedTransport, effect: PatientExchange.Effect = .repeatable
    ) async throws -> TransportResponse {
        let request = TransportRequest(
            method: "POST", url: try #require(URL(string: "http://127.0.0.1:1/")), headers: [:], body: nil,
            timeout: .seconds(1))
        return try await PatientExchange(service: "Peer", transport: transport, pace: clock.pace)
            .send(request, effect: effect, purpose: "do it")
    }

    private func kind(of transport: ScriptedTransport, effect: PatientExchange.Effect) async throws
        -> ExchangeFailure.Kind?
    {
        do {
            _ = try await send(transport, effect: effect)
            return nil
        } catch let failure as ExchangeFailure {
            return failure.kind
        }
    }

    @Test("Repeats what may be repeated, at growing distances")
    func repeats() async throws {
        let transport = ScriptedTransport(
            .fails(.connection("reset")), .answer(502, ["Content-Type": "text/html"], "<html>"), .json(200, "{}"))
        #expect(try await send(transport).status == 200)
        #expect(clock.sleeps == [.seconds(1), .seconds(2)])
    }

    @Test(
        "After a fault, what acts each time is left in doubt and not sent again",
        arguments: [
            ScriptedTransport.Step.fails(.connection("reset")), .fails(.timedOut(after: .seconds(1))), .json(500, "{}"),
        ])
    func doubt(step: ScriptedTransport.Step) async throws {
        let transport = ScriptedTransport(step, .json(200, "{}"))
        #expect(try await kind(of: transport, effect: .once) == .uncertain)
        #expect(transport.requests.count == 1)
    }

    @Test("What was never sent is sent again, also when it acts each time")
    func unsent() async throws {
        let transport = ScriptedTransport(.fails(.notConnected("refused")), .json(200, "{}"))
        #expect(try await kind(of: transport, effect: .once) == nil)
    }

    @Test(
        "Waits as long as it is told, also for what acts each time",
        arguments: [("7", 7.0), ("0.25", 0.25), ("Fri, 15 Jan 2027 08:00:09 GMT", 9)])
    func waits(field: String, seconds: Double) async throws {
        let transport = ScriptedTransport(.json(429, "{}", ["Retry-After": field]), .json(200, "{}"))
        _ = try await send(transport, effect: .once)
        #expect(clock.sleeps.map { $0 / .seconds(1) } == [seconds])
    }

    @Test("Gives up when told to wait for longer than a worker may sit")
    func longWait() async throws {
        let transport = ScriptedTransport(.json(429, "{}", ["Retry-After": "86400"]), .json(200, "{}"))
        #expect(try await kind(of: transport, effect: .repeatable) == .limited(wait: .seconds(86_400)))
        #expect(clock.sleeps.isEmpty)
    }

    @Test("Waits three times at a limit that names no wait, then gives up")
    func namelessLimit() async throws {
        let limit = ScriptedTransport.Step.json(429, "{}")
        let transport = ScriptedTransport(limit, limit, limit, limit, .json(200, "{}"))
        #expect(try await kind(of: transport, effect: .repeatable) == .limited(wait: nil))
        #expect(clock.sleeps == [.seconds(5), .seconds(10), .seconds(20)])
    }

    @Test("A no is a no, in the words of the service", arguments: [400, 401, 403, 404, 422])
    func refusal(status: Int) async throws {
        let transport = ScriptedTransport(.json(status, #"{"message":"not you"}"#), .json(200, "{}"))
        await #expect(throws: ExchangeFailure.self) { try await send(transport) }
        #expect(transport.requests.count == 1)
    }

    @Test("After four faults it says whom it could not ask for what")
    func givesUp() async throws {
        let fault = ScriptedTransport.Step.json(500, "{}")
        let transport = ScriptedTransport(fault, fault, fault, fault, .json(200, "{}"))
        do {
            _ = try await send(transport)
            Issue.record("it got an answer")
        } catch let failure as ExchangeFailure {
            #expect(failure.description == "Peer could not be asked to do it: it answered 500")
        }
    }
}
