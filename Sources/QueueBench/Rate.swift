import Glibc
import Synchronization

/// How much was done in how long, after the warming.
struct Rate {
    let count: Int
    let seconds: Double
    /// Of all threads of this process.
    let processorSeconds: Double

    var processorMicroseconds: Double? { count > 0 ? processorSeconds / Double(count) * 1_000_000 : nil }
    var perSecond: Double { Double(count) / seconds }

    /// Lets `tasks` tasks do `work` side by side until the time is up or one of them finds nothing left to do.
    /// - Parameters:
    ///   - warming: returns when the measurement may begin; the tasks are at work already.
    ///   - work: false when there was nothing left to do.
    static func measure(
        tasks: Int, seconds: Double, warming: () async throws -> Void,
        work: @escaping @Sendable (_ task: Int) async throws -> Bool
    ) async throws -> Rate {
        let tally = Tally()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 1...tasks {
                group.addTask {
                    // Whatever ends one task ends all: a rate over an idle end would be too low.
                    defer { tally.end() }
                    while !tally.isOver, try await work(task) { tally.add() }
                }
            }
            defer { tally.end() }
            try await warming()
            let (start, before, processor) = (ContinuousClock.now, tally.count, clock())
            while !tally.isOver, start.duration(to: .now) < .seconds(seconds) {
                try await Task.sleep(for: .milliseconds(2))
            }
            // POSIX: a million of `clock`'s units a second.
            let rate = Rate(
                count: tally.count - before, seconds: start.duration(to: .now) / .seconds(1),
                processorSeconds: Double(clock() - processor) / 1_000_000)
            tally.end()
            try await group.waitForAll()
            return rate
        }
    }
}

/// How often something was done, and whether to go on with it.
private final class Tally: Sendable {
    private let done = Atomic<Int>(0)
    private let ended = Atomic<Bool>(false)

    var count: Int { done.load(ordering: .relaxed) }
    var isOver: Bool { ended.load(ordering: .relaxed) }
    func add() { done.add(1, ordering: .relaxed) }
    func end() { ended.store(true, ordering: .relaxed) }
}
