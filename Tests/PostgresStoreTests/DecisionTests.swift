import Domain
import RelationalStore
import Testing

@testable import PostgresStore

struct VerdictTests {
    @Test(
        "An error's code decides whether the transaction is run again, and what its reader is told",
        arguments: [
            ("23505", false, PostgresFailure.Kind.notUnique, nil), ("40001", false, .conflict, "later"),
            ("40P01", false, .conflict, "later"), ("26000", false, .outdated, nil),
            ("25006", false, .outdated, "takes no writes"), ("53100", false, .unavailable, "free some space"),
            ("53300", false, .unavailable, "max_connections"), ("55P03", false, .unavailable, "pg_locks"),
            ("57014", false, .unavailable, "pg_stat_activity"), ("57P01", true, .lost, "stopped"),
            ("57P03", false, .unavailable, "starting"), ("25P03", true, .lost, "too long"),
            ("08006", false, .lost, nil), ("58030", false, .unavailable, "its log"), ("42601", false, .other, nil),
        ])
    func verdicts(state: String, isFatal: Bool, kind: PostgresFailure.Kind, advice: String?) {
        let verdict = PostgresFailure.Verdict(state: state, isFatal: isFatal)
        #expect(verdict.kind == kind)
        #expect(advice.map { verdict.advice?.contains($0) == true } ?? (verdict.advice == nil))
    }

    @Test("A statement whose result changed with the schema is prepared anew, whatever language the server speaks")
    func outdated() {
        #expect(PostgresFailure.Verdict(state: "0A000", isFatal: false).kind == .other)
        let verdict = PostgresFailure.Verdict(state: "0A000", isFatal: false, function: "RevalidateCachedQuery")
        #expect(verdict.kind == .outdated)
    }
}

struct DurabilityTests {
    @Test("A server that may lose what it confirmed is refused, with what to set")
    func problems() throws {
        #expect(Durability(fsync: .text("on"), synchronousCommit: .text("on")).problem == nil)
        #expect(Durability(fsync: .text("on"), synchronousCommit: .text("remote_apply")).problem == nil)
        let both = try #require(Durability(fsync: .text("off"), synchronousCommit: .text("off")).problem)
        #expect(both.contains("set fsync = on") && both.contains("set synchronous_commit = on"))
        #expect(Durability(fsync: .null, synchronousCommit: .text("on")).problem != nil)
        #expect(Durability(fsync: .text("on"), synchronousCommit: .text("local")).problem != nil)
    }
}

struct PostgresClockTests {
    private func reading(_ server: Int64, _ sent: Int, _ received: Int) -> PostgresClock.Reading {
        .init(server: Timestamp(milliseconds: server), between: .milliseconds(sent), and: .milliseconds(received))
    }

    @Test("The server's time is what it said in the middle of the round trip, and what went by since")
    func tells() {
        #expect(reading(10_000, 100, 140).server(at: .milliseconds(620)) == Timestamp(milliseconds: 10_500))
    }

    @Test("A later reading counts, but for one that is vague and contradicts nothing")
    func follows() {
        let first = reading(10_000, 0, 10)
        let sharp = reading(70_004, 60_000, 60_010)
        let vague = reading(70_300, 60_000, 60_900)
        let other = reading(95_000, 60_000, 60_900)
        let muchLater = reading(10_010_300, 10_000_000, 10_000_900)
        #expect(first.followed(by: sharp) == sharp)
        #expect(first.followed(by: vague) == first)
        #expect(first.followed(by: other) == other)
        #expect(first.followed(by: muchLater) == muchLater)
    }

    @Test("The clock is read at first and again after a minute, and goes on from the reading")
    func refreshes() {
        let moment = SteppedDuration()
        let clock = PostgresClock(elapsed: { moment.value })
        #expect(clock.wantsReading)
        clock.note(reading(1_000_000, 0, 0))
        #expect(!clock.wantsReading)
        moment.value = .seconds(59)
        #expect(!clock.wantsReading && clock.now() == Timestamp(milliseconds: 1_059_000))
        moment.value = .seconds(60)
        #expect(clock.wantsReading)
    }
}
