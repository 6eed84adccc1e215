import Evidence
import Locators

/// What an element is called, in its words and in its attributes.
struct ElementTraits {
    let words: String
    /// Identifying words of its test id, id, classes, name, address and text.
    let tokens: Set<String>
    let short: String

    init(_ id: PageSnapshot.NodeID, in index: PageIndex) {
        let name = index.accessibleName(of: id)
        words = name.isEmpty ? index.page.visibleText(of: id) : name
        let attributes = index.page.attributes(id)
        let values = attributes.filter { !$0.key.hasPrefix("on") && $0.key != "style" }.values
        tokens = Self.tokens((values + [index.page.tag(id) ?? "", words]).joined(separator: " "))
        short = index.describe(id)
    }

    var wordTokens: Set<String> { Self.tokens(words) }
    var digits: String { words.filter(\.isNumber) }

    /// Runs of letters and digits: `status-paid` has two.
    static func tokens(_ text: String) -> Set<String> {
        Set(text.split { !$0.isLetter && !$0.isNumber }.map(String.init))
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
