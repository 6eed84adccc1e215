import Evidence
import Foundation
import Locators

/// What a user turns to the next page of a list by, or asks for more of it.
struct NextPageControl {
    let node: PageSnapshot.NodeID
    /// What it is called, in small letters.
    let name: String
    /// What it brings comes below what is there, and not in its place.
    let showsMore: Bool

    /// First words of what leads on.
    private static let leading: Set<String> = [
        "next", "older", "more", "weiter", "weitere", "nächste", "mehr", "suivant", "siguiente",
    ]
    private static let showing: Set<String> = ["show", "load", "view", "see"]
    /// What comes behind these words where they are about something else than a list.
    private static let elsewhere: Set<String> = [
        "about", "browsers", "day", "details", "info", "information", "month", "options", "question", "settings",
        "step",
        "versions", "week", "year",
    ]
    private static let signs: Set<String> = ["›", "»", "→", ">", ">>"]
    private static let longestName = 4

    /// - Parameters:
    ///   - before: the page as it was; a control that was there then has not become the way to what is missing.
    ///   - brought: texts of the app that the commit brought, the control's name among them.
    /// - Returns: nil when there is none, or more than one.
    init?(_ now: PageIndex, before: PageIndex, brought: Set<String>) {
        let known = Set(Self.controls(of: before).map { before.accessibleName(of: $0).folded })
        let brought = Set(brought.map(\.folded))
        let found = Self.controls(of: now).map { (node: $0, name: now.accessibleName(of: $0).folded) }.filter {
            Self.leadsOn($0.name) && brought.contains($0.name) && !known.contains($0.name)
                && Self.staysHere($0.node, in: now)
        }
        guard found.count == 1 else { return nil }
        (node, name) = found[0]
        showsMore = Self.showing.contains { found[0].name.hasPrefix($0 + " ") }
    }

    static func leadsOn(_ label: String) -> Bool {
        let name = label.folded
        if signs.contains(name) { return true }
        let words = name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard let first = words.first, words.count <= longestName, elsewhere.isDisjoint(with: words) else {
            return false
        }
        return leading.contains(first)
            || words.count > 1 && showing.contains(first) && (leading.contains(words[1]) || words[1] == "all")
    }

    private static func controls(of index: PageIndex) -> [PageSnapshot.NodeID] {
        index.page.elements.filter { node in
            let attributes = index.page.attributes(node)
            return ["button", "link"].contains(index.role(of: node)) && index.isVisible(node)
                && index.page.document(of: node) == nil && attributes["disabled"] == nil
                && attributes["aria-disabled"] != "true"
        }
    }

    /// A link to another place shows another list, whatever it is called.
    private static func staysHere(_ node: PageSnapshot.NodeID, in index: PageIndex) -> Bool {
        guard let address = index.page.attributes(node)["href"] else { return true }
        guard let here = URL(string: index.page.url), let there = URL(string: address, relativeTo: here) else {
            return false
        }
        let isPage = there.path().contains(/\/page\/\d+\/?$/)
        return there.host() == here.host() && (there.path() == here.path() || isPage)
    }
}

extension String {
    fileprivate var folded: String {
        lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
