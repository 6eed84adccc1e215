import Evidence

/// Whether two snapshots show the same page at all: a changed page keeps most of its parts, a log-in page, an error page or an
/// empty shell keeps hardly any. Asked before any element is looked for, because a lookalike can be found on every page.
package enum PageLikeness: Hashable, Sendable {
    case samePage
    /// Another page, in words for a report.
    case otherPage(reason: String)

    /// Share of the old page's telling elements that must be found again. A page in another language keeps its structure,
    /// a page with new markup keeps its words: either counts, so that far less than half is enough.
    static let neededShare = 0.25
    /// With fewer telling elements than this on the old page a share says nothing.
    static let fewestElements = 4

    init(_ old: PreparedPage, _ new: PreparedPage) {
        let telling = old.candidates.elements.filter(Self.isTelling)
        guard telling.count >= Self.fewestElements else {
            self =
                new.candidates.elements.contains(where: Self.isTelling) || telling.isEmpty
                ? .samePage : .otherPage(reason: "the page is empty")
            return
        }
        let marks = Set(new.candidates.elements.filter(Self.isTelling).flatMap(Self.marks))
        let kept = telling.filter { !marks.isDisjoint(with: Self.marks($0)) }.count
        let share = Double(kept) / Double(telling.count)
        if share >= Self.neededShare {
            self = .samePage
            return
        }
        self = .otherPage(
            reason: "\(Self.kindOfPage(old, new)): only \(kept) of \(telling.count) elements are found again")
    }

    /// Elements by which a page is known: what has words of its own or can be operated.
    private static func isTelling(_ element: PreparedElement) -> Bool {
        switch element.kind {
        case .clickable, .field, .toggle, .heading, .image: true
        case .text: !element.text.isEmpty
        case .box, .other: !element.testID.isEmpty
        }
    }

    private static func marks(_ element: PreparedElement) -> [String] {
        var marks: [String] = []
        if !element.testID.isEmpty { marks.append("test id \(element.testID)") }
        if !element.id.isEmpty { marks.append("id \(element.tag) \(element.id)") }
        if !element.name.isEmpty { marks.append("name \(element.tag) \(element.name)") }
        if !element.text.isEmpty { marks.append("text \(element.kind) \(element.text)") }
        if element.tags.count > 3, !element.classes.isEmpty {
            marks.append("place \(element.tags.suffix(4)) \(element.classes.hashes)")
        } else if element.tags.count > 4 {
            marks.append("place \(element.path)")
        }
        return marks
    }

    private static func kindOfPage(_ old: PreparedPage, _ new: PreparedPage) -> String {
        func hasPassword(_ page: PreparedPage) -> Bool { page.candidates.elements.contains { $0.type == "password" } }
        if hasPassword(new), !hasPassword(old) { return "a log-in page stands in its place" }
        let elements = new.candidates.elements
        if elements.filter(isTelling).isEmpty { return "the page is empty" }
        let headings = elements.filter { $0.kind == .heading || $0.tag == "pre" || $0.tag == "body" }.map(\.text)
        let isError = headings.contains { text in
            errorWords.contains { text.hasPrefix($0) }
        }
        return isError ? "an error page stands in its place" : "another page stands in its place"
    }

    private static let errorWords = [
        "400", "401", "403", "404", "500", "502", "503", "504", "error", "internal server error", "not found",
        "bad gateway", "service unavailable", "gateway timeout", "forbidden", "unauthorized", "page not found",
        "something went wrong", "application error", "access denied", "cannot get", "this site can",
    ]
}
