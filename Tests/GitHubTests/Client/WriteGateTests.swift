import Domain
import HTTPClient
import Synchronization
import Testing
import TestKit

@testable import GitHub

struct WriteGateTests {
    let clock = SteppingClock()

    var gate: WriteGate {
        var pace = clock.gitHubPace
        pace.writeSpacing = .seconds(1)
        return WriteGate(pace: pace)
    }

    @Test("Keeps writes apart, and waits no longer than needed")
    func spacing() async throws {
        let gate = gate
        try await gate.pass {}
        #expect(clock.sleeps.isEmpty)
        try await gate.pass {}
        #expect(clock.sleeps == [.seconds(1)])
        clock.advance(by: .milliseconds(1750))
        try await gate.pass {}
        #expect(clock.sleeps == [.seconds(1)])
    }

    @Test("Rests for all when GitHub wants one to")
    func rest() async throws {
        let gate = gate
        gate.rest(until: clock.now.advanced(by: .seconds(60)))
        try await gate.pass {}
        try await gate.pass {}
        #expect(clock.sleeps == [.seconds(60), .seconds(1)])
    }

    @Test("Lets one in at a time, also when some fail")
    func oneAtATime() async throws {
        struct Broken: Error {}
        let gate = gate
        let room = Room()
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<50 {
                group.addTask {
                    try? await gate.pass {
                        room.enter()
                        await Task.yield()
                        room.leave()
                        if index.isMultiple(of: 3) { throw Broken() }
                    }
                }
            }
        }
        #expect(room.most == 1)
        #expect(room.visits == 50)
    }

    @Test("A cancelled writer does not write, and lets the next one in")
    func cancellation() async throws {
        let gate = gate
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask {
                await #expect(throws: CancellationError.self) {
                    try await gate.pass { Issue.record("A cancelled writer wrote") }
                }
            }
        }
        let value = try await gate.pass { 1 }
        #expect(value == 1)
    }

    @Test("Who is cancelled while another writes leaves at once, and the others keep their turns")
    func leavesTheLine() async throws {
        let gate = gate
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        let slow = Task {
            try await gate.pass {
                start.yield()
                for await _ in ends { break }
                return "slow"
            }
        }
        for await _ in starts { break }
        let impatient = Task {
            try await gate.pass { Issue.record("A cancelled writer wrote") }
        }
        let patient = Task { try await gate.pass { "patient" } }
        impatient.cancel()
        // The slow one is not at its end yet.
        await #expect(throws: CancellationError.self) { try await impatient.value }
        end.yield()
        #expect(try await slow.value == "slow")
        #expect(try await patient.value == "patient")
    }
}

/// Counts who is inside.
private final class Room: Sendable {
    private let counts = Mutex((inside: 0, most: 0, visits: 0))
    var most: Int { counts.withLock { $0.most } }
    var visits: Int { counts.withLock { $0.visits } }

    func enter() {
        counts.withLock {
            $0.inside += 1
            $0.visits += 1
            $0.most = max($0.most, $0.inside)
        }
    }

    func leave() { counts.withLock { $0.inside -= 1 } }
}
