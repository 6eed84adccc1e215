import Domain
import Playbooks
import TestKit
import Testing

struct PlaybookGuardsTests {
    private let now = Timestamp(milliseconds: 1_800_000_000_000)
    private let playbook = PlaybookSettings(name: "restart-backend", action: .command(["restart"]))
    private let job = JobID("01989a00-0000-7000-8000-000000000001")
    private let other = JobID("01989a00-0000-7000-8000-000000000002")

    private func run(
        _ state: PlaybookRun.State = .intended, ago seconds: Int = 0, of job: JobID?, target: String = "backend"
    ) -> PlaybookRun {
        var run = PlaybookRun(
            id: .next(), job: job, repository: "acme/shop", playbook: "restart-backend", target: target, why: "",
            startedAt: now.advanced(by: .seconds(-seconds)), state: state)
        if state != .intended { run.endedAt = run.startedAt.advanced(by: .seconds(1)) }
        return run
    }

    private func objection(
        _ history: [PlaybookRun], limit: Int = 3, playbook: PlaybookSettings? = nil, of job: JobID? = nil
    ) -> String? {
        var limits = Limits()
        limits.autoFixesPerRun = limit
        return PlaybookGuards(limits: limits).objection(
            to: run(of: job ?? self.job), playbook ?? self.playbook, history: history)
    }

    @Test("May act when nothing was done before")
    func free() { #expect(objection([]) == nil) }

    @Test("Only class A is ever executed", arguments: [FixClass.b, .c])
    func classes(level: FixClass) throws {
        let dangerous = PlaybookSettings(name: "drop", class: level, action: .command(["drop"]))
        #expect(try #require(objection([], playbook: dangerous)).contains("never executed"))
    }

    @Test("The fourth of a run is refused, whatever became of the first three, and whatever is configured")
    func budget() throws {
        let three = (1...3).map { run([.healed, .failed, .unknown][$0 - 1], ago: 9000, of: job, target: "t\($0)") }
        #expect(try #require(objection(three, limit: 99)).contains("3 of 3"))
        #expect(objection(Array(three.dropLast())) == nil)
        #expect(try #require(objection([], limit: 0)).contains("autoFixesPerRun"))
        #expect(objection(three, of: other) == nil)
    }

    @Test("A retried job is a run of its own")
    func retried() {
        let three = (1...3).map { run(.failed, ago: 9000, of: job, target: "t\($0)") }
        let again = PlaybookRun(
            id: .next(), job: job, attempt: 2, repository: "acme/shop", playbook: "restart-backend", target: "backend",
            why: "", startedAt: now)
        #expect(PlaybookGuards(limits: Limits()).objection(to: again, playbook, history: three) == nil)
    }

    @Test("An intent that was only written down counts too")
    func intent() throws {
        let intents = (1...3).map { run(.intended, ago: 9000, of: job, target: "t\($0)") }
        #expect(try #require(objection(intents)).contains("3 of 3"))
    }

    @Test("One at a time on a target, until the other must be over")
    func turns() throws {
        #expect(try #require(objection([run(ago: 400, of: other)])).contains("is acting"))
        #expect(objection([run(ago: 421, of: other)]) == nil)
        #expect(objection([run(ago: 10, of: other, target: "another")]) == nil)
    }

    @Test("How long another has the target to itself is its own to say, not the next one's")
    func busy() throws {
        var long = run(ago: 1000, of: other)
        long.busyUntil = now.advanced(by: .seconds(1))
        #expect(try #require(objection([long])).contains("is acting"))
        long.busyUntil = now
        #expect(objection([long]) == nil)
        var slow = playbook
        slow.timeoutSeconds = 600
        let start = now.advanced(by: .seconds(-1000))
        #expect(PlaybookGuards.busyUntil(start, slow, proofSeconds: 3600) == start.advanced(by: .seconds(4320)))
    }

    @Test(
        "A target is left alone for the time of its cool-down, whoever acted",
        arguments: [PlaybookRun.State.healed, .failed])
    func coolDown(state: PlaybookRun.State) throws {
        #expect(try #require(objection([run(state, ago: 300, of: other)])).contains("left alone until"))
        #expect(objection([run(state, ago: 301, of: other)]) == nil)
    }

    @Test("Three runs in a row that did not help stop the next one for a day")
    func useless() throws {
        let three = [30_000, 20_000, 10_000].map { run(.withoutEffect, ago: $0, of: other) }
        #expect(try #require(objection(three)).contains("did not help"))
        #expect(objection(three + [run(.healed, ago: 5000, of: other)]) == nil)
        #expect(objection([run(.withoutEffect, ago: 86_400, of: other)] + three.dropFirst()) == nil)
    }

    @Test("What has to be restarted six times a day is left to people, though it helped")
    func loop() throws {
        let six = (1...6).map { run(.healed, ago: $0 * 3600, of: other) }
        #expect(try #require(objection(six)).contains("6 times within a day"))
        #expect(objection(Array(six.dropFirst())) == nil)
    }

    @Test("Whatever the order of events, no run acts a fourth time, and no target twice at once")
    func anyOrder() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            var history: [PlaybookRun] = []
            var clock = now
            for _ in 0..<24 {
                clock = clock.advanced(by: .seconds(Int.random(in: 0...200, using: &random)))
                if Int.random(in: 0..<3, using: &random) == 0, let open = history.indices.randomElement(using: &random)
                {
                    history[open].state = [.healed, .withoutEffect, .failed].randomElement(using: &random) ?? .failed
                    history[open].endedAt = clock
                    continue
                }
                let next = PlaybookRun(
                    id: .next(), job: Bool.random(using: &random) ? job : other, repository: "r", playbook: "p",
                    target: "t\(Int.random(in: 0..<3, using: &random))", why: "", startedAt: clock)
                guard PlaybookGuards(limits: Limits()).objection(to: next, playbook, history: history) == nil else {
                    continue
                }
                let busy = history.contains {
                    $0.target == next.target && $0.state == .intended && clock.seconds(since: $0.startedAt) < 420
                }
                #expect(!busy)
                history.append(next)
            }
            #expect(history.count { $0.job == job } <= 3)
            #expect(history.count { $0.job == other } <= 3)
        }
    }
}
