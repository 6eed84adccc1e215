/// One printed error, taken apart: what it says, the call log, the quoted code and the stack. Each is searched on its own,
/// because words of the test's own code are no evidence of what happened.
struct ErrorParts: Sendable {
    /// More than this of one error is not read; the runner puts what matters first.
    static let limitBytes = 32_768

    private(set) var message: [UInt8] = []
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
            } else {
                Self.append(line, to: &message)
            }
        }
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
