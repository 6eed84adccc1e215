package import JavaScript

/// What the sources of a suite promise: their tests, what these assert, and what could make the promise empty.
package struct AssertionLedger: Sendable {
    /// A test, hook, function, or the rest of a file.
    package struct Entry: Hashable, Sendable {
        package enum Kind: Hashable, Sendable { case test, helper }

        package let file: String
        package let line: Int
        package let kind: Kind
        /// Titles of the groups and the test, or names of class and function; empty for the rest of a file.
        package let path: [String]
        package let assertions: [Assertion]
        /// The names of the actions on pages and locators, in order.
        package let actions: [String]

        package var title: String { path.isEmpty ? "the top level of \(file)" : path.joined(separator: " › ") }
    }

    package let entries: [Entry]
    package let hazards: [Hazard]

    package init(sources: [SourceText]) { self.init(scripts: sources.map(Script.init)) }

    init(scripts: [Script]) {
        entries = scripts.flatMap { EntryReader(script: $0).entries() }
        hazards = scripts.flatMap { HazardReader(script: $0).all() }
    }

    package var tests: [Entry] { entries.filter { $0.kind == .test } }

    package var assertions: [Assertion] { entries.flatMap(\.assertions) }
}

/// Collects a file's assertions and actions by the test or function that they stand in.
struct EntryReader {
    private static let actions: Set<String> = [
        "click", "dblclick", "tap", "fill", "type", "press", "pressSequentially", "check", "uncheck", "setChecked",
        "selectOption", "selectText", "setInputFiles", "hover", "focus", "blur", "dragTo", "dragAndDrop", "goto",
        "reload", "goBack", "goForward", "clear", "waitForURL", "waitForResponse", "waitForRequest", "waitForEvent",
    ]

    let script: Script

    func entries() -> [AssertionLedger.Entry] {
        let outline = TestOutline(script: script)
        let reader = AssertionReader(outline: outline, masked: MaskedScript(script: script))
        let assertions = Dictionary(grouping: reader.all().map(\.assertion), by: \.owner)
        var actions: [[String]: [String]] = [:]
        var places: [[String]: (line: Int, isTest: Bool)] = [:]
        for open in outline.scopes.keys.sorted() {
            let owner = outline.owner(of: open + 1)
            let isTest = outline.scopes[open]?.kind == .test
            if places[owner.path] == nil { places[owner.path] = (script.line(of: open), isTest) }
        }
        for index in script.tokens.indices where isAction(index) {
            actions[outline.owner(of: index).path, default: []].append(script.text(index))
        }
        let owners = Set(places.keys).union(assertions.keys).union(actions.keys)
        let entries = owners.map { path in
            AssertionLedger.Entry(
                file: script.path, line: places[path]?.line ?? 1, kind: places[path]?.isTest == true ? .test : .helper,
                path: path, assertions: assertions[path] ?? [], actions: actions[path] ?? [])
        }
        return entries.sorted { ($0.line, $0.title) < ($1.line, $1.title) }
    }

    private func isAction(_ index: Int) -> Bool {
        script.isToken(index - 1, ".") && script.isToken(index + 1, "(") && Self.actions.contains(script.text(index))
    }
}
