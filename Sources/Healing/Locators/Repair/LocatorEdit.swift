import JavaScript

/// The smallest change of the source that makes a call say something else.
struct LocatorEdit {
    let edits: [TextEdit]
    let before: String
    let after: String
    /// What a caller gives to the helper that builds the locator, before and after.
    private(set) var handed: LocatorRewrite.Handed?

    /// - Parameters:
    ///   - steps: the calls that are replaced; not empty.
    ///   - given: what the last one had given to its part of the selector.
    ///   - stack: the step's places, innermost first.
    init(
        _ steps: ArraySlice<LocatorStep>, given: GivenTexts, to locator: ProposedLocator, reader: LocatorReader,
        stack: [(file: String, position: SourcePosition)] = []
    ) throws(LocatorRewrite.Refusal) {
        guard let first = steps.first, let last = steps.last else {
            throw LocatorRewrite.Refusal("no call of the chain is to be replaced")
        }
        guard first.place.file == last.place.file, let script = reader.script(at: last.place.file) else {
            throw LocatorRewrite.Refusal("the calls of the chain stand in several files")
        }
        guard reader.isOneChain(steps) else {
            throw LocatorRewrite.Refusal("the calls of the chain stand in several places of \(last.place.file)")
        }
        let source = script.source
        let range = first.place.range.lowerBound..<last.place.range.upperBound
        let quote = Self.quote(of: last, reader: reader)
        let written = source.text(in: range)
        before = String(written.drop { $0 == "." || $0 == "?" })
        let literals = Literals(step: last, given: given, quote: quote, reader: reader, stack: stack)
        if first == last, let small = literals.edits(saying: locator) {
            edits = small
            handed = literals.handed(by: small)
            let inCall = small.filter { $0.place.file == source.path && range.contains($0.place.range.lowerBound) }
            // Literals that stand in a definition leave the call as it is; what it means is shown all the same.
            after =
                inCall.count == small.count
                ? Self.applied(small, to: written, at: range.lowerBound) : locator.source(quote: quote)
        } else if first == last, let text = Self.textCall(last, given: given, to: locator, in: source) {
            edits = [TextEdit(place: SourcePlace(file: source.path, range: range), replacement: "." + text)]
            after = text
        } else {
            // Where a text differs from run to run, the call means many elements; one of them does not speak for all.
            let isNamed = last.arguments.first.map { $0.value.isTextual } ?? false
            if let step = steps.first(where: { !$0.arguments.allSatisfy(\.isWrittenOut) }) ?? (isNamed ? nil : last) {
                throw LocatorRewrite.Refusal(
                    "`\(step.name)` in \(step.place.file) is given something that only the running test knows")
            }
            let text = locator.source(quote: quote)
            edits = [TextEdit(place: SourcePlace(file: source.path, range: range), replacement: "." + text)]
            after = text
        }
    }

    /// Of a call whose first argument is a selector, that argument alone: an action, or a `locator` with options.
    init(
        ofSelectorIn step: LocatorStep, to locator: ProposedLocator, reader: LocatorReader
    ) throws(LocatorRewrite.Refusal) {
        guard locator.calls.count == 1, case .css(let css) = locator.calls[0], let argument = step.arguments.first,
            case .string = argument.value, let source = reader.script(at: step.place.file)?.source
        else { throw LocatorRewrite.Refusal("`\(step.name)` takes its selector from somewhere else") }
        let literal = ProposedLocator.literal(css, quote: Self.quote(of: step, reader: reader))
        let use = argument.usePlace.range
        // What an action does besides is no part of the locator; options are.
        let isAction = step.method == .shorthand || use.upperBound > step.place.range.upperBound
        let rest = isAction ? ")" : source.text(in: use.upperBound..<step.place.range.upperBound)
        edits = [TextEdit(place: argument.place, replacement: literal)]
        before = "\(step.name)(\(source.text(in: use))\(rest)"
        after = "\(step.name)(\(literal)\(rest)"
    }

    /// A name that only the running test knows, in a call by role and name, may be looked for as a text when it is the whole
    /// text that the element is found by now, and no less exactly than before.
    private static func textCall(
        _ step: LocatorStep, given: GivenTexts, to locator: ProposedLocator, in source: SourceText
    ) -> String? {
        guard locator.calls.count == 1, case .text(let text, let isExact) = locator.calls[0], given.text == text,
            let options = step.arguments.dropFirst().first, options["name"].map({ !$0.isWrittenOut }) ?? false
        else { return nil }
        let wasExact = options["exact"]?.value == .boolean(true)
        return isExact || !wasExact ? textCall(sayingNameOf: step, isExact: isExact, in: source) : nil
    }

    private static func applied(_ edits: [TextEdit], to text: String, at start: Int) -> String {
        let shifted = edits.map { edit in
            TextEdit(
                place: SourcePlace(
                    file: "", range: edit.place.range.lowerBound - start..<edit.place.range.upperBound - start),
                replacement: edit.replacement)
        }
        let changed = try? SourceEdit.apply(shifted, to: SourceText(path: "", text: text))
        let result = changed.map { String(decoding: $0.bytes, as: UTF8.self) } ?? text
        return String(result.drop { $0 == "." || $0 == "?" })
    }

    private static func quote(of step: LocatorStep, reader: LocatorReader) -> Character {
        step.arguments.first.flatMap { quote(of: $0, reader: reader) } ?? "'"
    }

    fileprivate static func quote(of argument: LocatorArgument, reader: LocatorReader) -> Character? {
        guard let script = reader.script(at: argument.place.file) else { return nil }
        return StringLiteral.quote(of: script.source.text(in: argument.place.range)).flatMap { $0.rawValue.first }
    }
}

/// The literals of one call, and their edits where the call keeps its method and options.
private struct Literals {
    let step: LocatorStep
    let given: GivenTexts
    let quote: Character
    let reader: LocatorReader
    let stack: [(file: String, position: SourcePosition)]

    /// What of the edits stands in a call of the helper that the step is in.
    func handed(by edits: [TextEdit]) -> LocatorRewrite.Handed? {
        guard let text = given.text else { return nil }
        let own = step.arguments.flatMap { [$0] + $0.options.map(\.argument) }.filter { $0.value == .unknown }
        let literals = own.compactMap { reader.literal(givenFor: $0, as: text, by: stack) }
        guard let edit = edits.first(where: { edit in literals.contains { $0.place == edit.place } }),
            let new = StringLiteral.value(of: edit.replacement)
        else { return nil }
        return LocatorRewrite.Handed(from: text, to: new)
    }

    /// - Returns: nil when the locator cannot be said by them alone.
    func edits(saying locator: ProposedLocator) -> [TextEdit]? {
        guard locator.calls.count == 1, let call = locator.calls.first, step.name == call.method,
            let argument = step.arguments.first
        else { return nil }
        let options = step.arguments.dropFirst().first
        let isExact = options?["exact"].map { $0.value == .boolean(true) } ?? false
        switch call {
        case .testID(_, let value), .css(let value):
            return options == nil ? edits(argument, to: value) : nil
        case .role(let role, let name, let exact):
            guard case .string(let oldRole) = argument.value, let name, let known = options?["name"], isExact == exact,
                options?.options.allSatisfy({ $0.name == "name" || $0.name == "exact" }) == true,
                let changed = edits(known, to: name)
            else { return nil }
            return (oldRole == role ? [] : [edit(argument, role)]) + changed
        case .label(let text, let exact), .placeholder(let text, let exact), .altText(let text, let exact),
            .text(let text, let exact), .title(let text, let exact):
            return isExact == exact ? edits(argument, to: text) : nil
        case .filter: return nil
        }
    }

    /// None where the argument says it already; nil where it cannot be made to.
    private func edits(_ argument: LocatorArgument, to text: String) -> [TextEdit]? {
        switch argument.value {
        case .string(let old): return old == text ? [] : [edit(argument, text)]
        case .pattern(let pieces): return computed(argument, pieces, to: text).map { [$0] }
        case .unknown:
            if given.text == text { return [] }
            return given.text.flatMap { reader.literal(givenFor: argument, as: $0, by: stack) }.map { [edit($0, text)] }
        default: return nil
        }
    }

    private func edit(_ argument: LocatorArgument, _ text: String) -> TextEdit {
        let own = LocatorEdit.quote(of: argument, reader: reader)
        return TextEdit(place: argument.place, replacement: ProposedLocator.literal(text, quote: own ?? quote))
    }

    /// The text of a template around its one substitution.
    private func computed(_ argument: LocatorArgument, _ pieces: [String?], to text: String) -> TextEdit? {
        guard let script = reader.script(at: argument.place.file), let value = given.text,
            let (head, tail) = ComputedText(pieces, value: value)?.around(in: text),
            let first = script.tokenIndex(at: argument.place.range.lowerBound),
            let last = script.tokenIndex(at: argument.place.range.upperBound - 1),
            script.kind(first) == .templateHead, script.kind(last) == .templateTail, last > first + 1,
            !(first...last).contains(where: { script.kind($0) == .templateMiddle })
        else { return nil }
        let inside = script.source.text(
            in: script.tokens[first].range.upperBound..<script.tokens[last].range.lowerBound)
        func literal(_ text: String) -> Substring {
            StringLiteral.text(of: text, quote: .backtick).dropFirst().dropLast()
        }
        return TextEdit(place: argument.place, replacement: "`\(literal(head))${\(inside)}\(literal(tail))`")
    }
}

extension LocatorArgument {
    /// Whether nothing of it differs from run to run.
    fileprivate var isWrittenOut: Bool {
        switch value {
        case .pattern, .unknown: false
        case .object(let options): options.allSatisfy { $0.argument.isWrittenOut }
        case .locator(let inner): inner.steps.allSatisfy { $0.arguments.allSatisfy(\.isWrittenOut) }
        default: true
        }
    }
}

extension LocatorArgument.Value {
    fileprivate var isTextual: Bool {
        switch self {
        case .string, .regularExpression: true
        default: false
        }
    }
}
