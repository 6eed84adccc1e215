import Domain
import HTTPClient
import TestKit
import Testing

struct HTTPProbeTests {
    private let clock = SteppingClock()
    private let well = PlaybookSettings.Probe(http: "http://127.0.0.1:1/health")

    private func probe(_ steps: ScriptedTransport.Step...) -> HTTPProbe {
        HTTPProbe(transport: ScriptedTransport(steps), pace: clock.pace)
    }

    @Test(
        "200 to 299 is well, everything else is not",
        arguments: [(200, true), (204, true), (302, false), (404, false), (500, false)])
    func statuses(status: Int, isWell: Bool) async throws {
        let objection = try await probe(.answer(status, [:], "")).objection(well)
        #expect((objection == nil) == isWell)
    }

    @Test("No answer, and no address of HTTP, are objections")
    func faults() async throws {
        #expect(try await probe(.fails(.connection("reset"))).objection(well)?.contains("reset") == true)
        #expect(try await probe().objection(.init(http: "file:///etc/passwd"))?.contains("no address") == true)
    }

    @Test("Waits for a target to get well, and not longer than it may")
    func patience() async throws {
        let sick = ScriptedTransport.Step.answer(503, [:], "")
        let deadline = clock.now.advanced(by: .seconds(20))
        #expect(try await probe(sick, sick, .answer(200, [:], "")).objection(well, until: deadline) == nil)
        #expect(clock.sleeps == [.seconds(1), .seconds(2)])
        #expect(try await probe(sick, sick, sick, sick, sick, sick, sick, sick).objection(well, until: deadline) != nil)
        #expect(clock.now < deadline)
    }

    @Test("Asks once, also when there is no time")
    func once() async throws {
        #expect(try await probe(.answer(200, [:], "")).objection(well, until: clock.now) == nil)
        #expect(clock.sleeps.isEmpty)
    }
}
