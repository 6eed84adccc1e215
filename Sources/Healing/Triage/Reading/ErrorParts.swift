/// One printed error, taken apart: what it says, what the test wanted, the call log, the quoted code and the stack. Each is
/// searched on its own, because words of the test's own code are no evidence of what happened: a test that looks for
/// “Invalid URL” in vain met none.
struct ErrorParts: Sendable {
    /// More than this of one error is not read; the runner puts what matters first.
    static let limitBytes = 32_768

    private(set) var message: [UInt8] = []
    /// The lines with the locator, with what was expected of it, and the elements among which it could not choose.
    private(set) var wanted: [UInt8] = []
    private(set) var log: [UInt8] = []
    private(set) var code: [UInt8] = []
    private(set) var stack: [UInt8] = []

    init(_ error: String) {
        let bytes = error.foldedBytes(limit: Self.limitBytes)
        var isInLog = false
        for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
            let trimmed = line.trimmed
            if Self.opensLog(trimmed) {
                isInLog = true
            } else if isInLog, trimmed.starts(with: "====") || Self.closesLog(line, trimmed) {
                isInLog = false
            }
            if Self.isCode(trimmed) {
                isInLog = false
                Self.append(line, to: &code)
            } else if trimmed.starts(with: "at "), line.first?.isBlank == true {
                Self.append(line, to: &stack)
            } else if isInLog {
                Self.append(line, to: &log)
            } else if Self.tellsWish(trimmed) {
                Self.append(line, to: &wanted)
            } else if let end = line.firstIndex(of: Self.violation)?.advanced(by: Self.violation.utf8.count) {
                Self.append(line[..<end], to: &message)
                Self.append(line[end...], to: &wanted)
            } else {
                Self.append(line, to: &message)
            }
        }
    }

    private static let violation = "strict mode violation"

    /// `Locator: …`, `Expected string: …`, and `2) <button>…` of the elements that one locator found.
    private static func tellsWish(_ line: Bytes) -> Bool {
        if line.starts(with: "locator:") || PrintedValue(line: line, word: "expected") != nil { return true }
        let rest = line.drop(while: \.isDigit)
        return rest.count < line.count && rest.starts(with: ") <")
    }

    /// The line that failed compares how many there are, so that its numbers are no statuses.
    var countsThings: Bool {
        let marked = code.split(separator: 10).first { $0.trimmed.first == UInt8(ascii: ">") }
        guard let marked, !marked.says("status") else { return false }
        return marked.saysAny(of: [".length", ".size", ".count()"])
    }

    private static func append(_ line: Bytes, to part: inout [UInt8]) {
        part.append(contentsOf: line)
        part.append(10)
    }

    private static func opensLog(_ line: Bytes) -> Bool {
        line.starts(with: "call log") || (line.starts(with: "====") && line.says(" logs "))
    }

    /// Log lines are indented or, in the older form, begin in the first column with a verb; a new error begins with its name.
    private static func closesLog(_ line: Bytes, _ trimmed: Bytes) -> Bool {
        guard let first = line.first, !first.isBlank else { return false }
        return trimmed.says("error: ") || trimmed.starts(with: "expect(") || trimmed.starts(with: "received")
    }

    /// `  12 | await page…`, `> 12 | …` and the line with the caret.
    private static func isCode(_ line: Bytes) -> Bool {
        var rest = line
        if rest.first == 62 { rest = rest.dropFirst().trimmed }
        rest = rest.drop(while: \.isDigit).trimmed
        guard rest.first == 124 else { return false }
        return rest.count != line.count || rest.says("^")
    }
}
