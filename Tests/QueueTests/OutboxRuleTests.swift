import Domain
import Queue
import Testing

struct OutboxRuleTests {
    private static let time = Timestamp(milliseconds: 1_800_000_000_000)
    private let rule = OutboxRule()

    struct Case: Sendable, CustomTestStringConvertible {
        let answer: SendingEnd
        var attempts = 1
        let end: OutboxEnd
        /// Seconds that the channel is left alone.
        let rest: Double
        var testDescription: String { "\(answer), try \(attempts)" }
    }

    private static func again(_ seconds: Double, _ why: String) -> OutboxEnd {
        .again(at: time.advanced(by: .milliseconds(Int64(seconds * 1000))), why: why)
    }

    static let cases = [
        Case(answer: .sent(rest: nil), end: .sent, rest: 1),
        Case(answer: .sent(rest: .milliseconds(1600)), end: .sent, rest: 1.6),
        Case(answer: .sent(rest: .milliseconds(10)), end: .sent, rest: 1),
        Case(answer: .refused("no_service"), end: .failed("no_service"), rest: 1),
        Case(
            answer: .uncertain("reset"), end: .unknown("unknown: reset. It is not sent again, lest it come twice."),
            rest: 1),
        Case(answer: .notTaken("429", wait: .seconds(30)), end: again(30, "429"), rest: 30),
        Case(answer: .notTaken("429", wait: .seconds(2)), end: again(5, "429"), rest: 2),
        Case(answer: .notTaken("refused", wait: nil), end: again(5, "refused"), rest: 5),
        Case(answer: .notTaken("refused", wait: nil), attempts: 3, end: again(20, "refused"), rest: 20),
        Case(answer: .notTaken("refused", wait: nil), attempts: 11, end: again(900, "refused"), rest: 900),
        Case(answer: .notTaken("429", wait: .seconds(3600)), attempts: 11, end: again(3600, "429"), rest: 3600),
        Case(
            answer: .notTaken("429", wait: .seconds(60)), attempts: 12, end: .failed("429 (tried 12 times)"), rest: 60),
    ]

    @Test(
        "What a channel says decides whether a message is over, and how long the channel is left alone",
        arguments: cases)
    func decides(entry: Case) {
        // In the middle: neither shorter nor longer by chance.
        let end = rule.end(after: entry.answer, attempts: entry.attempts, jitter: 0.5, at: Self.time)
        #expect(end == entry.end)
        #expect(rule.rest(after: entry.answer, end, at: Self.time) / .seconds(1) == entry.rest)
    }

    @Test("Messages that fail together do not come back together, and none before it may")
    func spreads() {
        let answer = SendingEnd.notTaken("429", wait: .seconds(30))
        let early = rule.end(after: answer, attempts: 5, jitter: 0, at: Self.time)
        let late = rule.end(after: answer, attempts: 5, jitter: 1, at: Self.time)
        #expect(early == Self.again(64, "429") && late == Self.again(96, "429"))
        #expect(rule.end(after: answer, attempts: 1, jitter: 0, at: Self.time) == Self.again(30, "429"))
    }
}
