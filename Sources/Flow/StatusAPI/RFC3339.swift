package import Domain

extension Timestamp {
    /// Reads a time with any offset, as a client may write it; what is finer than a millisecond is cut, and a leap second
    /// is the last millisecond of its minute. Source: RFC 3339 §5.6 and §5.7.
    package init?(rfc3339 text: String) {
        let pattern = /(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))/
            .asciiOnlyDigits()
        guard let match = text.wholeMatch(of: pattern)?.output,
            let year = Int64(match.1), let month = Int64(match.2), let day = Int64(match.3),
            let hour = Int64(match.4), let minute = Int64(match.5), let second = Int64(match.6),
            (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day), hour < 24, minute < 60,
            second < 61
        else { return nil }
        var minutes = (Self.days(since1970: year, month, day) * 24 + hour) * 60 + minute
        if let sign = match.8, let hours = match.9.flatMap({ Int64($0) }), let rest = match.10.flatMap({ Int64($0) }) {
            guard hours < 24, rest < 60 else { return nil }
            minutes -= (hours * 60 + rest) * (sign == "-" ? -1 : 1)
        }
        let fraction = Int64(((match.7 ?? "") + "000").prefix(3)) ?? 0
        self.init(milliseconds: minutes * 60_000 + (second == 60 ? 59_999 : second * 1000 + fraction))
    }

    private static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func days(since1970 year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let before = year - 1
        let leaps = year == 0 ? -1 : before / 4 - before / 100 + before / 400
        let months = (1..<month).reduce(0) { $0 + days(in: $1, of: year) }
        // 719,162 days lie between the first days of the years 1 and 1970.
        return before * 365 + leaps + months + day - 1 - 719_162
    }
}
