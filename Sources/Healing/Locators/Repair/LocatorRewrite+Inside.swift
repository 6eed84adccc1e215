import Evidence
import JavaScript

extension LocatorRewrite {
    /// Roles that are named by what stands in them.
    private static let namedByContent: Set = ["heading", "link", "button", "cell", "rowheader", "columnheader", "tab"]

    /// What a call is given as `has`: the element inside is found by the role that it has now, or else by its words alone.
    static func inside(
        _ selector: Selector, recall: LocatorRecall, new: PageIndex, chain: ChainParts, reader: LocatorReader
    ) throws(Refusal) -> Written {
        let part = selector.parts[recall.brokenPart]
        guard let inside = chain.inside(ofPart: recall.brokenPart), inside.steps.count == 1,
            let step = inside.steps.first, step.method == .getByRole,
            let asked = JSONString.decode(part.body).flatMap({ Selector($0) }), asked.parts.count == 1,
            let words = GivenTexts(asked.parts[0]).text, let element = recall.elements.first?.new
        else { throw Refusal("what `\(part)` asks for is no role with a name that stands in the source") }
        let isExact = step.arguments.dropFirst().first?["exact"]?.value == .boolean(true)
        let outside = selector.prefix(recall.brokenPart)
        func selectorPart(_ call: ProposedLocator.Call) -> Selector.Part {
            Selector.Part(engine: LocatorRecall.insideEngine, body: JSONString.encode(call.selector.description))
        }
        func findsAlone(_ call: ProposedLocator.Call) -> Bool {
            let engine = SelectorEngine(new)
            let part = selectorPart(call)
            guard let found = engine.matches(Selector(parts: outside.parts + [part])), found.count == 1 else {
                return false
            }
            return engine.nested(part, outer: outside, in: .node(found[0])) == [element]
        }
        var calls: [ProposedLocator.Call] = []
        if let role = new.role(of: element), namedByContent.contains(role) {
            calls.append(.role(role, name: words, exact: isExact))
        }
        // Words alone fit more elements than words with a role, so that they have to be the whole text.
        calls.append(.text(words, exact: true))
        guard let call = calls.first(where: findsAlone) else {
            throw Refusal("no locator finds the element by what lies inside of it on the page as it is now")
        }
        let edit: LocatorEdit
        if case .text = call {
            edit = try LocatorEdit(byWordsOf: step, reader: reader)
        } else {
            edit = try LocatorEdit(
                inside.steps[...], given: GivenTexts(asked.parts[0]), to: ProposedLocator(call), reader: reader)
        }
        return Written(
            edit: edit, place: step.place, replaced: recall.brokenPart...recall.brokenPart,
            parts: [selectorPart(call)],
            changesStrategy: LocatorStrategy(call.selector) != LocatorStrategy(asked.parts[0]))
    }
}

extension LocatorEdit {
    /// Of a call by role and name, the call by that name as a whole text.
    init(byWordsOf step: LocatorStep, reader: LocatorReader) throws(LocatorRewrite.Refusal) {
        guard let source = reader.script(at: step.place.file)?.source,
            let text = Self.textCall(sayingNameOf: step, isExact: true, in: source)
        else { throw LocatorRewrite.Refusal("`\(step.name)` says more than a role and a name, or says it elsewhere") }
        edits = [TextEdit(place: step.place, replacement: "." + text)]
        before = String(source.text(in: step.place.range).drop { $0 == "." || $0 == "?" })
        after = text
    }

    /// Whatever gives the name in a call by role and name gives the text, also where only the running test knows it.
    static func textCall(sayingNameOf step: LocatorStep, isExact: Bool, in source: SourceText) -> String? {
        guard step.method == .getByRole, let options = step.arguments.dropFirst().first, let name = options["name"],
            options.options.allSatisfy({ $0.name == "name" || $0.name == "exact" }),
            name.usePlace.file == step.place.file, step.place.range.contains(name.usePlace.range.lowerBound)
        else { return nil }
        return "getByText(\(source.text(in: name.usePlace.range))\(isExact ? ", { exact: true }" : ""))"
    }
}
