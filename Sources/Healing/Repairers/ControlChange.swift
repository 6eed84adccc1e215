package import JavaScript
import Proof

/// A form control that the commit replaced by another kind of control, used the way that one is used.
package enum ControlChange {
    /// What became of the control that a step used.
    package enum Change: Hashable, Sendable {
        /// A text field became a list: what was typed is chosen.
        case fieldBecameList
        /// A list became a text field: what was chosen is typed.
        case listBecameField
        /// A choice of several buttons became a list.
        /// - Parameters:
        ///   - list: its locator, as a test would write it behind `page.`.
        ///   - choice: the text of what was chosen.
        case radiosBecameList(list: String, choice: String)
        /// A list became a choice of several buttons.
        /// - Parameters:
        ///   - names: the text of each button, by what the list would be given: value or text of its item.
        ///   - group: a locator of what holds these buttons and no others, as a test would write it behind what the list was
        ///     looked for in; nil when nothing is clearly that.
        case listBecameRadios(names: [String: String], group: String? = nil)

        fileprivate var sentence: String {
            switch self {
            case .fieldBecameList: "a text field became a list, from which the same text is chosen"
            case .listBecameField: "a list became a text field, into which the same text is typed"
            case .radiosBecameList: "a choice of buttons became a list, from which the same one is chosen"
            case .listBecameRadios: "a list became a choice of buttons, of which the same one is chosen"
            }
        }
    }

    /// - Parameters:
    ///   - places: of the failing call, the innermost first.
    ///   - sources: what the repair may touch.
    ///   - suite: all sources of the test.
    /// - Returns: nil when the call is not written out there in one piece, nor finds its control by a definition that
    ///   nothing else uses.
    package static func change(
        _ change: Change, places: [(file: String, position: SourcePosition)], in sources: [SourceText],
        of suite: [SourceText] = []
    ) -> SuiteChange? {
        for place in places {
            guard let source = sources.first(where: { $0.path == place.file }),
                let offset = source.offset(of: place.position)
            else { continue }
            let script = Script(source)
            guard let index = script.tokenIndex(at: offset),
                let chain = ChainParser(script: script).chain(containing: index),
                let used = UsedControl(chain, script),
                let edits = used.edit(change).map({ [$0] }) ?? used.definitionEdits(change, in: sources, of: suite)
            else { continue }
            return SuiteChange(
                .control, edits: edits, claim: .freeForm(),
                why: "Since the commit the control is another one: \(change.sentence).", confidence: 0.75)
        }
        return nil
    }
}

/// The last call of a chain, which uses a control.
private struct UsedControl {
    private let script: Script
    private let chain: CallChain
    private let action: CallChain.Link
    /// The calls before it that find the control; nil where they stand elsewhere.
    private let written: WrittenLocator?

    init?(_ chain: CallChain, _ script: Script) {
        guard let action = chain.links.last, action.arguments != nil, !action.name.isEmpty else { return nil }
        (self.script, self.chain, self.action) = (script, chain, action)
        let found = WrittenLocator(chain: chain, script: script)
        let isBefore = found.map { !$0.isShorthand && $0.links.upperBound == chain.links.count - 1 } ?? false
        written = isBefore ? found : nil
    }

    func edit(_ change: ControlChange.Change) -> TextEdit? {
        switch change {
        case .fieldBecameList: renamed(from: "fill", to: "selectOption")
        case .listBecameField: chosen?.kind == .text ? renamed(from: "selectOption", to: "fill") : nil
        case .radiosBecameList(let list, let choice):
            ["check", "click"].contains(action.name)
                ? replaced(by: ".\(list).selectOption(\(givenName ?? literal(choice)))") : nil
        case .listBecameRadios(let names, _): radioCall(names).flatMap(replaced(by:))
        }
    }

    /// Where the calls that find the list stand in a definition: that finds the group of the buttons, and the use a button in
    /// it. Whatever else used the definition would lose its list.
    func definitionEdits(
        _ change: ControlChange.Change, in sources: [SourceText], of suite: [SourceText]
    ) -> [TextEdit]? {
        guard case .listBecameRadios(let names, let group?) = change, written == nil,
            let call = radioCall(names), let member = chain.links.dropLast().last, !member.name.isEmpty,
            member.arguments?.isEmpty ?? true, let locator = SingleUseLocator(member.name, in: suite),
            locator.use == place(member.nameRange), sources.contains(where: { $0.path == locator.lastCall.file })
        else { return nil }
        return [
            TextEdit(place: locator.lastCall, replacement: "." + group),
            TextEdit(place: place(action.range), replacement: call),
        ]
    }

    private func place(_ range: Range<Int>) -> SourcePlace { SourcePlace(file: script.path, range: range) }

    private func renamed(from old: String, to new: String) -> TextEdit? {
        action.name == old ? TextEdit(place: place(action.nameRange), replacement: new) : nil
    }

    /// From the first call that looks for something to the end.
    private func replaced(by text: String) -> TextEdit? {
        guard let written else { return nil }
        let first = chain.links[written.links.lowerBound].range.lowerBound
        return TextEdit(place: place(first..<action.range.upperBound), replacement: text)
    }

    /// The source of the name by which the last call before the action looks for its element.
    private var givenName: String? {
        guard let last = written?.steps.last, let first = last.arguments.first else { return nil }
        switch last.link.name {
        case "getByLabel":
            let text = script.source.text(in: first.range)
            return text.hasPrefix("/") ? nil : text
        case "getByRole":
            guard let name = last.arguments.dropFirst().first?.literal.properties.first(where: { $0.name == "name" })
            else { return nil }
            let text = script.source.text(in: name.value.range)
            return text.hasPrefix("/") ? nil : text
        default: return nil
        }
    }

    private enum Kind { case text, value, label, computed }

    /// What `selectOption` is given.
    private var chosen: (kind: Kind, text: String)? {
        guard action.name == "selectOption", let argument = action.arguments?.last else { return nil }
        let text = script.source.text(in: argument.range)
        if let value = StringLiteral.value(of: text) { return (.text, value) }
        for (name, kind) in [("label", Kind.label), ("value", .value)] {
            guard let property = argument.literal.properties.first(where: { $0.name == name }) else { continue }
            let text = script.source.text(in: property.value.range)
            return StringLiteral.value(of: text).map { (kind, $0) } ?? (.computed, text)
        }
        return (.computed, text)
    }

    private func radioCall(_ names: [String: String]) -> String? {
        guard let chosen else { return nil }
        let name: String?
        switch chosen.kind {
        case .computed: name = names.allSatisfy { $0.key == $0.value } ? chosen.text : nil
        case .text, .value, .label: name = names[chosen.text].map(literal)
        }
        guard let name else { return nil }
        let property = name == "name" ? "name" : "name: \(name)"
        return ".getByRole(\(literal("radio")), { \(property), exact: true }).check()"
    }

    /// In the quotes that the chain uses.
    private func literal(_ text: String) -> String {
        let used = chain.tokens.lazy.filter { script.kind($0) == .string }
            .compactMap { StringLiteral.quote(of: script.text($0)) }.first
        return StringLiteral.text(of: text, quote: used ?? .single)
    }
}
