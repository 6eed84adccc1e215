import JavaScript

/// The smallest change of the source that makes a call say something else.
struct LocatorEdit {
    let edits: [TextEdit]
    let before: String
    let after: String

    /// - Parameters:
    ///   - first: the first call that is replaced.
    ///   - last: the last one, the same as `first` when only one is.
    init(
        from first: LocatorStep, through last: LocatorStep, to locator: ProposedLocator, reader: LocatorReader
    ) throws(LocatorRewrite.Refusal) {
        guard first.place.file == last.place.file, let script = reader.script(at: last.place.file) else {
            throw LocatorRewrite.Refusal("the calls of the chain stand in several files")
        }
        let source = script.source
        let range = first.place.range.lowerBound..<last.place.range.upperBound
        let quote = Self.quote(of: last, reader: reader)
        if last.method == .shorthand {
            guard locator.calls.count == 1, case .css(let css) = locator.calls[0], let argument = last.arguments.first,
                case .string = argument.value
            else { throw LocatorRewrite.Refusal("`\(last.name)` takes its selector from somewhere else") }
            edits = [TextEdit(place: argument.place, replacement: ProposedLocator.literal(css, quote: quote))]
            before = "\(last.name)(\(source.text(in: argument.usePlace.range)))"
            after = "\(last.name)(\(ProposedLocator.literal(css, quote: quote)))"
            return
        }
        let written = source.text(in: range)
        before = String(written.drop { $0 == "." || $0 == "?" })
        if first == last, let small = Self.literals(of: last, saying: locator, quote: quote, reader: reader) {
            edits = small
            let inCall = small.filter { $0.place.file == source.path && range.contains($0.place.range.lowerBound) }
            // Literals that stand in a definition leave the call as it is; what it means is shown all the same.
            after =
                inCall.count == small.count
                ? Self.applied(small, to: written, at: range.lowerBound) : locator.source(quote: quote)
        } else {
            let text = locator.source(quote: quote)
            edits = [TextEdit(place: SourcePlace(file: source.path, range: range), replacement: "." + text)]
            after = text
        }
    }

    /// Edits of literals alone, when the call keeps its method and options.
    private static func literals(
        of step: LocatorStep, saying locator: ProposedLocator, quote: Character, reader: LocatorReader
    ) -> [TextEdit]? {
        guard locator.calls.count == 1, let call = locator.calls.first, step.name == call.method,
            let argument = step.arguments.first, case .string(let old) = argument.value
        else { return nil }
        let options = step.arguments.dropFirst().first
        let isExact = options?["exact"].map { $0.value == .boolean(true) } ?? false
        func edit(_ argument: LocatorArgument, _ text: String) -> TextEdit {
            TextEdit(
                place: argument.place,
                replacement: ProposedLocator.literal(text, quote: Self.quote(of: argument, reader: reader) ?? quote))
        }
        switch call {
        case .testID(_, let value), .css(let value):
            return options == nil ? [edit(argument, value)] : nil
        case .role(let role, let name, let exact):
            guard let name, let known = options?["name"], case .string(let oldName) = known.value, isExact == exact,
                options?.options.allSatisfy({ $0.name == "name" || $0.name == "exact" }) == true
            else { return nil }
            return [(argument, old, role), (known, oldName, name)].filter { $0.1 != $0.2 }.map { edit($0.0, $0.2) }
        case .label(let text, let exact), .placeholder(let text, let exact), .altText(let text, let exact),
            .text(let text, let exact), .title(let text, let exact):
            return isExact == exact ? [edit(argument, text)] : nil
        case .filter: return nil
        }
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

    private static func quote(of argument: LocatorArgument, reader: LocatorReader) -> Character? {
        guard let script = reader.script(at: argument.place.file) else { return nil }
        return StringLiteral.quote(of: script.source.text(in: argument.place.range)).flatMap { $0.rawValue.first }
    }
}
