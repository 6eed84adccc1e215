/// Which matcher says more than another about the same subject.
enum MatcherStrength {
    /// From the strongest to the weakest. Matchers of different lines cannot be compared.
    private static let orders = [
        ["toHaveText", "toContainText", "toBeVisible", "toBeAttached"],
        ["toHaveValue", "toBeVisible", "toBeAttached"],
        ["toHaveCount", "toBeVisible", "toBeAttached"],
        ["toBeChecked", "toBeVisible", "toBeAttached"],
        ["toBeEnabled", "toBeVisible", "toBeAttached"],
        ["toHaveClass", "toContainClass"],
        ["toHaveAccessibleName", "toBeVisible", "toBeAttached"],
        ["toStrictEqual", "toEqual", "toMatchObject", "toBeTruthy", "toBeDefined"],
        ["toBe", "toEqual", "toBeTruthy", "toBeDefined"],
        ["toEqual", "toContain", "toBeTruthy", "toBeDefined"],
    ]

    enum Order: Equatable { case same, stronger, weakerOrOther }

    static func order(_ new: String, comparedTo old: String) -> Order {
        if new == old { return .same }
        let isStronger = orders.contains { order in
            guard let newPlace = order.firstIndex(of: new), let oldPlace = order.firstIndex(of: old) else {
                return false
            }
            return newPlace < oldPlace
        }
        return isStronger ? .stronger : .weakerOrOther
    }

    /// The web-first matcher that says what a comparison of a value read from the page says.
    static func webFirst(read: String, matcher: String, argument: String?) -> String? {
        let isEqual = ["toBe", "toEqual", "toStrictEqual"].contains(matcher)
        let isTrue = matcher == "toBeTruthy" || (isEqual && argument == "true")
        let isFalse = matcher == "toBeFalsy" || (isEqual && argument == "false")
        switch read {
        case "textContent", "innerText":
            if matcher == "toContain" { return "toContainText" }
            return isEqual || matcher == "toMatch" ? "toHaveText" : nil
        case "inputValue": return isEqual ? "toHaveValue" : nil
        case "count": return isEqual ? "toHaveCount" : nil
        case "title": return isEqual ? "toHaveTitle" : nil
        case "url": return isEqual ? "toHaveURL" : nil
        case "isVisible": return isTrue ? "toBeVisible" : isFalse ? "toBeHidden" : nil
        case "isHidden": return isTrue ? "toBeHidden" : isFalse ? "toBeVisible" : nil
        case "isChecked": return isTrue ? "toBeChecked" : nil
        case "isEnabled": return isTrue ? "toBeEnabled" : isFalse ? "toBeDisabled" : nil
        case "isDisabled": return isTrue ? "toBeDisabled" : isFalse ? "toBeEnabled" : nil
        default: return nil
        }
    }
}
