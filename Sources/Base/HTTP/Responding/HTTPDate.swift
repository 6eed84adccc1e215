/// The value of a `Date` field, made anew once a second at most. Source: RFC 9110 §5.6.7, IMF-fixdate.
struct HTTPDate: Sendable {
    private(set) var text = ""
    private var second = Int.min

    /// - Parameter unixTime: whole seconds since 1970, UTC.
    mutating func update(to unixTime: Int) {
        guard unixTime != second else { return }
        second = unixTime
        text = Self.format(unixTime)
    }

    static func format(_ unixTime: Int) -> String {
        let (day, second) = unixTime.quotientAndRemainder(dividingBy: 86400)
        let (year, month, dayOfMonth) = civil(day)
        let time = [second / 3600, second / 60 % 60, second % 60].map(twoDigits).joined(separator: ":")
        // 1 January 1970 was a Thursday.
        return "\(weekdays[(day + 4) % 7]), \(twoDigits(dayOfMonth)) \(months[month - 1]) \(year) \(time) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    /// The Gregorian date of a day counted from 1 January 1970. Counts in eras of 400 years that begin on 1 March, so
    /// that the leap day is the last of its year. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
