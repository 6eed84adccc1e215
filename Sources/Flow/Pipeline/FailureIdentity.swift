import Domain
import Evidence

/// What a report says of a failure by which another run's artifact in the same place is told apart.
///
/// Only a contradiction speaks against an artifact: what says nothing, as those of older versions do, is taken as it lies there.
struct FailureIdentity: Sendable {
    private let test: RedTest

    /// The report and the trace are mostly of one machine; where they are not, its clock is about right.
    private static let toleranceSeconds = 60.0
    private static let gistLength = 200
    private static let errorLimit = 200

    init(_ test: RedTest) { self.test = test }

    /// - Returns: why the trace is of another run, in words; nil when nothing says so.
    func objection(to trace: Trace) -> String? {
        if let began = trace.origin.startedAt, let start = test.startedAt, let seconds = test.seconds {
            let after = began.seconds(since: start)
            if after < -Self.toleranceSeconds || after > seconds + Self.toleranceSeconds {
                return "it was begun at \(began), and the attempt at \(start)"
            }
        }
        let titles = trace.origin.titles.compactMap(Self.titles)
        if !titles.isEmpty, !titles.contains(where: isOfTest) {
            return "it is of the test `\(titles[0])`"
        }
        return objection(toErrors: trace.errors.prefix(Self.errorLimit).map(\.message))
    }

    /// - Returns: why the runner wrote it for another failure, in words; nil when nothing says so.
    func objection(to context: ErrorContext) -> String? {
        if let name = context.testName, !isOfTest(Substring(name)) { return "it is of the test `\(name)`" }
        return objection(toErrors: [context.errorDetails])
    }

    /// Of each artifact at least one error is in the report, which may have more: those of the worker itself.
    private func objection(toErrors messages: [String]) -> String? {
        let told = messages.map(Self.gist).filter { !$0.isEmpty }
        let gists = test.errors.map(Self.gist)
        guard let first = told.first, !gists.isEmpty, !gists.contains("") else { return nil }
        let isKnown = told.contains { one in gists.contains { one.contains($0) || $0.contains(one) } }
        return isKnown ? nil : "it tells of another error: \(first)"
    }

    /// The first line with words in it, without the name of the error, which not every version puts in front.
    private static func gist(_ message: String) -> Substring {
        let lines = message.split(whereSeparator: \.isNewline).lazy.map { line in
            line.drop(while: \.isWhitespace)
        }
        guard var line = lines.first(where: { !$0.isEmpty }) else { return "" }
        if let name = line.prefixMatch(of: /\w*Error(?::\s*|$)/) { line = line[name.range.upperBound...] }
        while line.last?.isWhitespace == true { line.removeLast() }
        return line.prefix(gistLength)
    }

    /// What follows `file:line › `, which stands before the titles in every name that the runner gives.
    private static func titles(in name: String) -> Substring? {
        guard let separator = name.firstRange(of: " › ") else { return nil }
        let place = name[..<separator.lowerBound]
        guard let colon = place.lastIndex(of: ":"), Int(place[place.index(after: colon)...]) != nil else { return nil }
        return name[separator.upperBound...]
    }

    /// However the titles are joined, and whether or not the file stands before them.
    private func isOfTest(_ name: Substring) -> Bool {
        let (theirs, own) = (Self.letters(of: name), Self.letters(of: Substring(test.title)))
        return theirs.isEmpty || theirs.hasSuffix(own) || own.hasSuffix(theirs)
    }

    private static func letters(of title: Substring) -> String {
        title.filter { !$0.isWhitespace && $0 != "›" && $0 != ">" }
    }
}
