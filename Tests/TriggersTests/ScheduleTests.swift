import Domain
import Testing

@testable import Triggers

struct ScheduleTests {
    private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

    /// The next slots after a moment, by name.
    private func slots(_ schedule: String, after start: String, count: Int) throws -> [String] {
        let schedule = try Schedule(schedule)
        var moment = try time(start)
        return try (0..<count).map { _ in
            moment = try #require(schedule.next(after: moment))
            return Schedule.name(ofSlot: moment)
        }
    }

    @Test("Intervals are counted from 1970, so that every node has the same slots")
    func alignsIntervals() throws {
        #expect(
            try slots("every 12h", after: "2026-11-28T01:30:00Z", count: 3)
                == ["2026-11-28T12:00Z", "2026-11-29T00:00Z", "2026-11-29T12:00Z"])
        #expect(try slots("every 30m", after: "2026-11-28T01:30:00Z", count: 1) == ["2026-11-28T02:00Z"])
        #expect(try slots("every 24h", after: "2026-11-28T01:30:00Z", count: 1) == ["2026-11-29T00:00Z"])
        #expect(try slots("Every  1 d", after: "2026-11-28T01:30:00Z", count: 1) == ["2026-11-29T00:00Z"])
    }

    @Test(
        "Cron's fields mean what crontab(5) says",
        arguments: [
            ("0 3 * * *", ["2026-11-28T03:00Z", "2026-11-29T03:00Z", "2026-11-30T03:00Z"]),
            ("*/20 * * * *", ["2026-11-28T01:40Z", "2026-11-28T02:00Z", "2026-11-28T02:20Z"]),
            ("5,35 8-9 * * *", ["2026-11-28T08:05Z", "2026-11-28T08:35Z", "2026-11-28T09:05Z"]),
            ("0 10-16/3 * * *", ["2026-11-28T10:00Z", "2026-11-28T13:00Z", "2026-11-28T16:00Z"]),
            ("0 0 1 jan,Jul *", ["2027-01-01T00:00Z", "2027-07-01T00:00Z", "2028-01-01T00:00Z"]),
            ("0 0 * * 0", ["2026-11-29T00:00Z", "2026-12-06T00:00Z", "2026-12-13T00:00Z"]),
            ("0 0 * * 7", ["2026-11-29T00:00Z", "2026-12-06T00:00Z", "2026-12-13T00:00Z"]),
            ("0 0 * * fri-sun", ["2026-11-29T00:00Z", "2026-12-04T00:00Z", "2026-12-05T00:00Z"]),
            ("0 0 31 * *", ["2026-12-31T00:00Z", "2027-01-31T00:00Z", "2027-03-31T00:00Z"]),
            ("0 0 29 2 *", ["2028-02-29T00:00Z", "2032-02-29T00:00Z", "2036-02-29T00:00Z"]),
            // Both days given: either will do. One of them a star, with a step too: both must fit.
            ("0 0 1 * mon", ["2026-11-30T00:00Z", "2026-12-01T00:00Z", "2026-12-07T00:00Z"]),
            ("0 0 */10 * mon", ["2026-12-21T00:00Z", "2027-01-11T00:00Z", "2027-02-01T00:00Z"]),
        ])
    func readsCron(text: String, expected: [String]) throws {
        #expect(try slots(text, after: "2026-11-28T01:30:00Z", count: 3) == expected)
    }

    @Test("A slot is strictly after the moment asked for, and the slot of a moment is not")
    func boundsSlots() throws {
        let schedule = try Schedule("0 3 * * *")
        let slot = try time("2026-11-28T03:00:00Z")
        #expect(schedule.next(after: slot) == (try time("2026-11-29T03:00:00Z")))
        #expect(schedule.slot(at: slot) == slot)
        #expect(schedule.slot(at: slot.advanced(by: .milliseconds(-1))) == (try time("2026-11-27T03:00:00Z")))
        #expect(try Schedule("every 12h").slot(at: slot) == (try time("2026-11-28T00:00:00Z")))
    }

    @Test("A minute that the clock skips in spring is due when it has jumped, once")
    func handlesGaps() throws {
        #expect(
            try slots("30 2 * * * Europe/Berlin", after: "2026-03-28T00:00:00Z", count: 3)
                == ["2026-03-28T01:30Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z"])
        #expect(
            try slots("*/30 * * * * Europe/Berlin", after: "2026-03-29T00:15:00Z", count: 3)
                == ["2026-03-29T00:30Z", "2026-03-29T01:00Z", "2026-03-29T01:30Z"])
    }

    @Test("A minute that the clock shows twice in autumn is due the first time only")
    func handlesOverlaps() throws {
        #expect(
            try slots("30 2 * * * Europe/Berlin", after: "2026-10-24T12:00:00Z", count: 2)
                == ["2026-10-25T00:30Z", "2026-10-26T01:30Z"])
        let schedule = try Schedule("30 2 * * * Europe/Berlin")
        #expect(schedule.slot(at: try time("2026-10-25T01:45:00Z")) == (try time("2026-10-25T00:30:00Z")))
    }

    @Test("Zones beside whole hours and beyond the date line work too")
    func handlesOddZones() throws {
        #expect(try slots("0 9 * * * Asia/Kathmandu", after: "2026-11-28T00:00:00Z", count: 1) == ["2026-11-28T03:15Z"])
        #expect(
            try slots("0 9 * * * Pacific/Kiritimati", after: "2026-11-28T00:00:00Z", count: 1) == ["2026-11-28T19:00Z"])
        #expect(
            try slots("15 2 * * * Australia/Lord_Howe", after: "2026-10-03T12:00:00Z", count: 1)
                == ["2026-10-03T15:30Z"])
    }

    @Test("Each slot's own slot is itself, and nothing lies between a slot and the one before")
    func agreesWithItself() throws {
        for text in ["every 90m", "7 */5 * * *", "0 2 * * 1-5 America/New_York", "45 1 1,15 * * Europe/London"] {
            let schedule = try Schedule(text)
            var moment = try time("2026-09-20T00:00:00Z")
            for _ in 0..<300 {
                let next = try #require(schedule.next(after: moment))
                #expect(schedule.slot(at: next) == next, "\(text)")
                if let before = schedule.slot(at: next.advanced(by: .milliseconds(-1))) {
                    #expect(before <= moment && schedule.next(after: before) == next, "\(text)")
                }
                moment = next
            }
        }
    }

    @Test(
        "What cannot be read is named with what was expected",
        arguments: [
            ("every", "for example `every 30m`"), ("every 0h", "from 1 minute"), ("every 12", "`every 30m`"),
            ("every -3h", "from 1 minute"), ("every 99999999999999999999h", "366 days"), ("every 13s", "`every 12h`"),
            ("", "`every 12h` or `0 3 * * *`"), ("hourly", "`0 3 * * *`"), ("* * * *", "`0 3 * * *`"),
            ("60 * * * *", "the minute `60` cannot be read: `60` must be a whole number from 0 to 59"),
            ("* 24 * * *", "the hour `24`"), ("* * 0 * *", "day of the month"), ("* * * 13 *", "1 to 12 or jan to dec"),
            ("* * * * 8", "0 to 7 or sun to sat"), ("5-1 * * * *", "runs backwards"), ("*/0 * * * *", "the step `0`"),
            ("5/15 * * * *", "`5-59/15`"), ("1,,2 * * * *", "`` must be"), ("+1 * * * *", "`+1` must be"),
            ("0 0 31 2 *", "never comes"), ("0 0 31 4,6 *", "day 31"), ("0 3 * * * Berlin", "`Berlin` is no time zone"),
            ("0 3 * * * UTC now", "is no schedule"), ("0 3 * * monday", "`monday` must be"),
        ])
    func namesErrors(text: String, part: String) {
        let error = #expect(throws: Schedule.Unreadable.self) { try Schedule(text) }
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "no error")")
    }
}
