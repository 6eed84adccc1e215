import Evidence

/// Chains for an element that is told from its twins only by what it lies in: the button of one card, the link of one row.
extension LocatorWriter {
    /// Containers that a person would name. Nearest first, so many are tried.
    private static let containerRoles: Set = [
        "listitem", "row", "article", "region", "dialog", "alertdialog", "form", "navigation", "group", "tabpanel",
        "table",
        "list", "main", "banner", "contentinfo", "complementary", "search",
    ]
    private static let containersTried = 4
    private static let textsTried = 3

    func chains(to id: NodeID, ending own: [ProposedLocator.Call], within scope: NodeID?) -> [ProposedLocator] {
        let containers = index.page.ancestors(id).prefix { $0 != scope }
            .filter {
                Self.containerRoles.contains(index.role(of: $0) ?? "") || index.testID(of: $0) != nil
                    || stable("id", of: $0) != nil
            }
        return containers.prefix(Self.containersTried).flatMap { container -> [ProposedLocator] in
            guard let start = locator(ofContainer: container, within: scope) else { return [] }
            let endings = own.filter { isUnique(ProposedLocator($0), id, within: container) }
            return endings.prefix(2).map { ProposedLocator(calls: start + [$0]) }
        }
    }

    /// By its own name or test id, else by its role and a text in it that no other has.
    private func locator(ofContainer id: NodeID, within scope: NodeID?) -> [ProposedLocator.Call]? {
        let ids = stable("id", of: id).map { [ProposedLocator.Call.css(CSSText.selector(forID: $0))] } ?? []
        if let call = (testIDCalls(for: id) + roleCalls(for: id) + ids).first(where: {
            isUnique(ProposedLocator($0), id, within: scope)
        }) {
            return [call]
        }
        guard let role = index.role(of: id), Self.containerRoles.contains(role) else { return nil }
        let call = ProposedLocator.Call.role(role, name: nil, exact: false)
        if isUnique(ProposedLocator(call), id, within: scope) { return [call] }
        return filters(for: id, within: scope).first?.calls
    }

    /// The element by its role and a text in it that no other of the role has.
    func filters(for id: NodeID, within scope: NodeID?) -> [ProposedLocator] {
        guard let role = index.role(of: id), !PageIndex.isPresentational(role) else { return [] }
        let call = ProposedLocator.Call.role(role, name: nil, exact: false)
        return tellingTexts(in: id).map { ProposedLocator(calls: [call, .filter(hasText: $0)]) }
            .filter { isUnique($0, id, within: scope) }
    }

    /// Headings first, then short texts in their order.
    private func tellingTexts(in container: NodeID) -> [String] {
        let inside = index.page.descendants(of: container)
        let headings = inside.filter { index.role(of: $0) == "heading" }
        let leaves = inside.filter { index.page.childElements($0).isEmpty && index.isVisible($0) }
        let texts = (headings + leaves + [container]).flatMap { names(index.normalizedTexts[$0]) }
        return Array(texts.filter { $0.contains(where: \.isLetter) }.prefix(Self.textsTried))
    }
}
