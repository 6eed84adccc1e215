import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import GitHub

/// Waits of a call that is shielded from its job's cancellation, when the job is told to stop.
@Suite(.quietLogs, .timeLimit(.minutes(10))) struct StoppingTests {
    private let clock = SteppingClock()
    private let signal = StopSignal()

    /// The job is told to stop in the middle of the first wait, which does not end by itself.
    private var pace: GitHubPace {
        var pace = clock.gitHubPace
        pace.sleep = { [signal] _ in
            signal.raise()
            try await Self.forever()
        }
        return pace
    }

    private static func forever() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        for await _ in stream {}
        withExtendedLifetime(continuation) {}
        try Task.checkCancellation()
    }

    private func exchange(_ transport: ScriptedTransport) throws -> GitHubExchange {
        GitHubExchange(
            endpoint: try #require(URL(string: "https://api.example.test/")), transport: transport, pace: pace,
            gate: WriteGate(pace: pace))
    }

    private func request(_ effect: GitHubRequest.Effect) -> GitHubRequest {
        GitHubRequest(method: .post, path: "/repos/octo/demo", effect: effect, purpose: "try it")
    }

    @Test(
        "After a fault or at a limit, no call is sent again",
        arguments: [.json(500, "{}"), .json(429, "{}", ["Retry-After": "300"])] as [ScriptedTransport.Step])
    func nextTry(step: ScriptedTransport.Step) async throws {
        let transport = ScriptedTransport(step, .json(200, "{}"))
        let exchange = try exchange(transport)
        await StopSignal.$current.withValue(signal) {
            await #expect(throws: StoppedWaiting()) {
                try await exchange.send(request(.repeatable), as: GitHubExchangeTests.NoOne())
            }
        }
        #expect(transport.requests.count == 1)
    }

    @Test(
        "Nor is GitHub asked what became of a call that cannot be repeated",
        arguments: [.json(500, "{}"), .json(429, "{}", ["Retry-After": "300"])] as [ScriptedTransport.Step])
    func doubt(step: ScriptedTransport.Step) async throws {
        let transport = ScriptedTransport(step, .json(200, "{}"))
        let exchange = try exchange(transport)
        await StopSignal.$current.withValue(signal) {
            await #expect(throws: StoppedWaiting()) {
                try await exchange.withoutDoubt {
                    try await exchange.send(request(.unique), as: GitHubExchangeTests.NoOne())
                }
            }
        }
        #expect(transport.requests.count == 1)
    }

    @Test("What it says may pass")
    func mayPass() { #expect((StoppedWaiting() as any PassingFault).mayPass) }

    @Test("A write that GitHub's rest holds up is not made")
    func rest() async throws {
        let gate = WriteGate(pace: pace)
        gate.rest(until: clock.now.advanced(by: .seconds(60)))
        await StopSignal.$current.withValue(signal) {
            await #expect(throws: StoppedWaiting()) { try await gate.pass { Issue.record("it wrote") } }
        }
        clock.advance(by: .seconds(60))
        #expect(try await gate.pass { "next" } == "next")
    }

    @Test("A job that is to stop keeps the spacing, and makes the write that its call is at")
    func spacing() async throws {
        var pace = clock.gitHubPace
        pace.writeSpacing = .seconds(1)
        let gate = WriteGate(pace: pace)
        signal.raise()
        try await StopSignal.$current.withValue(signal) {
            for _ in 1...2 { try await gate.pass {} }
        }
        #expect(clock.sleeps == [.seconds(1)])
    }

    @Test("A clock that was set back holds a write up for no longer than the longest wait")
    func clockSetBack() async throws {
        var pace = clock.gitHubPace
        pace.writeSpacing = .seconds(1)
        let gate = WriteGate(pace: pace)
        gate.rest(until: clock.now.advanced(by: .seconds(86_400)))
        try await gate.pass {}
        #expect(clock.sleeps == [.seconds(300), .seconds(1)])
    }

    @Test("A job that waits for another's work on its repository leaves the line; one that has its turn goes on")
    func line() async throws {
        let client = try Drafts.client(ScriptedTransport(), clock: clock)
        let name = try #require(RepositoryName("octo/demo"))
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        let (first, second) = (StopSignal(), StopSignal())
        let slow = Task {
            try await StopSignal.$current.withValue(first) {
                try await client.inTurn(name) {
                    start.yield()
                    for await _ in ends { break }
                    return "slow"
                }
            }
        }
        for await _ in starts { break }
        let waiting = Task {
            try await StopSignal.$current.withValue(second) {
                try await client.inTurn(name) { Issue.record("it began after it was to stop") }
            }
        }
        second.raise()
        await #expect(throws: StoppedWaiting()) { try await waiting.value }
        first.raise()
        end.yield()
        #expect(try await slow.value == "slow")
    }

    @Test("A token that others wait for as well is made to the end")
    func token() async throws {
        let transport = ScriptedTransport(
            .json(500, "{}"), InstallationTokensTests.installation, InstallationTokensTests.grant("one"))
        let app = try GitHubApp(id: "42", privateKeyPEM: AppKey.pem)
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        var pace = clock.gitHubPace
        pace.sleep = { [signal] _ in
            // It is nobody's own work.
            #expect(StopSignal.current == nil)
            signal.raise()
            for await _ in ends { break }
            try Task.checkCancellation()
        }
        let client = GitHubClient(
            endpoint: try #require(URL(string: "https://api.example.test/")), credentials: .app(app),
            transport: transport, pace: pace)
        let access = GitHubRepositoryAccess(client: client)
        await StopSignal.$current.withValue(signal) {
            await #expect(throws: StoppedWaiting()) { try await access.cloneToken(for: "octo/demo") }
        }
        end.yield()
        #expect(try await access.cloneToken(for: "octo/demo") == "one")
        #expect(transport.requests.count == 3)
    }
}
