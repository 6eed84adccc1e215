import Pipeline

/// Title, body and commit message as they go to GitHub.
struct PullRequestText: Sendable {
    /// Source: GitHub's own refusals, "title is too long (maximum is 256 characters)".
    static let titleLimit = 256
    /// GitHub takes 65536; the rest is for what is added below. Counted in UTF-16, the largest of the usual counts.
    static let bodyLimit = 64_000

    let draft: PullRequestDraft

    /// What `selfheal/` leaves of the branch: it names the cause.
    var fingerprint: String { String(draft.branch.split(separator: "/").last ?? "") }

    /// By this, selfheal finds its own text again.
    var marker: String { "<!-- selfheal:v1 fp=\(fingerprint) -->" }

    static let draftNote = "> Meant as a draft, which this repository does not offer: please read it as one."

    /// - Parameter isDraft: a draft where GitHub has none, which says so itself.
    func title(asDraft isDraft: Bool = false) -> String {
        MarkdownText.cut((isDraft ? "[draft] " : "") + MarkdownText.oneLine(draft.title), to: Self.titleLimit)
    }

    func body(withDraftNote hasNote: Bool) -> String {
        var parts = hasNote ? [Self.draftNote] : []
        if draft.body.utf16.count > Self.bodyLimit {
            parts.append("> Shortened to what GitHub takes; the report has all of it.")
            parts.append(MarkdownText.cut(draft.body, to: Self.bodyLimit))
        } else {
            parts.append(draft.body)
        }
        return (parts + [marker]).joined(separator: "\n\n")
    }

    /// The line in the commit message by which selfheal knows its own commits, besides their committer.
    var trailer: String { "Selfheal-Fix: \(fingerprint)" }

    var commitMessage: String {
        var message = draft.commitMessage
        while message.last?.isWhitespace == true { message.removeLast() }
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.contains(where: { $0 == trailer }) { return message }
        // Trailers form one last paragraph, so another one joins those that are there. Source: git-interpret-trailers.
        let last = lines.suffix(while: { !$0.isEmpty })
        let joins = last.count < lines.count && last.allSatisfy { $0.prefixMatch(of: #/[A-Za-z0-9-]+: /#) != nil }
        return message + (joins ? "\n" : "\n\n") + trailer
    }

    /// Whether a pull request shows this text already; GitHub may change ends of lines and of the text.
    static func isSame(_ left: String, _ right: String) -> Bool { normalised(left) == normalised(right) }

    private static func normalised(_ text: String) -> String {
        var text = text.replacing("\r\n", with: "\n")
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}

extension Array {
    fileprivate func suffix(while isWanted: (Element) -> Bool) -> ArraySlice<Element> {
        self[(lastIndex { !isWanted($0) }.map { $0 + 1 } ?? startIndex)...]
    }
}
