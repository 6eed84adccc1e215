import JavaScript

/// The head of a chain, written anew so that the rest of it looks in another document. What the author wrote of the element
/// stays as it is.
struct FrameEdit {
    let edit: TextEdit
    let before: String
    let after: String
    /// The first call that stays.
    let step: LocatorStep

    init(
        _ route: FrameRoute, _ selector: Selector, in expression: LocatorExpression, testIDAttribute: String,
        reader: LocatorReader
    ) throws(LocatorRewrite.Refusal) {
        let chain = ChainParts(expression, of: selector, testIDAttribute: testIDAttribute)
        guard let kept = chain.firstStep(fromPart: route.kept), let first = expression.steps.first,
            let source = reader.script(at: first.place.file)?.source
        else { throw LocatorRewrite.Refusal("the calls that lead into the frame cannot be told apart in the source") }
        let steps = expression.steps[...kept]
        step = expression.steps[kept]
        guard step.method != .shorthand else {
            throw LocatorRewrite.Refusal("`\(step.name)` takes a selector of the page, which looks into no frame")
        }
        guard reader.isOneChain(steps) else {
            throw LocatorRewrite.Refusal("the calls that lead into the frame stand in several places")
        }
        let start = first.place.range.lowerBound
        guard source.text(in: step.place.range).hasPrefix("."), kept > 0 || !route.frames.isEmpty else {
            throw LocatorRewrite.Refusal("`\(step.name)` cannot be led into another frame")
        }
        let quote = Self.quote(of: step, in: source)
        let calls = route.frames.map { Self.call($0, quote: quote, reader: reader) }.joined()
        let end = kept > 0 ? expression.steps[kept - 1].place.range.upperBound : start
        edit = TextEdit(
            place: SourcePlace(file: source.path, range: start..<end), replacement: calls)
        let rest = source.text(in: end..<step.place.range.upperBound)
        before = String(source.text(in: start..<step.place.range.upperBound).dropFirst())
        after = String((calls + rest).drop { $0 == "." || $0.isWhitespace })
    }

    /// In the form that the suite has for it.
    private static func call(_ css: String, quote: Character, reader: LocatorReader) -> String {
        let literal = ProposedLocator.literal(css, quote: quote)
        let methods = Set(
            reader.definitions.scripts.flatMap { WrittenLocators(script: $0).all }.flatMap(\.steps).map(\.method))
        let usesContentFrame = methods.contains(.contentFrame) && !methods.contains(.frameLocator)
        return usesContentFrame ? ".locator(\(literal)).contentFrame()" : ".frameLocator(\(literal))"
    }

    private static func quote(of step: LocatorStep, in source: SourceText) -> Character {
        step.arguments.first.flatMap { StringLiteral.quote(of: source.text(in: $0.usePlace.range)) }
            .flatMap { $0.rawValue.first } ?? "'"
    }
}

extension LocatorReader {
    /// Whether calls follow one another in one file, with nothing but space between them.
    func isOneChain(_ steps: ArraySlice<LocatorStep>) -> Bool {
        zip(steps, steps.dropFirst()).allSatisfy { step, next in
            guard step.place.file == next.place.file, let source = script(at: step.place.file)?.source,
                step.place.range.upperBound <= next.place.range.lowerBound
            else { return false }
            let between = source.text(in: step.place.range.upperBound..<next.place.range.lowerBound)
            return between.allSatisfy { $0.isWhitespace || $0 == "!" }
        }
    }
}
