/// One of the five fields of cron: what it counts, and how its text is read.
struct CronField: Sendable {
    let name: String
    let range: ClosedRange<Int>
    /// Words that may stand for the numbers from the lower bound on.
    let words: [String]

    static let minute = CronField(name: "minute", range: 0...59, words: [])
    static let hour = CronField(name: "hour", range: 0...23, words: [])
    static let day = CronField(name: "day of the month", range: 1...31, words: [])
    static let month = CronField(
        name: "month", range: 1...12,
        words: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
    static let weekday = CronField(
        name: "day of the week", range: 0...7, words: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])

    /// Reads `*`, `5`, `1-5`, `*/15`, `10-40/10` and lists of these.
    func values(of text: String) throws(Schedule.Unreadable) -> Set<Int> {
        var values: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            values.formUnion(try self.part(String(part), of: text))
        }
        return values
    }

    private func part(_ part: String, of text: String) throws(Schedule.Unreadable) -> Set<Int> {
        let pieces = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let (base, step) = (pieces[0], pieces.dropFirst().first)
        let span = try span(base, of: text)
        guard let step else { return Set(span) }
        guard base == "*" || base.contains("-") else {
            throw wrong(text, "a step needs a range before it, for example `\(base)-\(range.upperBound)/\(step)`")
        }
        guard let width = Self.number(step), (1...range.upperBound).contains(width) else {
            throw wrong(text, "the step `\(step)` must be a whole number from 1 to \(range.upperBound)")
        }
        return Set(stride(from: span.lowerBound, through: span.upperBound, by: width))
    }

    private func span(_ base: String, of text: String) throws(Schedule.Unreadable) -> ClosedRange<Int> {
        if base == "*" { return range }
        let ends = base.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let first = try value(ends[0], of: text)
        guard ends.count == 2 else { return first...first }
        var last = try value(ends[1], of: text)
        // `fri-sun` ends with the Sunday after the Friday.
        if last == 0, first > 0, words.first == ends[1].lowercased() { last = 7 }
        guard first <= last else { throw wrong(text, "the range `\(base)` runs backwards") }
        return first...last
    }

    private func value(_ text: String, of field: String) throws(Schedule.Unreadable) -> Int {
        if let index = words.firstIndex(of: text.lowercased()) { return range.lowerBound + index }
        guard let number = Self.number(text), range.contains(number) else {
            let names = words.isEmpty ? "" : " or \(words[0]) to \(words[words.count - 1])"
            throw wrong(
                field, "`\(text)` must be a whole number from \(range.lowerBound) to \(range.upperBound)\(names)")
        }
        return number
    }

    /// Digits alone: `Int` would take a sign.
    private static func number(_ text: String) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }

    private func wrong(_ text: String, _ what: String) -> Schedule.Unreadable {
        Schedule.Unreadable(description: "the \(name) `\(text)` cannot be read: \(what)")
    }
}
