/// Playwright's own text for a locator, as it stands in traces and error logs.
///
/// Source: `locatorUtils.ts`, `stringUtils.ts` and `client/locator.ts` of Playwright 1.63.
package struct InternalSelector: Sendable {
    /// The configuration's `testIdAttribute`.
    package let testIDAttribute: String

    package init(testIDAttribute: String = "data-testid") { self.testIDAttribute = testIDAttribute }

    /// - Returns: nil when some part is known only to the running test, or is no locator that we know.
    package func text(of expression: LocatorExpression) -> String? {
        pattern(of: expression).flatMap { $0.parts.count == 1 ? $0.parts[0] : nil }
    }

    /// The text with gaps where the sources do not show it.
    package func pattern(of expression: LocatorExpression) -> SelectorPattern? {
        selector(of: expression).map { SelectorPattern(parts: SelectorPattern.split($0)) }
    }

    private func selector(of expression: LocatorExpression) -> String? {
        var selector = ""
        var isFrame = false
        for step in expression.steps {
            switch step.method {
            case .first, .last, .nth:
                guard let index = index(of: step) else { return nil }
                selector += " >> nth=\(index)"
            case .contentFrame: isFrame = true
            case .owner: isFrame = false
            case .filter, .and, .or, .describe:
                guard let suffix = refinement(step) else { return nil }
                selector += suffix
            default:
                guard let part = part(step, isFirst: selector.isEmpty || isFrame) else { return nil }
                let joint = isFrame ? " >> internal:control=enter-frame >> " : " >> "
                selector += selector.isEmpty ? part : joint + part
                isFrame = step.method == .frameLocator
            }
        }
        return selector.isEmpty ? nil : selector
    }

    private func part(_ step: LocatorStep, isFirst: Bool) -> String? {
        guard let argument = step.arguments.first else { return nil }
        let options = step.arguments.dropFirst().first
        switch step.method {
        case .getByTestId:
            let name = testIDAttribute.contains(",") ? SelectorText.json(testIDAttribute) : testIDAttribute
            return attributeText(argument, isExact: true).map { "internal:testid=[\(name)=\($0)]" }
        case .getByRole: return role(argument, options)
        case .getByText: return text(argument, options).map { "internal:text=\($0)" }
        case .getByLabel: return text(argument, options).map { "internal:label=\($0)" }
        case .getByPlaceholder: return attribute("placeholder", argument, options)
        case .getByAltText: return attribute("alt", argument, options)
        case .getByTitle: return attribute("title", argument, options)
        case .frameLocator, .shorthand: return SelectorText.plain(argument)
        case .locator:
            guard let suffix = refinements(options) else { return nil }
            if case .locator(let inner) = argument.value {
                guard let inner = selector(of: inner) else { return nil }
                return (isFirst ? inner : "internal:chain=" + SelectorText.json(inner)) + suffix
            }
            return SelectorText.plain(argument).map { $0 + suffix }
        default: return nil
        }
    }

    private func role(_ argument: LocatorArgument, _ options: LocatorArgument?) -> String? {
        guard let role = SelectorText.plain(argument), let isExact = isExact(options) else { return nil }
        var result = "internal:role=\(role)"
        let names = [
            ("checked", "checked"), ("disabled", "disabled"), ("selected", "selected"), ("expanded", "expanded"),
            ("includeHidden", "include-hidden"), ("level", "level"), ("name", "name"), ("description", "description"),
            ("pressed", "pressed"),
        ]
        for (option, attribute) in names {
            guard let value = options?[option], value.value != .nothing else { continue }
            let isText = option == "name" || option == "description"
            guard let text = isText ? attributeText(value, isExact: isExact) : SelectorText.plain(value) else {
                return nil
            }
            result += "[\(attribute)=\(text)]"
        }
        return result
    }

    private func attribute(_ name: String, _ argument: LocatorArgument, _ options: LocatorArgument?) -> String? {
        guard let isExact = isExact(options), let text = attributeText(argument, isExact: isExact) else { return nil }
        return "internal:attr=[\(name)=\(text)]"
    }

    private func text(_ argument: LocatorArgument, _ options: LocatorArgument?) -> String? {
        isExact(options).flatMap { SelectorText.text(argument, isExact: $0) }
    }

    private func attributeText(_ argument: LocatorArgument, isExact: Bool) -> String? {
        SelectorText.attribute(argument, isExact: isExact)
    }

    private func refinement(_ step: LocatorStep) -> String? {
        guard let argument = step.arguments.first else { return nil }
        switch step.method {
        case .filter: return refinements(argument)
        case .describe: return SelectorText.plain(argument).map { " >> internal:describe=" + SelectorText.json($0) }
        default:
            guard case .locator(let inner) = argument.value, let text = selector(of: inner) else { return nil }
            return " >> internal:\(step.method.rawValue)=" + SelectorText.json(text)
        }
    }

    /// `hasText`, `hasNotText`, `has`, `hasNot` and `visible`, in the order in which Playwright adds them.
    private func refinements(_ options: LocatorArgument?) -> String? {
        guard let options else { return "" }
        guard case .object = options.value, options["…"] == nil else { return nil }
        var result = ""
        for (option, engine) in [("hasText", "has-text"), ("hasNotText", "has-not-text")] {
            guard let value = options[option], value.value != .nothing, value.value != .string("") else { continue }
            guard let text = SelectorText.text(value, isExact: false) else { return nil }
            result += " >> internal:\(engine)=\(text)"
        }
        for (option, engine) in [("has", "has"), ("hasNot", "has-not")] {
            guard let value = options[option], value.value != .nothing else { continue }
            guard case .locator(let inner) = value.value, let text = selector(of: inner) else { return nil }
            result += " >> internal:\(engine)=" + SelectorText.json(text)
        }
        if let visible = options["visible"] {
            guard case .boolean(let flag) = visible.value else { return nil }
            result += " >> visible=\(flag)"
        }
        return result
    }

    private func index(of step: LocatorStep) -> String? {
        switch step.method {
        case .first: "0"
        case .last: "-1"
        default: step.arguments.first.flatMap(SelectorText.plain)
        }
    }

    private func isExact(_ options: LocatorArgument?) -> Bool? {
        guard let options else { return false }
        guard case .object = options.value, options["…"] == nil else { return nil }
        guard let exact = options["exact"] else { return false }
        if case .boolean(let flag) = exact.value { return flag }
        return nil
    }
}
