import Testing

@testable import HTTP

struct ConnectionClockTests {
    private let start = ContinuousClock.now
    private let timeouts = ServerConfiguration.Timeouts()

    private func clock(in phase: ConnectionClock.Phase) -> ConnectionClock {
        var clock = ConnectionClock(now: start)
        clock.enter(phase, at: start)
        return clock
    }

    private func isOverdue(_ clock: ConnectionClock, afterMilliseconds count: Int) -> Bool {
        clock.isOverdue(at: start + .milliseconds(count), timeouts)
    }

    @Test(
        "Waits in each phase for as long as its timeout, and no longer",
        arguments: [
            (.idle, 30_000), (.readingHead, 10_000), (.readingBody, 10_000), (.lingering, 2000), (.handling, nil),
            (.sending, nil), (.streaming, nil), (.closed, nil),
        ] as [(ConnectionClock.Phase, Int?)])
    func timeout(phase: ConnectionClock.Phase, milliseconds: Int?) {
        guard let milliseconds else {
            #expect(!isOverdue(clock(in: phase), afterMilliseconds: 1_000_000_000))
            return
        }
        #expect(!isOverdue(clock(in: phase), afterMilliseconds: milliseconds - 1))
        #expect(isOverdue(clock(in: phase), afterMilliseconds: milliseconds))
    }

    @Test("A head has its deadline whatever trickles in")
    func headIsAbsolute() {
        var clock = clock(in: .readingHead)
        clock.moved(1 << 20, at: start + .seconds(9), timeouts)
        #expect(isOverdue(clock, afterMilliseconds: 10_000))
    }

    @Test("A body has to keep up the least rate, and to be complete in time even so")
    func bodyRate() {
        var clock = clock(in: .readingBody)
        clock.moved(timeouts.leastBytes - 1, at: start + .seconds(5), timeouts)
        #expect(isOverdue(clock, afterMilliseconds: 10_000))
        clock.moved(1, at: start + .seconds(9), timeouts)
        #expect(!isOverdue(clock, afterMilliseconds: 18_999))
        #expect(isOverdue(clock, afterMilliseconds: 19_000))
        clock.moved(timeouts.leastBytes, at: start + .seconds(29), timeouts)
        #expect(isOverdue(clock, afterMilliseconds: 30_000))
    }

    @Test(
        "A client that does not read is cut off; one that reads goes on",
        arguments: [ConnectionClock.Phase.sending, .streaming])
    func blocked(phase: ConnectionClock.Phase) {
        var clock = clock(in: phase)
        clock.setBlocked(true, at: start + .seconds(60))
        #expect(!isOverdue(clock, afterMilliseconds: 69_999))
        #expect(isOverdue(clock, afterMilliseconds: 70_000))
        clock.moved(timeouts.leastBytes, at: start + .seconds(69), timeouts)
        #expect(!isOverdue(clock, afterMilliseconds: 78_999))
        clock.setBlocked(false, at: start + .seconds(75))
        #expect(!isOverdue(clock, afterMilliseconds: 1_000_000))
    }

    @Test(
        "Connections leave descriptors to the rest of the process",
        arguments: [(40, 20), (100, 50), (1024, 960), (4160, 4096), (1 << 20, 4096), (0, 1)])
    func descriptors(openFiles: Int, limit: Int) {
        #expect(ServerConfiguration().connectionLimit(openFiles: openFiles) == limit)
    }

    @Test("The budget gives what it has, and no octet more")
    func budget() {
        var budget = BodyBudget(limitBytes: 10)
        #expect(budget.take(7) && !budget.take(4) && budget.take(3) && !budget.hasRoom(forBytes: 1))
        budget.giveBack(7)
        #expect(budget.usedBytes == 3 && budget.hasRoom(forBytes: 7))
    }
}
