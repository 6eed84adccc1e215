import Synchronization
import Testing

@testable import Turns

struct KeyedTurnsTests {
    private final class Counter: Sendable {
        let value = Atomic(0)
    }

    @Test("Work of one key never overlaps, work of another does not wait for it")
    func serialises() async throws {
        let turns = KeyedTurns()
        let running = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try? await turns.take("a") {
                        let count = running.value.wrappingAdd(1, ordering: .relaxed).newValue
                        #expect(count == 1)
                        // Another key is free meanwhile.
                        try await turns.take("b") { await Task.yield() }
                        running.value.wrappingSubtract(1, ordering: .relaxed)
                    }
                }
            }
        }
        #expect(running.value.load(ordering: .relaxed) == 0)
    }

    @Test("Who is cancelled while waiting leaves the line, and the next one gets the turn")
    func leavesTheLine() async throws {
        let turns = KeyedTurns()
        let (held, isHeld) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        let holder = Task {
            try await turns.take("a") {
                isHeld.yield()
                for await _ in released { break }
            }
        }
        for await _ in held { break }
        let impatient = Task { try await turns.take("a") {} }
        impatient.cancel()
        await #expect(throws: CancellationError.self) { try await impatient.value }
        let patient = Task { try await turns.take("a") { 7 } }
        release.yield()
        #expect(try await patient.value == 7)
        try await holder.value
    }
}
