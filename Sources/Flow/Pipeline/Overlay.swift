import Domain
import Evidence
import Locators

/// What lies over the element that a step wants to use, with what a user would close it by.
struct Overlay {
    /// As a test would write them behind `page.`.
    let locator: String
    let button: String
    /// In a few words.
    let name: String
    private let words: Set<String>

    /// What closes without agreeing comes first.
    private static let closing: [[String]] = [
        [
            "close", "dismiss", "no thanks", "no, thanks", "not now", "skip", "skip tour", "later", "maybe later", "×",
            "x", "✕",
        ],
        ["reject", "reject all", "decline", "only necessary", "necessary only", "hide"],
        [
            "ok", "okay", "got it", "accept", "accept all", "allow", "allow all", "agree", "i agree", "understood",
            "continue",
        ],
    ]

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
        let root =
            Self.ancestors(of: covering, in: page).first { ["dialog", "alertdialog"].contains(index.role(of: $0)) }
            ?? covering
        let buttons = page.descendants(of: root).filter { ["button", "link"].contains(index.role(of: $0)) }
        let ranked = Self.closing.lazy.compactMap { names in
            buttons.first { names.contains(index.accessibleName(of: $0).lowercased().trimmingSigns) }
        }
        let writer = LocatorWriter(index)
        guard let button = ranked.first, let closes = writer.locator(for: button),
            let covers = writer.locator(for: root)
        else { return nil }
        locator = covers.source(quote: "'")
        self.button = closes.source(quote: "'")
        name = index.describe(root)
        words = ElementTraits(button, in: index).wordTokens
    }

    /// Whether the commit brought it: the words of what closes it are new.
    func isBrought(by diff: AppDiff) -> Bool { !words.isEmpty && words.isSubset(of: diff.added) }

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
    /// Without signs at its ends, but for a cross that is all there is.
    fileprivate var trimmingSigns: String {
        count < 2 ? self : String(drop { ".!… ".contains($0) }.reversed().drop { ".!… →".contains($0) }.reversed())
    }
}
