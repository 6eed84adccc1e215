import Evidence
package import JavaScript

/// A locator of the sources, rewritten to find what it used to find.
package struct LocatorRewrite: Hashable, Sendable {
    package let edits: [TextEdit]
    /// As written in the sources, without the object before the first point.
    package let before: String
    package let after: String
    /// The whole chain as a trace will name it.
    package let selector: String
    /// Where the rewritten call stands.
    package let place: SourcePlace
    package let changesStrategy: Bool

    package struct Refusal: Error, Hashable, CustomStringConvertible {
        package let description: String
        init(_ description: String) { self.description = description }
    }

    /// - Parameters:
    ///   - text: the selector of the step that failed, as the trace has it.
    ///   - stack: the step's places, innermost first, in files of `reader`.
    package init(
        _ text: String, recall: LocatorRecall, new: PageIndex, testIDAttribute: String, reader: LocatorReader,
        stack: [(file: String, position: SourcePosition)]
    ) throws(Refusal) {
        guard let selector = Selector(text), selector.parts.indices.contains(recall.brokenPart) else {
            throw Refusal("`\(text)` is no selector that can be read")
        }
        let expression = try Self.expression(of: text, reader: reader, stack: stack, testIDAttribute)
        let chain = ChainParts(expression, testIDAttribute: testIDAttribute)
        let written: Written
        if selector.parts[recall.brokenPart].engine == LocatorRecall.insideEngine {
            written = try Self.inside(selector, recall: recall, new: new, chain: chain, reader: reader)
        } else {
            written = try Self.call(selector, recall: recall, new: new, expression, chain, reader: reader)
        }
        edits = written.edit.edits
        before = written.edit.before
        after = written.edit.after
        place = written.place
        changesStrategy = written.changesStrategy
        var parts = selector.parts
        parts.replaceSubrange(written.replaced, with: written.parts)
        self.selector = Selector(parts: parts).description
    }

    /// What is written anew, and what it makes of the selector.
    struct Written {
        let edit: LocatorEdit
        let place: SourcePlace
        let replaced: ClosedRange<Int>
        let parts: [Selector.Part]
        let changesStrategy: Bool
    }

    /// The call that builds the broken part.
    private static func call(
        _ selector: Selector, recall: LocatorRecall, new: PageIndex, _ expression: LocatorExpression,
        _ chain: ChainParts, reader: LocatorReader
    ) throws(Refusal) -> Written {
        guard let (step, isRefined) = chain.step(ofPart: recall.brokenPart) else {
            throw Refusal(
                "the call that builds `\(selector.parts[recall.brokenPart])` cannot be told apart in the source")
        }
        let takesCSS = isRefined || step.method == .shorthand
        let target = try proposal(selector, recall: recall, new: new, takesCSS: takesCSS)
        let last = expression.steps.firstIndex(of: step) ?? 0
        let first = target.replaced.lowerBound == recall.brokenPart ? last : 0
        guard !takesCSS || first == last else {
            throw Refusal("`\(step.name)` looks in another place than the element is in now")
        }
        let edit: LocatorEdit
        if takesCSS {
            edit = try LocatorEdit(ofSelectorIn: step, to: target.locator, reader: reader)
        } else {
            edit = try LocatorEdit(
                expression.steps[first...last], given: GivenTexts(selector.parts[recall.brokenPart]),
                to: target.locator, reader: reader)
        }
        let parts = target.locator.selector.parts
        let formerly = LocatorStrategy(selector.parts[recall.brokenPart])
        let isOther = parts.count > 1 || parts.last.map { LocatorStrategy($0) } != formerly
        return Written(
            edit: edit, place: step.place, replaced: target.replaced, parts: parts, changesStrategy: isOther)
    }

    private static func expression(
        of wanted: String, reader: LocatorReader, stack: [(file: String, position: SourcePosition)],
        _ testIDAttribute: String
    ) throws(Refusal) -> LocatorExpression {
        let internalSelector = InternalSelector(testIDAttribute: testIDAttribute)
        func isExact(_ expression: LocatorExpression) -> Bool { internalSelector.text(of: expression) == wanted }
        // A part may be known only to the running test: `getByTestId(`row-${id}`)`.
        func mayBe(_ expression: LocatorExpression) -> Bool {
            internalSelector.pattern(of: expression)?.matches(wanted) ?? false
        }
        let named = stack.map { reader.locators(at: $0.position, in: $0.file) }
        for fits in [isExact, mayBe] {
            for expressions in named {
                if let found = expressions.first(where: fits) { return found }
            }
        }
        for frame in stack {
            let visible = reader.locators(in: frame.file, visibleAt: frame.position)
            if let found = visible.first(where: isExact) { return found }
        }
        throw Refusal("no call in the sources that the stack names builds `\(wanted)` from literals")
    }

    /// The new locator, and which parts of the selector it stands for.
    private static func proposal(
        _ selector: Selector, recall: LocatorRecall, new: PageIndex, takesCSS: Bool
    ) throws(Refusal) -> (locator: ProposedLocator, replaced: ClosedRange<Int>) {
        let nodes = recall.elements.map(\.new)
        let broken = recall.brokenPart
        let engine = SelectorEngine(new)
        let writer = LocatorWriter(new)
        let formerly = LocatorStrategy(selector.parts[broken])
        var scope: PageSnapshot.NodeID?
        var replaced = broken...broken
        if broken > 0 {
            guard let scopes = engine.matches(selector.prefix(broken)), scopes.count == 1 else {
                throw Refusal("`\(selector.prefix(broken))` finds several elements, so what is below them is not clear")
            }
            if nodes.allSatisfy({ new.page.ancestors($0).contains(scopes[0]) }) {
                scope = scopes[0]
            } else {
                // It moved to another region: the way there is replaced as a whole.
                replaced = 0...broken
            }
        }
        let proposals = writer.proposals(forAll: nodes, within: scope, formerly: formerly)
        guard let locator = proposals.first(where: { !takesCSS || $0.isPlainCSS }) else {
            throw Refusal("no locator finds the element alone on the page as it is now")
        }
        return (locator, replaced)
    }
}

/// Which call of a chain builds which part of its selector.
struct ChainParts {
    private let expression: LocatorExpression
    /// Number of parts after each step; nil when the step cannot be read.
    private let counts: [Int?]

    init(_ expression: LocatorExpression, testIDAttribute: String) {
        self.expression = expression
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
        for (index, step) in expression.steps.enumerated() {
            let before = index == 0 ? 0 : counts[index - 1]
            guard let before, let after = counts[index] else { return nil }
            guard after > part else { continue }
            let isRefined = after > part + 1
            guard before == part, !isRefined || Self.isRefined(step) else { return nil }
            return (step, isRefined)
        }
        return nil
    }

    /// The locator from whose `has` this part is made.
    func inside(ofPart part: Int) -> LocatorExpression? {
        for (index, step) in expression.steps.enumerated() {
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

    /// The selector itself is one part, so that what follows is of the options.
    private static func isRefined(_ step: LocatorStep) -> Bool {
        guard step.method == .locator, step.arguments.count == 2, case .string(let text) = step.arguments[0].value
        else { return false }
        return Selector(text)?.parts.count == 1
    }
}

extension ProposedLocator {
    /// A single CSS selector, which the methods of a page that take a selector understand too.
    fileprivate var isPlainCSS: Bool {
        if calls.count == 1, case .css = calls[0] { true } else { false }
    }
}
