import Evidence
import Foundation
import Locators

/// A list that the commit divided into pages: what the step means stood in it among the others, and what is shown of it now
/// is its beginning, item by item as it was.
///
/// That something is missing from a list is what a broken app looks like, too. So the cut itself has to be seen: in the same
/// place of the page, before the test's own steps could have caused it, beside a control that the commit brought for it.
struct PagedList {
    /// What leads to the next page, as a test would write it behind `page.`.
    let locator: String
    /// The same in a few words.
    let name: String

    /// - Parameter path: of the trace of the test's last good run.
    /// - Returns: nil when that is not so, or what the test says later would hold on another page for another reason.
    init?(_ failure: TracedFailure, good path: String, by commit: CommitReading) {
        guard commit.brought.contains(where: NextPageControl.leadsOn), let trace = failure.trace,
            let step = failure.step,
            !step.isNegated, let text = step.selector, let selector = Selector(text),
            let shown = trace.lastSnapshot(at: step), let good = try? TraceFile.read(path),
            let before = StepMatch.counterpart(of: step, in: trace, good: good),
            let (page, targets) = StepMatch.targets(of: before, in: good), let last = targets.last,
            !Self.asksForAbsence(good, after: before)
        else { return nil }
        let old = PageIndex(page, testIDAttribute: good.testIDAttribute)
        let now = PageIndex(shown, testIDAttribute: trace.testIDAttribute)
        let found = (SelectorEngine(now).matches(selector) ?? []).filter(now.isVisible)
        let counts = step.expression == "to.have.count"
        // Where they are counted some are there, and only a list that is shown as a whole has them all.
        guard counts ? found.count < targets.count : targets.count == 1 && found.isEmpty,
            let control = NextPageControl(now, before: old, brought: commit.brought),
            // Of each page the third is another one.
            counts ? control.showsMore : control.showsMore || !Self.picksByPlace(selector)
        else { return nil }
        let hasTurned = trace.steps.contains { earlier in
            earlier.method == "click" && earlier.selector?.lowercased().contains(control.name) == true
        }
        guard let list = CutList(around: last, in: old, shown: now, fromBeginning: !hasTurned),
            list.wasCut(
                before: StepMatch.pages(before: step, in: trace).map { PageIndex($0) },
                good: StepMatch.pages(before: before, in: good).map { PageIndex($0) }),
            let written = LocatorWriter(now).locator(for: control.node)
        else { return nil }
        locator = written.source(quote: "'")
        name = now.describe(control.node)
    }

    /// What is not on the page that is shown in the end need not be gone.
    private static func asksForAbsence(_ good: Trace, after step: Trace.Step) -> Bool {
        good.steps.drop { $0.callID != step.callID }.dropFirst().contains { later in
            if later.isNegated || ["to.be.hidden", "to.be.detached"].contains(later.expression) { return true }
            guard later.method == "waitForSelector" || later.expression == "to.have.count" else { return false }
            return StepMatch.targets(of: later, in: good)?.1.isEmpty ?? true
        }
    }

    private static func picksByPlace(_ selector: Selector) -> Bool { selector.parts.contains { $0.engine == "nth" } }
}

/// A list of which a page shows the beginning alone.
private struct CutList {
    /// Tags and ids from the root to the list.
    private let place: [String]
    private let tag: String?
    private let shown: Int

    /// - Parameter fromBeginning: the page has not been turned yet.
    /// - Returns: nil when the element is no item of a list, or of the list in that place something else is shown than some of
    ///   its items in a row, all of them from before the element.
    init?(
        around target: PageSnapshot.NodeID, in old: PageIndex, shown now: PageIndex, fromBeginning: Bool
    ) {
        var item = target
        while let parent = old.page.parentElement(of: item) {
            let items = Self.items(of: parent, tag: old.page.tag(item), in: old)
            if items.count >= 3, let number = items.firstIndex(of: item), Self.isList(items, in: old),
                !Self.isNavigation(parent, in: old)
            {
                let place = Self.place(of: parent, in: old)
                let tag = old.page.tag(item)
                let texts = Self.texts(at: place, tag: tag, in: now)
                let earlier = items.prefix(number).map { old.page.visibleText(of: $0) }
                guard texts.count >= 2, !texts.contains(""),
                    fromBeginning ? earlier.starts(with: texts) : earlier.contains(texts)
                else { return nil }
                (self.place, self.tag, shown) = (place, tag, texts.count)
                return
            }
            item = parent
        }
        return nil
    }

    /// Whether the list was shorter than in the good run before the failing step already, and never showed more than now. One
    /// that was whole lost something by what the test did.
    /// - Parameters:
    ///   - red: pages before the failing step, the nearest last.
    ///   - good: the same of the good run.
    func wasCut(before red: [PageIndex], good: [PageIndex]) -> Bool {
        let pairs = zip(red.reversed(), good.reversed()).map { (count(in: $0), count(in: $1)) }
            .filter { $0.0 > 0 && $0.1 > 0 }
        return pairs.allSatisfy { $0.0 <= shown } && (pairs.isEmpty || pairs.contains { $0.0 < $0.1 })
    }

    private func count(in index: PageIndex) -> Int { Self.texts(at: place, tag: tag, in: index).count }

    private static func texts(at place: [String], tag: String?, in index: PageIndex) -> [String] {
        let list = index.page.elements.first { Self.place(of: $0, in: index) == place }
        return list.map { items(of: $0, tag: tag, in: index).map { index.page.visibleText(of: $0) } } ?? []
    }

    private static func items(
        of list: PageSnapshot.NodeID, tag: String?, in index: PageIndex
    ) -> [PageSnapshot.NodeID] {
        index.page.nodes[list].children.filter { index.page.tag($0) == tag && index.isVisible($0) }
    }

    private static func place(of list: PageSnapshot.NodeID, in index: PageIndex) -> [String] {
        ([list] + index.page.ancestors(of: list)).compactMap { node in
            index.page.tag(node).map { "\($0)#\(index.page.attributes(node)["id"] ?? "")" }
        }
    }

    /// Paragraphs, sections and cells that stand side by side are none; cards of one class are.
    private static func isList(_ items: [PageSnapshot.NodeID], in index: PageIndex) -> Bool {
        items.allSatisfy { item in
            ["listitem", "row", "article", "option"].contains(index.role(of: item))
                || ["li", "tr", "article"].contains(index.page.tag(item))
        }
            || Self.firstClass(of: items[0], in: index).map { first in
                items.allSatisfy { Self.firstClass(of: $0, in: index) == first }
            } ?? false
    }

    private static func firstClass(of node: PageSnapshot.NodeID, in index: PageIndex) -> Substring? {
        index.page.attributes(node)["class"]?.split(separator: " ").first
    }

    private static func isNavigation(_ list: PageSnapshot.NodeID, in index: PageIndex) -> Bool {
        ([list] + index.page.ancestors(of: list)).contains {
            index.page.tag($0) == "nav" || index.role(of: $0) == "navigation"
        }
    }
}
