import JavaScript

/// Which call of a chain builds which part of its selector.
struct ChainParts {
    private let selector: Selector
    private let steps: [LocatorStep]
    /// Number of parts after each step; nil when the step cannot be read.
    private let counts: [Int?]

    init(_ expression: LocatorExpression, of selector: Selector, testIDAttribute: String) {
        self.selector = selector
        steps = expression.steps
        let internalSelector = InternalSelector(testIDAttribute: testIDAttribute)
        counts = expression.steps.indices.map { index in
            let prefix = LocatorExpression(
                place: expression.place, rootText: expression.rootText, rootPlace: expression.rootPlace,
                steps: Array(expression.steps[...index]))
            // Whatever stands in a gap, it is inside of a quoted text and makes no part of its own.
            return internalSelector.pattern(of: prefix).flatMap {
                Selector($0.parts.joined(separator: "0"))?.parts.count
            }
        }
    }

    /// The step whose first argument builds this part and no other, and whether its options build further ones, as in
    /// `locator('li', { hasText: 'Bread' })`.
    func step(ofPart part: Int) -> (step: LocatorStep, isRefined: Bool)? {
        guard let index = firstStep(fromPart: part), let after = counts[index] else { return nil }
        let isRefined = after > part + 1
        guard !isRefined || Self.isRefined(steps[index]) else { return nil }
        return (steps[index], isRefined)
    }

    /// The locator from whose `has` this part is made.
    func inside(ofPart part: Int) -> LocatorExpression? {
        for (index, step) in steps.enumerated() {
            let before = index == 0 ? 0 : counts[index - 1]
            guard let before, let after = counts[index] else { return nil }
            guard after > part else { continue }
            guard before <= part, step.method == .filter || step.method == .locator else { return nil }
            let options = step.method == .filter ? step.arguments.first : step.arguments.dropFirst().first
            guard case .locator(let inside) = options?["has"]?.value else { return nil }
            return inside
        }
        return nil
    }

    /// The place in the chain of the step that builds this part, and none before it.
    func firstStep(fromPart part: Int) -> Int? {
        for index in steps.indices {
            guard let before = index == 0 ? 0 : counts[index - 1], let after = counts[index] else { return nil }
            guard after > part else { continue }
            return before == part || isEntrance(before, to: part) ? index : nil
        }
        return nil
    }

    /// No step of its own enters a frame: the one that looks in there does.
    private func isEntrance(_ before: Int, to part: Int) -> Bool {
        before == part - 1 && selector.parts.indices.contains(before) && selector.parts[before].entersFrame
    }

    /// The selector itself is one part, so that what follows is of the options.
    private static func isRefined(_ step: LocatorStep) -> Bool {
        guard step.method == .locator, step.arguments.count == 2, case .string(let text) = step.arguments[0].value
        else { return false }
        return Selector(text)?.parts.count == 1
    }
}
