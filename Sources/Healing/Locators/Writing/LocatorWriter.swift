package import Evidence

/// Writes locators the way Playwright's own generator does (role and name, test id, label, placeholder, alternative text,
/// text, title, then CSS), with the author's strategy first. Each one it proposes finds exactly the element in the snapshot.
/// Source: `selectorGenerator.ts` of Playwright.
package struct LocatorWriter: Sendable {
    package typealias NodeID = PageSnapshot.NodeID

    let index: PageIndex
    let engine: SelectorEngine
    var page: PageSnapshot { index.page }

    /// Longer names are cut by the generator too: they are content, not names.
    private static let nameLimit = 80
    private static let beginningLimit = 40

    package init(_ index: PageIndex) {
        self.index = index
        engine = SelectorEngine(index)
    }

    /// The best locator; nil when none is unique.
    /// - Parameters:
    ///   - scope: the element that the chain before this locator found, or the document of its frame; nil for the page.
    ///   - formerly: the author's strategy, which is kept where it still identifies the element.
    package func locator(
        for id: NodeID, within scope: NodeID? = nil, formerly: LocatorStrategy? = nil
    ) -> ProposedLocator? {
        let place = scope ?? frameDocument(of: id)
        return singles(for: id, formerly).first { isUnique($0, id, within: place) }
            ?? compounds(for: id, formerly, within: place).first { isUnique($0, id, within: place) }
    }

    /// All unique locators, the preferred first.
    package func proposals(
        for id: NodeID, within scope: NodeID? = nil, formerly: LocatorStrategy? = nil
    ) -> [ProposedLocator] {
        let place = scope ?? frameDocument(of: id)
        var seen: Set<ProposedLocator> = []
        return (singles(for: id, formerly) + compounds(for: id, formerly, within: place))
            .filter { seen.insert($0).inserted && isUnique($0, id, within: place) }
    }

    private func singles(for id: NodeID, _ formerly: LocatorStrategy?) -> [ProposedLocator] {
        (authorsCalls(for: id, formerly) + generatorCalls(for: id) + cssCalls(for: id)).map { ProposedLocator($0) }
    }

    private func compounds(for id: NodeID, _ formerly: LocatorStrategy?, within scope: NodeID?) -> [ProposedLocator] {
        let own = authorsCalls(for: id, formerly) + generatorCalls(for: id)
        return filters(for: id, within: scope) + chains(to: id, ending: own, within: scope)
            + pathCalls(for: id, within: scope).map { ProposedLocator($0) }
    }

    /// Locators that find exactly these elements of the page, for calls that mean a list of them.
    package func proposals(
        forAll ids: [NodeID], within scope: NodeID? = nil, formerly: LocatorStrategy? = nil
    ) -> [ProposedLocator] {
        guard ids.count > 1, let first = ids.first else {
            return ids.first.map { proposals(for: $0, within: scope, formerly: formerly) } ?? []
        }
        let place = scope ?? frameDocument(of: first)
        let calls = authorsCalls(for: first, formerly) + generatorCalls(for: first) + cssCalls(for: first)
        return calls.map(ProposedLocator.init).filter { engine.matches($0.selector, in: place) == ids }
    }

    /// CSS with Playwright's pseudo-classes for text, where a call takes nothing else and its author went by words.
    /// - Returns: none for a long text or one with a number, which is rather a value than a name.
    func proposalsByWords(for id: NodeID, within scope: NodeID? = nil) -> [ProposedLocator] {
        let text = index.texts[id].whitespaceNormalized
        guard !text.isEmpty, text.count <= Self.beginningLimit, !text.contains(where: \.isNumber) else { return [] }
        return ["has-text", "text-is"].map { .css("\(tag(id)):\($0)(\(CSSText.quoted(text)))") }
            .map(ProposedLocator.init).filter { isUnique($0, id, within: scope ?? frameDocument(of: id)) }
    }

    /// The locator finds this element and no other.
    package func isUnique(_ locator: ProposedLocator, _ id: NodeID, within scope: NodeID? = nil) -> Bool {
        engine.matches(locator.selector, in: scope) == [id]
    }

    /// Locators of the page do not look into frames; inside of one they start at its document.
    private func frameDocument(of id: NodeID) -> NodeID? {
        page.nodes[page.documentElement(of: id)].parent
    }

    private func authorsCalls(for id: NodeID, _ strategy: LocatorStrategy?) -> [ProposedLocator.Call] {
        switch strategy {
        case .testID: testIDCalls(for: id)
        case .roleAndName: roleCalls(for: id)
        case .role: index.role(of: id).map { [.role($0, name: nil, exact: false)] } ?? []
        case .label: labelCalls(for: id)
        case .placeholder: attributeCalls("placeholder", for: id)
        case .altText: attributeCalls("alt", for: id)
        case .title: attributeCalls("title", for: id)
        case .text: textCalls(for: id)
        case .cssID: stable("id", of: id).map { [.css(CSSText.selector(forID: $0))] } ?? []
        case .cssClass: classCalls(for: id)
        case .cssAttribute(let name):
            page.attribute(name, of: id).map {
                [.css("[\(name)=\(CSSText.quoted($0))]"), .css(tag(id) + "[\(name)=\(CSSText.quoted($0))]")]
            } ?? []
        case .css, .other, nil: []
        }
    }

    func generatorCalls(for id: NodeID) -> [ProposedLocator.Call] {
        roleCalls(for: id) + testIDCalls(for: id) + labelCalls(for: id) + attributeCalls("placeholder", for: id)
            + attributeCalls("alt", for: id) + textCalls(for: id) + attributeCalls("title", for: id)
    }

    func testIDCalls(for id: NodeID) -> [ProposedLocator.Call] {
        guard let value = index.testID(of: id) else { return [] }
        return [.testID(attribute: index.testIDAttributes.joined(separator: ","), value: value)]
    }

    /// A name that depends on style sheets would be a guess.
    func roleCalls(for id: NodeID) -> [ProposedLocator.Call] {
        guard let role = index.role(of: id), !PageIndex.isPresentational(role), !index.isHiddenFromRoles(id),
            index.isNameCertain(of: id)
        else { return [] }
        return names(index.accessibleName(of: id)).flatMap { name in
            [.role(role, name: name, exact: false), .role(role, name: name, exact: true)]
        }
    }

    func labelCalls(for id: NodeID) -> [ProposedLocator.Call] {
        index.labelTexts(of: id).flatMap { names($0.whitespaceNormalized) }.flatMap { text in
            [.label(text, exact: false), .label(text, exact: true)] as [ProposedLocator.Call]
        }
    }

    private func textCalls(for id: NodeID) -> [ProposedLocator.Call] {
        if page.tag(id) == "select" { return [] }
        return names(index.texts[id].whitespaceNormalized).flatMap { text in
            [.text(text, exact: false), .text(text, exact: true)] as [ProposedLocator.Call]
        }
    }

    private func attributeCalls(_ name: String, for id: NodeID) -> [ProposedLocator.Call] {
        guard let value = page.attribute(name, of: id) else { return [] }
        return names(value).flatMap { text -> [ProposedLocator.Call] in
            switch name {
            case "placeholder": [.placeholder(text, exact: false), .placeholder(text, exact: true)]
            case "alt": [.altText(text, exact: false), .altText(text, exact: true)]
            default: [.title(text, exact: false), .title(text, exact: true)]
            }
        }
    }

    /// The text itself when it is short enough for a name, else its beginning up to the end of a word.
    func names(_ text: String) -> [String] {
        if text.whitespaceNormalized.isEmpty { return [] }
        if text.count <= Self.nameLimit { return [text] }
        let beginning = text.prefix(Self.beginningLimit)
        guard let end = beginning.lastIndex(where: \.isWhitespace) else { return [] }
        return [beginning[..<end].trimmed]
    }

    private func tag(_ id: NodeID) -> String { CSSText.identifier(page.tag(id) ?? "*") }

    func stable(_ attribute: String, of id: NodeID) -> String? {
        page.attribute(attribute, of: id).flatMap { StableValue.looksStable($0) ? $0 : nil }
    }

    private func classCalls(for id: NodeID) -> [ProposedLocator.Call] {
        let classes = page.classes(id).filter(StableValue.looksStable).map { "." + CSSText.identifier($0) }
        let single = classes.map { ProposedLocator.Call.css($0) } + classes.map { .css(tag(id) + $0) }
        return classes.count > 1 ? single + [.css(classes.joined())] : single
    }

    private func cssCalls(for id: NodeID) -> [ProposedLocator.Call] {
        var calls: [ProposedLocator.Call] = []
        if let value = stable("id", of: id) { calls.append(.css(CSSText.selector(forID: value))) }
        for attribute in ["data-testid", "data-test-id", "data-test", "data-cy", "data-qa", "name", "href"] {
            guard let value = page.attribute(attribute, of: id), !value.isEmpty else { continue }
            calls.append(.css("\(tag(id))[\(attribute)=\(CSSText.quoted(value))]"))
        }
        calls += classCalls(for: id)
        calls.append(.css(tag(id)))
        return calls
    }

    /// The element by its tag or class below the nearest ancestor that has a stable id or test id.
    private func pathCalls(for id: NodeID, within scope: NodeID?) -> [ProposedLocator.Call] {
        let ends = classCalls(for: id) + [.css(tag(id))]
        let anchors = page.ancestors(id).prefix { $0 != scope }.compactMap { ancestor -> String? in
            if let value = stable("id", of: ancestor) { return CSSText.selector(forID: value) }
            guard let name = index.testIDAttributes.first, let value = index.testID(of: ancestor) else { return nil }
            return "[\(name)=\(CSSText.quoted(value))]"
        }
        return anchors.flatMap { anchor in
            ends.compactMap { end in if case .css(let css) = end { .css("\(anchor) \(css)") } else { nil } }
        }
    }
}
