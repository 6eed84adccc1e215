import Domain
import Evidence
import Locators
import Repairers

/// What lies over the element that a step wants to use, with what a user would close it by.
struct Overlay {
    /// As a test would write them behind `page.`.
    let locator: String
    let button: String
    /// In a few words.
    let name: String
    private let closes: String
    private let says: Set<String>
    private let isAlarm: Bool

    /// - Parameter message: of a step that could not be done because something else got the click.
    /// - Returns: nil when that is not so, or nothing in it closes it.
    init?(_ failure: TracedFailure, message: String) {
        guard let trace = failure.trace, let step = failure.step,
            let line = (message.split(separator: "\n").map(String.init) + step.log).last(where: {
                $0.contains("intercepts pointer events")
            }), let tag = Self.tag(in: line), let page = trace.lastSnapshot(at: step)
        else { return nil }
        let index = PageIndex(page, testIDAttribute: trace.testIDAttribute)
        let found = page.nodes.indices.filter { node in
            page.tag(node) == tag.name && tag.attributes.allSatisfy { page.attributes(node)[$0.key] == $0.value }
        }
        guard let covering = found.first else { return nil }
        func isDialog(_ node: PageSnapshot.NodeID) -> Bool { ["dialog", "alertdialog"].contains(index.role(of: node)) }
        var root = Self.ancestors(of: covering, in: page).first(where: isDialog) ?? covering
        if OverlayCloser(root, in: index).button == nil {
            // A backdrop beside its dialog.
            let dialogs = page.nodes.indices.filter { isDialog($0) && index.isVisible($0) }
            if dialogs.count == 1 { root = dialogs[0] }
        }
        let writer = LocatorWriter(index)
        guard let button = OverlayCloser(root, in: index).button, let closer = writer.locator(for: button),
            let covers = writer.locator(for: root)
        else { return nil }
        locator = covers.source(quote: "'")
        self.button = closer.source(quote: "'")
        name = index.describe(root)
        let label = index.accessibleName(of: button)
        closes = label
        let texts = page.descendants(of: root).compactMap { node -> String? in
            if case .text(let text) = page.nodes[node].content { text } else { nil }
        }
        says = Set((texts + [index.accessibleName(of: root)]).map(\.collapsed)).subtracting(["", label.collapsed])
        let words = ElementTraits.tokens((says + [page.visibleText(of: covering)]).joined(separator: " ").lowercased())
        isAlarm = index.role(of: root) == "alertdialog" || !words.isDisjoint(with: FailureWords.all)
    }

    /// Whether the commit brought it: what closes it and something that it says were nowhere in the app before. One that tells
    /// of a failure is none of a user's to close.
    func isBrought(by commit: CommitReading) -> Bool {
        let brought = Set(commit.brought.map(\.collapsed))
        return !isAlarm && brought.contains(closes.collapsed) && !says.isDisjoint(with: brought)
    }

    /// The element that is named last: `<p>…</p> from <div role="dialog">…</div> subtree intercepts pointer events`.
    private static func tag(in line: String) -> (name: String, attributes: [String: String])? {
        let tags = line.matches(of: /<([a-z][a-z0-9-]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/)
        guard let last = line.contains(" from <") ? tags.last : tags.first else { return nil }
        var attributes: [String: String] = [:]
        for attribute in last.2.matches(of: /([^\s=]+)="([^"]*)"/) {
            // Styles change while something is shown, and a snapshot has them in another form.
            if attribute.1 != "style" { attributes[String(attribute.1)] = String(attribute.2) }
        }
        return (String(last.1), attributes)
    }

    private static func ancestors(of node: PageSnapshot.NodeID, in page: PageSnapshot) -> [PageSnapshot.NodeID] {
        var result = [node]
        while let parent = page.nodes[result[result.count - 1]].parent { result.append(parent) }
        return result
    }
}

extension String {
    fileprivate var collapsed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
