import Evidence
import Locators
import Repairers

/// A form control of a page.
struct FormControl {
    let name: String
    let isList: Bool
    let isRadio: Bool
    let isField: Bool
    /// Of a list.
    let items: [RewordedItem.Item]

    private static let typed: Set = ["text", "search", "email", "tel", "url", "number", "password", "date", "time"]

    init(_ node: PageSnapshot.NodeID, in index: PageIndex) {
        let page = index.page
        let tag = page.tag(node)
        name = index.accessibleName(of: node)
        isList = tag == "select"
        isRadio = index.role(of: node) == "radio"
        let type = (page.attributes(node)["type"] ?? "text").lowercased()
        isField = tag == "textarea" || (tag == "input" && Self.typed.contains(type))
        items =
            isList
            ? page.descendants(of: node).filter { page.tag($0) == "option" }.map { option in
                let text = page.visibleText(of: option).normalizedSpace
                return RewordedItem.Item(value: page.attributes(option)["value"] ?? text, text: text)
            } : []
    }
}

extension String {
    fileprivate var normalizedSpace: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
