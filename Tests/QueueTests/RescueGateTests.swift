import Queue
import Testing

struct RescueGateTests {
    private enum Look {
        case answered(at: Double, after: Double = 0)
        case failed
    }

    private static let start = ContinuousClock.now

    private static func instant(_ seconds: Double) -> ContinuousClock.Instant { start.advanced(by: .seconds(seconds)) }

    /// With a lease of 6 seconds, which is renewed every 1.5.
    private func isOpen(at seconds: Double, after looks: [Look]) -> Bool {
        var gate = RescueGate(QueuePolicy())
        for look in looks {
            switch look {
            case .answered(let end, let took):
                gate.hear(asked: Self.instant(end - took), answered: Self.instant(end))
            case .failed: gate.hearNothing()
            }
        }
        return gate.isOpen(at: Self.instant(seconds))
    }

    private func everySecond(_ seconds: ClosedRange<Int>) -> [Look] { seconds.map { .answered(at: Double($0)) } }

    @Test("Opens when the store has answered throughout one full lease, and not before")
    func opens() {
        #expect(!isOpen(at: 100, after: []))
        #expect(!isOpen(at: 5, after: everySecond(0...4)))
        #expect(isOpen(at: 6, after: everySecond(0...5)))
    }

    @Test("A look that failed closes it for one lease after the store is back")
    func closesOnFailure() {
        let back = everySecond(0...10) + [.failed] + everySecond(60...60)
        #expect(!isOpen(at: 60, after: back))
        #expect(!isOpen(at: 65, after: back + everySecond(61...64)))
        #expect(isOpen(at: 66, after: back + everySecond(61...65)))
    }

    @Test(
        "An answer that took longer than renewals are apart closes it, a shorter one does not",
        arguments: [(1.5, true), (1.6, false), (60, false)])
    func closesOnSlowAnswers(took: Double, isOpen: Bool) {
        let end = 10 + took
        #expect(self.isOpen(at: end + 1, after: everySecond(0...10) + [.answered(at: end, after: took)]) == isOpen)
    }

    @Test("Who stood still for half a lease does not know what the store did meanwhile")
    func closesOnStandstill() {
        #expect(isOpen(at: 13, after: everySecond(0...10)))
        #expect(!isOpen(at: 13.1, after: everySecond(0...10)))
        #expect(!isOpen(at: 41, after: everySecond(0...10) + everySecond(40...40)))
    }
}
