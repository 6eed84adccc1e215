package import Domain
import Foundation

/// When a suite is run without anybody asking: `every 12h`, or five fields of cron with a time zone behind them where
/// it is not UTC. A slot is a moment at which it is due; the same schedule has the same slots on every machine.
package struct Schedule: Hashable, Sendable, CustomStringConvertible {
    package struct Unreadable: Error, Hashable, CustomStringConvertible {
        /// What is wrong with the text, and what was expected.
        package let description: String
    }

    private enum Rule: Hashable, Sendable {
        /// Minutes since 1970 that the number divides, so that no node needs to know when another one started.
        case interval(minutes: Int64)
        case cron(CronExpression, TimeZone)
    }

    /// As it was written, with single spaces.
    package let description: String
    private let rule: Rule

    package static let example = "`every 12h` or `0 3 * * *`"
    static let longestIntervalMinutes: Int64 = 366 * 24 * 60

    /// - Throws: `Unreadable`
    package init(_ text: String) throws(Unreadable) {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        description = words.joined(separator: " ")
        if words.first?.lowercased() == "every" {
            rule = .interval(minutes: try Self.interval(words.dropFirst().joined()))
        } else {
            guard (5...6).contains(words.count) else {
                throw Unreadable(
                    description: "`\(text)` is no schedule: expected \(Self.example), and a time zone behind its five "
                        + "fields where it is not UTC")
            }
            rule = .cron(try CronExpression(Array(words.prefix(5))), try Self.zone(words.dropFirst(5).first))
        }
    }

    /// The first slot after a moment; nil when none comes in the next forty years.
    package func next(after time: Timestamp) -> Timestamp? {
        switch rule {
        case .interval(let minutes): Self.multiple(of: minutes, at: time, steps: 1)
        case .cron(let expression, let zone): expression.next(after: time, in: zone)
        }
    }

    /// The newest slot that has come at a moment; nil when there was none in the forty years before.
    package func slot(at time: Timestamp) -> Timestamp? {
        switch rule {
        case .interval(let minutes): Self.multiple(of: minutes, at: time, steps: 0)
        case .cron(let expression, let zone): expression.slot(at: time, in: zone)
        }
    }

    /// A slot's name, the same for everybody: `2026-11-28T03:00Z`. Slots begin with a minute.
    package static func name(ofSlot slot: Timestamp) -> String { String(slot.description.prefix(16)) + "Z" }

    private static func multiple(of minutes: Int64, at time: Timestamp, steps: Int64) -> Timestamp {
        let length = minutes * 60_000
        let (quotient, rest) = time.milliseconds.quotientAndRemainder(dividingBy: length)
        return Timestamp(milliseconds: (quotient - (rest < 0 ? 1 : 0) + steps) * length)
    }

    private static func interval(_ text: String) throws(Unreadable) -> Int64 {
        let factors: [Character: Int64] = ["m": 1, "h": 60, "d": 24 * 60]
        guard let last = text.last, let factor = factors[last], let number = Int64(text.dropLast()),
            case (let minutes, false) = number.multipliedReportingOverflow(by: factor),
            (1...longestIntervalMinutes).contains(minutes)
        else {
            throw Unreadable(
                description:
                    "`every \(text)` is no interval: expected for example `every 30m`, `every 12h` or `every 7d`, "
                    + "from 1 minute to 366 days")
        }
        return minutes
    }

    private static func zone(_ name: String?) throws(Unreadable) -> TimeZone {
        guard let name else { return .gmt }
        guard name == "UTC" || TimeZone.knownTimeZoneIdentifiers.contains(name), let zone = TimeZone(identifier: name)
        else {
            throw Unreadable(
                description: "`\(name)` is no time zone: expected a name such as Europe/Berlin, or nothing for UTC")
        }
        return zone
    }
}
