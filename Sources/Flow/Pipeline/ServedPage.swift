import Evidence
import Foundation

/// The page that a step failed on, held against what the commit made of the app: an environment may serve an older one.
struct ServedPage {
    private let page: PageSnapshot
    private let documents: [Trace.NetworkEntry]

    /// - Parameter network: requests up to the failure, oldest first.
    init(_ page: PageSnapshot, network: [Trace.NetworkEntry]) {
        self.page = page
        documents = network.filter { $0.url.withoutFragment == page.url.withoutFragment && !$0.isFromTest }
    }

    /// It came out of a cache on the way. Source: RFC 9111, section 5.1: an `Age` says that the answer was not made for
    /// this request.
    var isFromCache: Bool { documents.last?.age != nil }

    /// What is looked for is what the commit brought into the app and into its tests alike, and the page shows nothing that
    /// the commit brought, but something that it took away.
    /// - Parameter wanted: locator and printed error of the failing step.
    func isOlder(than changes: CommitChanges, wanted: String) -> Bool {
        let app = AppDiff(changes.diff)
        let tests = AppDiff(changes.diff, in: TestFiles.isTest)
        let brought = app.added.subtracting(app.removed)
        let renamed = brought.intersection(tests.added.subtracting(tests.removed))
        guard !renamed.isDisjoint(with: ElementTraits.tokens(wanted)) else { return false }
        let words = words
        return brought.isDisjoint(with: words) && !words.isDisjoint(with: app.removed.subtracting(app.added))
    }

    private var words: Set<String> {
        let values = page.elements.flatMap { page.attributes($0).values }
        return ElementTraits.tokens((values + [page.visibleText()]).joined(separator: " "))
    }
}

extension String {
    fileprivate var withoutFragment: Substring { prefix { $0 != "#" } }
}
