import Domain
import Foundation

/// Minute, hour, day of the month, month and day of the week of a schedule. Source: crontab(5) of Vixie's cron.
///
/// A slot is a minute that a clock in the zone shows. One that the clock skips in spring is due when the clock has jumped;
/// one that it shows twice in autumn is due the first time.
struct CronExpression: Hashable, Sendable {
    private let minutes: [Int]
    private let hours: [Int]
    private let months: Set<Int>
    private let days: Set<Int>
    private let weekdays: Set<Int>
    /// Both day fields say something, and then a day of either is one: the rule of POSIX.
    private let takesEitherDay: Bool

    /// 29 February of one weekday comes every 28 years, or after 40 around a year such as 2100.
    private static let horizonDays = 41 * 366

    init(_ fields: [String]) throws(Schedule.Unreadable) {
        minutes = try CronField.minute.values(of: fields[0]).sorted()
        hours = try CronField.hour.values(of: fields[1]).sorted()
        days = try CronField.day.values(of: fields[2])
        months = try CronField.month.values(of: fields[3])
        // Sunday is 0 and 7.
        weekdays = Set(try CronField.weekday.values(of: fields[4]).map { $0 % 7 })
        takesEitherDay = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
        let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        if !takesEitherDay, let first = days.min(), !months.contains(where: { first <= lengths[$0 - 1] }) {
            throw Schedule.Unreadable(
                description: "`\(fields.joined(separator: " "))` never comes: no month that it names has a day \(first)"
            )
        }
    }

    func next(after time: Timestamp, in zone: TimeZone) -> Timestamp? {
        let today = Self.localDay(of: time, in: zone)
        for day in (today - 1)...(today + Self.horizonDays) where isDue(CivilDate(day: day)) {
            for hour in hours {
                for minute in minutes {
                    let moment = Self.moment(day: day, hour: hour, minute: minute, in: zone)
                    if moment > time { return moment }
                }
            }
        }
        return nil
    }

    func slot(at time: Timestamp, in zone: TimeZone) -> Timestamp? {
        let today = Self.localDay(of: time, in: zone)
        for day in (max(0, today - Self.horizonDays)...(today + 1)).reversed() where isDue(CivilDate(day: day)) {
            for hour in hours.reversed() {
                for minute in minutes.reversed() {
                    let moment = Self.moment(day: day, hour: hour, minute: minute, in: zone)
                    if moment <= time { return moment }
                }
            }
        }
        return nil
    }

    private func isDue(_ date: CivilDate) -> Bool {
        guard months.contains(date.month) else { return false }
        let (isDay, isWeekday) = (days.contains(date.day), weekdays.contains(date.weekday))
        return takesEitherDay ? isDay || isWeekday : isDay && isWeekday
    }

    private static func localDay(of time: Timestamp, in zone: TimeZone) -> Int {
        let seconds = Int((Double(time.milliseconds) / 1000).rounded(.down))
        return Int((Double(seconds + offset(of: zone, at: seconds)) / 86_400).rounded(.down))
    }

    /// The first moment at which a clock in the zone shows this minute or, where it skips it, a later one.
    private static func moment(day: Int, hour: Int, minute: Int, in zone: TimeZone) -> Timestamp {
        let local = day * 86_400 + hour * 3600 + minute * 60
        // Clocks are not changed twice within two days.
        let (before, after) = (offset(of: zone, at: local - 86_400), offset(of: zone, at: local + 86_400))
        let candidates = [local - max(before, after), local - min(before, after)]
        if let shown = candidates.first(where: { $0 + offset(of: zone, at: $0) == local }) { return timestamp(shown) }
        // Between the two the clock jumps over it.
        var (early, late) = (candidates[0], candidates[1])
        while late - early > 1 {
            let middle = early + (late - early) / 2
            if middle + offset(of: zone, at: middle) < local { early = middle } else { late = middle }
        }
        return timestamp(late)
    }

    private static func offset(of zone: TimeZone, at seconds: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }

    private static func timestamp(_ seconds: Int) -> Timestamp { Timestamp(milliseconds: Int64(seconds) * 1000) }
}

/// A day of the Gregorian calendar. Source: Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
struct CivilDate {
    let month: Int
    let day: Int
    /// Sunday is 0.
    let weekday: Int

    /// - Parameter number: days since 1 January 1970, from 0.
    init(day number: Int) {
        let shifted = number + 719_468
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        weekday = (number + 4) % 7
    }
}
