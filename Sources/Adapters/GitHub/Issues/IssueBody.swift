import Domain
import Foundation
import Pipeline

/// The text of an issue with its mark, by which selfheal finds its own issues again, hidden in a comment of HTML.
struct IssueBody: Sendable {
    private static let opening = "<!-- selfheal:issue "
    private static let closing = " -->"
    /// GitHub takes 65536; counted in UTF-16, the largest of the usual counts.
    static let limit = 64_000
    /// More tests than fit are left out of the mark, not of the text.
    private static let markLimit = 16_000

    let text: String

    init(_ draft: IssueDraft) throws {
        let mark = try Self.hidden(Self.fitting(draft.mark))
        let note = "\n\n> Shortened to what GitHub takes; the report has all of it."
        let room = Self.limit - mark.utf16.count - note.utf16.count
        let body = MarkdownText.cut(draft.body, to: room)
        text = body + (body == draft.body ? "" : note) + "\n\n" + mark
    }

    static func mark(in body: String?) -> IssueMark? {
        guard let body, let start = body.range(of: opening, options: .backwards),
            let end = body.range(of: closing, range: start.upperBound..<body.endIndex)
        else { return nil }
        return try? JSON.decode(IssueMark.self, from: Data(body[start.upperBound..<end.lowerBound].utf8))
    }

    /// JSON whose texts cannot end the comment, mention anybody or refer to anything.
    private static func hidden(_ mark: IssueMark) throws -> String {
        var json = String(decoding: try JSON.encode(mark), as: UTF8.self)
        for letter in ["<", ">", "@", "#", "--"] {
            let code = letter.unicodeScalars.map { "\\u00\(String($0.value, radix: 16))" }.joined()
            json = json.replacing(letter, with: code)
        }
        return opening + json + closing
    }

    private static func fitting(_ mark: IssueMark) -> IssueMark {
        var room = markLimit
        let tests = mark.tests.prefix { test in
            room -= test.utf8.count
            return room > 0
        }
        return IssueMark(fingerprint: mark.fingerprint, branch: mark.branch, tests: Array(tests))
    }
}

extension IssueMark {
    /// Whether both name one cause on one branch, whichever tests are red for it today.
    func names(sameCauseAs other: Self) -> Bool { fingerprint == other.fingerprint && branch == other.branch }
}
