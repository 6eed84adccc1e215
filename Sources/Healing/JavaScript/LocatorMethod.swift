/// The calls that build a Playwright locator. Source: the classes Page, FrameLocator and Locator of Playwright 1.63.
package enum LocatorMethod: String, Sendable, CaseIterable {
    case getByTestId, getByRole, getByText, getByLabel, getByPlaceholder, getByAltText, getByTitle
    case locator, frameLocator, filter, first, last, nth, and, or, contentFrame, owner, describe
    /// `page.click('#add')`: an action whose first argument is the selector.
    case shorthand

    /// Picks by order, which says nothing about the element itself.
    package var isPosition: Bool { self == .first || self == .last || self == .nth }

    /// Whether a link is this method, judged by its name and the shape of its arguments.
    init?(link: CallChain.Link, isContinuing: Bool) {
        guard let arguments = link.arguments, let method = LocatorMethod(rawValue: link.name) else { return nil }
        switch method {
        case .shorthand: return nil
        case .first, .last, .contentFrame:
            if !arguments.isEmpty { return nil }
        case .owner, .describe:
            // `test.describe()` is something else.
            if !isContinuing { return nil }
        case .filter:
            // `list.filter(fn)` is an array's.
            guard let literal = arguments.first?.literal else { return nil }
            switch literal.value {
            case .object, .reference: break
            default: return nil
            }
        default:
            if arguments.isEmpty { return nil }
        }
        self = method
    }
}

/// The methods of Page and Frame that take a selector as their first argument.
enum ShorthandMethod {
    /// By name, the least number of arguments with which the first is a selector; a locator's own method of that name
    /// takes one fewer.
    private static let leastArguments: [String: Int] = [
        "click": 1, "dblclick": 1, "tap": 1, "check": 1, "uncheck": 1, "hover": 1, "focus": 1, "textContent": 1,
        "innerText": 1, "innerHTML": 1, "inputValue": 1, "isChecked": 1, "isDisabled": 1, "isEditable": 1,
        "isEnabled": 1, "isHidden": 1, "isVisible": 1, "waitForSelector": 1, "$": 1, "$$": 1, "$eval": 2, "$$eval": 2,
        "fill": 2, "type": 2, "press": 2, "selectOption": 2, "setInputFiles": 2, "setChecked": 2, "getAttribute": 2,
        "dispatchEvent": 2, "dragAndDrop": 2,
    ]

    static func isCalled(by link: CallChain.Link, rootName: String) -> Bool {
        guard let arguments = link.arguments, let least = leastArguments[link.name], arguments.count >= least else {
            return false
        }
        switch arguments[0].literal.value {
        case .string, .template, .reference: break
        default: return false
        }
        if least == 1 || isPageName(rootName) { return true }
        // `field.fill('Ada', { timeout })` is a locator's.
        return arguments[1].literal.properties.isEmpty
    }

    static func isPageName(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasSuffix("page") || name.hasSuffix("frame") || name == "popup" || name == "tab"
    }
}
