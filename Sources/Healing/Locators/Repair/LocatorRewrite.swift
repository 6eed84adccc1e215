import Evidence
package import JavaScript

/// A locator of the sources, rewritten to find what it used to find.
package struct LocatorRewrite: Hashable, Sendable {
    package internal(set) var edits: [TextEdit]
    /// As written in the sources, without the object before the first point.
    package let before: String
    package let after: String
    /// The whole chain as a trace will name it.
    package let selector: String
    /// Where the rewritten call stands.
    package let place: SourcePlace
    package let changesStrategy: Bool
    /// Set when the locator says the same as before, in another document.
    package let route: FrameRoute?
    /// Set when not the call but what a caller gives to its helper is written anew: `nav.open('Cart')`.
    package let handed: Handed?

    /// A text that a helper is given, before and after.
    package struct Handed: Hashable, Sendable {
        package let from: String
        package let to: String
    }

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
        if let move = FrameMove(selector, recall, new: new) {
            let route = try FrameRoute(move, of: selector, through: recall.brokenPart, in: new)
            try self.init(route, selector, in: expression, testIDAttribute: testIDAttribute, reader: reader)
        } else {
            try self.init(
                selector, in: expression, recall: recall, new: new, testIDAttribute: testIDAttribute, reader: reader,
                stack: stack)
        }
    }

    /// For an element that lies in the document in which the locator looks for it.
    private init(
        _ selector: Selector, in expression: LocatorExpression, recall: LocatorRecall, new: PageIndex,
        testIDAttribute: String, reader: LocatorReader, stack: [(file: String, position: SourcePosition)]
    ) throws(Refusal) {
        let chain = ChainParts(expression, of: selector, testIDAttribute: testIDAttribute)
        let written: Written
        if selector.parts[recall.brokenPart].engine == LocatorRecall.insideEngine {
            written = try Self.inside(selector, recall: recall, new: new, chain: chain, reader: reader)
        } else {
            written = try Self.call(
                selector, recall: recall, new: new, expression, chain, reader: reader, stack: stack)
        }
        edits = written.edit.edits
        before = written.edit.before
        after = written.edit.after
        place = written.place
        changesStrategy = written.changesStrategy
        handed = written.edit.handed
        route = nil
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
        _ chain: ChainParts, reader: LocatorReader, stack: [(file: String, position: SourcePosition)]
    ) throws(Refusal) -> Written {
        guard let (step, isRefined) = chain.step(ofPart: recall.brokenPart) else {
            throw Refusal(
                "the call that builds `\(selector.parts[recall.brokenPart])` cannot be told apart in the source")
        }
        let takesCSS = isRefined || step.method == .shorthand
        let target = try proposal(selector, recall: recall, new: new, takesCSS: takesCSS)
        let last = expression.steps.firstIndex(of: step) ?? 0
        guard let first = chain.firstStep(fromPart: target.replaced.lowerBound) else {
            throw Refusal("the calls that lead to the element cannot be told apart in the source")
        }
        guard !takesCSS || first == last else {
            throw Refusal("`\(step.name)` looks in another place than the element is in now")
        }
        let edit: LocatorEdit
        if takesCSS {
            edit = try LocatorEdit(ofSelectorIn: step, to: target.locator, reader: reader)
        } else {
            edit = try LocatorEdit(
                expression.steps[first...last], given: GivenTexts(selector.parts[recall.brokenPart]),
                to: target.locator, reader: reader, stack: stack)
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
        // Right behind the entrance of a frame its document is the scope, which a locator's place says by itself.
        if broken > 0, !selector.parts[broken - 1].entersFrame {
            guard let scopes = engine.matches(selector.prefix(broken)), scopes.count == 1 else {
                throw Refusal("`\(selector.prefix(broken))` finds several elements, so what is below them is not clear")
            }
            if nodes.allSatisfy({ new.page.ancestors($0).contains(scopes[0]) }) {
                scope = scopes[0]
            } else {
                // It moved to another region: the way there is replaced as a whole.
                let entrance = selector.parts[..<broken].lastIndex(where: \.entersFrame)
                replaced = (entrance.map { $0 + 1 } ?? 0)...broken
            }
        }
        var proposals = writer.proposals(forAll: nodes, within: scope, formerly: formerly)
        if takesCSS, formerly == .text, nodes.count == 1 {
            proposals = writer.proposalsByWords(for: nodes[0], within: scope) + proposals
        }
        guard let locator = proposals.first(where: { !takesCSS || $0.isPlainCSS }) else {
            throw Refusal("no locator finds the element alone on the page as it is now")
        }
        return (locator, replaced)
    }
}

extension ProposedLocator {
    /// A single CSS selector, which the methods of a page that take a selector understand too.
    fileprivate var isPlainCSS: Bool {
        if calls.count == 1, case .css = calls[0] { true } else { false }
    }
}
