import Evidence

/// What `getByRole` asks for. Source: `roleSelectorEngine.ts` of Playwright.
struct RoleQuery {
    private let role: String
    private let conditions: [AttributeSelector.Condition]
    private let isHiddenIncluded: Bool
    private let isInternal: Bool

    /// - Parameter isInternal: `internal:role`, in which a name that is not exact matches by substring.
    /// - Returns: nil when an attribute is not known or not allowed for the role.
    init?(_ body: String, isInternal: Bool) {
        guard let parsed = AttributeSelector(body), !parsed.name.isEmpty else { return nil }
        role = parsed.name.lowercased()
        conditions = parsed.conditions.filter { $0.name != "include-hidden" }
        self.isInternal = isInternal
        isHiddenIncluded = parsed.conditions.contains { condition in
            guard condition.name == "include-hidden" else { return false }
            if case .flag(false) = condition.value { return false }
            return true
        }
        for condition in conditions where !isKnown(condition) { return nil }
    }

    func matches(_ id: Int, in index: PageIndex) -> Bool {
        guard index.role(of: id) == role, isHiddenIncluded || !index.isHiddenFromRoles(id) else { return false }
        return conditions.allSatisfy { matches(id, $0, in: index) }
    }

    private func isKnown(_ condition: AttributeSelector.Condition) -> Bool {
        switch (condition.name, condition.value) {
        case ("name", .text), ("name", .regex), ("description", .text), ("description", .regex): true
        case ("checked", _): PageIndex.checkable.contains(role) && hasState(condition, mixed: true)
        case ("pressed", _): role == "button" && hasState(condition, mixed: true)
        case ("selected", _): PageIndex.selectable.contains(role) && hasState(condition)
        case ("expanded", _): PageIndex.expandable.contains(role) && hasState(condition)
        case ("disabled", _): hasState(condition)
        case ("level", .text(let level)): PageIndex.levelled.contains(role) && Int(level) != nil
        default: false
        }
    }

    private func hasState(_ condition: AttributeSelector.Condition, mixed: Bool = false) -> Bool {
        switch condition.value {
        case .present, .flag: condition.comparison == "="
        case .text(let text): mixed && text == "mixed" && condition.comparison == "="
        case .regex: false
        }
    }

    private func matches(_ id: Int, _ condition: AttributeSelector.Condition, in index: PageIndex) -> Bool {
        switch condition.name {
        case "checked": index.checked(id) == state(condition)
        case "pressed": index.pressed(id) == state(condition)
        case "selected": index.isSelected(id) == (state(condition) == .yes)
        case "expanded": index.isExpanded(id) == (state(condition) == .yes)
        case "disabled": index.isDisabled(id) == (state(condition) == .yes)
        case "level": condition.matches(String(index.level(id)))
        default: matchesName(id, condition, in: index)
        }
    }

    private func state(_ condition: AttributeSelector.Condition) -> PageIndex.Tristate {
        switch condition.value {
        case .flag(let flag): flag ? .yes : .no
        case .text: .mixed
        case .present, .regex: .yes
        }
    }

    /// A name that depends on style sheets matches in either reading: then an empty result is certain, and a unique one too.
    private func matchesName(_ id: Int, _ condition: AttributeSelector.Condition, in index: PageIndex) -> Bool {
        var wanted = condition
        if case .text(let text) = condition.value {
            let isLoose = isInternal && !condition.isCaseSensitive && condition.comparison == "="
            wanted = AttributeSelector.Condition(
                name: "name", comparison: isLoose ? "*=" : condition.comparison,
                value: .text(text.whitespaceNormalized), isCaseSensitive: condition.isCaseSensitive)
        }
        if condition.name == "description" { return wanted.matches(index.accessibleDescription(of: id)) }
        return [PageIndex.WordBreaks.aroundBlocks, .aroundElements].contains {
            wanted.matches(index.name(of: id, includingHidden: isHiddenIncluded, breaks: $0))
        }
    }
}
