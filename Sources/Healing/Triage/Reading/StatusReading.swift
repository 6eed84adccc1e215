/// Finds the HTTP status which an error is about.
enum StatusReading {
    /// Statuses that servers really send; a count or an amount is seldom one of them.
    static func isStatus(_ number: Int) -> Bool {
        switch number {
        case 200...206, 301...304, 307, 308, 400...431, 451, 500...511, 520...526, 530: true
        default: false
        }
    }

    /// What was wanted and what came, when an assertion compares statuses.
    static func compared(expected: PrintedValue?, received: PrintedValue?) -> (wanted: Int, got: Int)? {
        guard let expected, let received else { return nil }
        if received.label.says("array"), let first = received.firstElement, let got = expected.wholeNumber {
            return isStatus(first) && isStatus(got) ? (first, got) : nil
        }
        guard !expected.isString, !received.isString, let got = received.wholeNumber, isStatus(got) else { return nil }
        if let first = expected.firstElement { return isStatus(first) ? (first, got) : nil }
        guard let wanted = expected.wholeNumber else { return nil }
        // `< 400`, `>= 200`: a bound is a round number that no server need send.
        let isBound = expected.bytes.first == 60 || expected.bytes.first == 62
        return isBound && wanted % 100 == 0 || isStatus(wanted) ? (wanted, got) : nil
    }

    /// The first failing status (400 to 599) that a line reports: `→ 500`, `status of 404`, `HTTP ERROR 502`.
    static func reported(in text: Bytes) -> Int? {
        for line in text.split(separator: 10) {
            // Values of an assertion are compared, not reported.
            if line.trimmed.starts(with: "expected") || line.trimmed.starts(with: "received") { continue }
            if let status = reported(inLine: line) { return status }
        }
        return nil
    }

    private static func reported(inLine line: Bytes) -> Int? {
        var place = line.startIndex
        while place < line.endIndex {
            guard line[place].isDigit else {
                place += 1
                continue
            }
            let digits = line[place...].prefix(while: \.isDigit)
            if digits.count == 3, let number = Int(digits.text), (400...599).contains(number), isStatus(number),
                standsAlone(digits, in: line), isReport(of: digits, in: line)
            {
                return number
            }
            place = digits.endIndex
        }
        return nil
    }

    private static func standsAlone(_ digits: Bytes, in line: Bytes) -> Bool {
        let before = digits.startIndex > line.startIndex ? line[digits.startIndex - 1] : 32
        let after = digits.endIndex < line.endIndex ? line[digits.endIndex] : 32
        // Not a part of a word, an address, a decimal, a measure or a port.
        let isJoined = { (byte: UInt8) in
            byte.isLetter && byte < 128 || byte == 47 || byte == 45 || byte == 95 || byte == 36
        }
        let isPort = before == 58 && after == 47
        guard !isJoined(before), before != 46, !isPort, !isJoined(after) || after == 45 || after == 47 else {
            return false
        }
        return after != 46 || digits.endIndex + 1 >= line.endIndex || !line[digits.endIndex + 1].isDigit
    }

    private static func isReport(of digits: Bytes, in line: Bytes) -> Bool {
        let before = line[Swift.max(line.startIndex, digits.startIndex - 40)..<digits.startIndex]
        let after = line[digits.endIndex...].prefix(28)
        // What a test announces that it wants is not what it got.
        guard !before.saysAny(of: ["should", "must ", "want"]) else { return false }
        guard !before.says("expect") || before.says("nexpect") else { return false }
        return after.saysAny(of: reasons) || before.suffix(28).saysAny(of: introductions)
            || before.suffix(8).saysAny(of: closeIntroductions)
    }

    private static let introductions = [
        "status", "http ", "http/", "←", "→", "->", "=>", "failed", "returned", "responded", "answered",
    ]
    /// Words of everyday use count only right before the number.
    private static let closeIntroductions = ["error", "code", "got ", "response", "http", "fetch"]
    private static let reasons = [
        "bad request", "unauthorized", "forbidden", "not found", "conflict", "unprocessable", "too many requests",
        "internal server", "bad gateway", "service unavailable", "gateway time", "method not allowed", "not acceptable",
    ]
}
