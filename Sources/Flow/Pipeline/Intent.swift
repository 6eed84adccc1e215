import Domain
import Evidence
import Foundation
import Locators

/// Whether a locator that meant an element by its words may follow them to other words.
///
/// What a page says is often the very thing that a test checks: a price, a count, a message that comes after a click. Such
/// a text has changed on purpose only when the commit shows the new one. What people operate is told by what it does, and
/// the rest of the test checks that.
struct Intent {
    private let oldText: String
    private let newText: String
    private let isByWords: Bool
    private let isOperable: Bool

    private static let operableRoles: Set<String> = [
        "button", "link", "textbox", "searchbox", "checkbox", "radio", "combobox", "listbox", "option", "menuitem",
        "tab",
        "switch", "slider", "spinbutton", "menuitemcheckbox", "menuitemradio", "treeitem",
    ]

    init(_ selector: Selector, _ recall: LocatorRecall, old: PageIndex, new: PageIndex) {
        let pair = recall.elements.first
        oldText = pair.map { Self.words(of: $0.old, in: old) } ?? ""
        newText = pair.map { Self.words(of: $0.new, in: new) } ?? ""
        switch LocatorStrategy(selector.parts[recall.brokenPart]) {
        case .text, .roleAndName, .label, .placeholder, .altText, .title: isByWords = true
        default: isByWords = false
        }
        isOperable = pair.flatMap { old.role(of: $0.old) }.map(Self.operableRoles.contains) ?? false
    }

    /// Why the change of words is no sign of an intention; nil when it may be followed.
    func objection(in changes: CommitChanges?) -> String? {
        guard isByWords, oldText != newText else { return nil }
        if newText.isEmpty { return "the element is there, but without the text `\(oldText)`" }
        if isOperable { return nil }
        guard let changes else { return "its text is `\(newText)` now, and no commit shows that this is wanted" }
        let added = changes.diff.split(separator: "\n").filter { $0.hasPrefix("+") && !$0.hasPrefix("+++") }
        let wanted = Self.folded(newText)
        return added.contains { Self.folded(String($0)).contains(wanted) }
            ? nil : "its text is `\(newText)` now, which the commit does not show as wanted"
    }

    private static func words(of id: PageSnapshot.NodeID, in index: PageIndex) -> String {
        let name = index.accessibleName(of: id)
        return name.isEmpty ? index.page.visibleText(of: id) : name
    }

    private static func folded(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension PageIndex {
    /// An element in a few words: `button "Add to cart"`.
    func describe(_ id: PageSnapshot.NodeID) -> String {
        let name = accessibleName(of: id)
        let kind = role(of: id) ?? page.tag(id) ?? "element"
        let words = name.isEmpty ? page.visibleText(of: id) : name
        return words.isEmpty ? "\(kind) <\(page.tag(id) ?? "")>" : "\(kind) \"\(words.prefix(80))\""
    }
}
