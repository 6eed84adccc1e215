import JavaScript

/// Finds the hazards of a test source.
struct HazardReader {
    let script: Script
    private let parser: ChainParser

    init(script: Script) {
        self.script = script
        parser = ChainParser(script: script)
    }

    func all() -> [Hazard] { script.tokens.indices.flatMap(hazards(at:)) }

    private func hazards(at index: Int) -> [Hazard] {
        switch script.kind(index) {
        case .identifier: return names(index) + properties(index)
        case .keyword: return keywords(index)
        case .string, .templateWhole, .templateHead:
            return hosts(script.text(index)).map { hazard(.host, index, text: $0) }
        default: return []
        }
    }

    private func hazard(_ kind: Hazard.Kind, _ index: Int, text: String, milliseconds: Double? = nil) -> Hazard {
        Hazard(kind: kind, file: script.path, line: script.line(of: index), text: text, milliseconds: milliseconds)
    }

    private func names(_ index: Int) -> [Hazard] {
        let name = script.text(index)
        let isMember = script.isToken(index - 1, ".") || script.isToken(index - 1, "?.")
        let isCalled = script.isToken(index + 1, "(") || script.isToken(index + 1, "?.")
        if isMember { return member(name, index, isCalled: isCalled) }
        if name == "process", !script.isToken(index + 1, ":") {
            return [hazard(.process, index, text: "process" + path(behind: index))]
        }
        if name == "globalThis" { return [hazard(.process, index, text: "globalThis" + path(behind: index))] }
        if isCalled, name == "require" { return imported(index + 2, of: index) }
        // A property, method or import of that name is no call.
        guard isCalled || name == "setTimeout", let kind = HazardRules.functions[name] else { return [] }
        return [hazard(kind, index, text: callText(index))]
    }

    private func member(_ name: String, _ index: Int, isCalled: Bool) -> [Hazard] {
        let root = rootName(of: index)
        let isTest = root.map { TestOutline.testFunction(at: $0, in: script) != nil } ?? false
        if isTest, HazardRules.testModifiers.contains(name) { return [hazard(.excludedTest, index, text: "." + name)] }
        if isTest, name == "configure" { return [hazard(.configuration, index, text: callText(index))] }
        guard isCalled else { return [] }
        if name == "setTimeout" || name == "setDefaultTimeout" || name == "setDefaultNavigationTimeout" {
            return [hazard(.testTimeout, index, text: callText(index))]
        }
        if HazardRules.evaluations.contains(name), changesPage(index) {
            return [hazard(.pageChanged, index, text: callText(index))]
        }
        return HazardRules.members[name].map { [hazard($0, index, text: "." + callText(index))] } ?? []
    }

    private func properties(_ index: Int) -> [Hazard] {
        let name = script.text(index)
        let isMember = script.isToken(index - 1, ".")
        let isShorthand =
            (script.isToken(index - 1, "{") || script.isToken(index - 1, ","))
            && (script.isToken(index + 1, "}") || script.isToken(index + 1, ","))
        guard !isMember, script.isToken(index + 1, ":") || isShorthand else { return [] }
        let value = isShorthand ? index + 2..<index + 2 : valueTokens(index + 2)
        let text = name + ":" + value.map(script.text).joined()
        switch name {
        case "force", "trial", "noWaitAfter":
            return value.count == 1 && script.isToken(index + 2, "false") ? [] : [hazard(.forced, index, text: text)]
        case "strict": return script.isToken(index + 2, "false") ? [hazard(.forced, index, text: text)] : []
        case _ where HazardRules.timeouts.contains(name):
            let number = parser.literal(index + 2..<index + 2 + value.count).number
            return [hazard(.longerTimeout, index, text: text, milliseconds: number == 0 ? .infinity : number)]
        case _ where HazardRules.configuration.contains(name) && (isConfiguration || name == "retries"):
            return [hazard(.configuration, index, text: text)]
        default: return []
        }
    }

    private func keywords(_ index: Int) -> [Hazard] {
        switch script.text(index) {
        case "catch": return [hazard(.swallowedError, index, text: "catch")]
        case "import" where script.isToken(index + 1, "("): return imported(index + 2, of: index)
        case "import", "export":
            guard let end = endOfImport(index) else { return [] }
            return imported(end, of: index)
        default: return []
        }
    }

    /// The module's name in `import a from 'x'`, `import 'x'` and `export * from 'x'`.
    private func endOfImport(_ index: Int) -> Int? {
        if script.kind(index + 1) == .string { return index + 1 }
        for next in (index + 1)..<min(index + 200, script.tokens.count) {
            if script.isToken(next, "from"), script.kind(next + 1) == .string { return next + 1 }
            if script.isToken(next, ";") || script.isToken(next, "=") || script.isToken(next, "(") { return nil }
        }
        return nil
    }

    private func imported(_ name: Int, of index: Int) -> [Hazard] {
        guard let module = parser.literal(name..<name + 1).string else {
            return [hazard(.code, index, text: "import(" + script.text(name))]
        }
        if module.hasPrefix(".") { return [] }
        let bare = module.hasPrefix("node:") ? String(module.dropFirst(5)) : module
        let isSystem = HazardRules.systemModules.contains(bare.split(separator: "/").first.map(String.init) ?? bare)
        return [hazard(isSystem ? .systemAccess : .imported, index, text: module)]
    }

    private func hosts(_ text: String) -> [String] {
        text.matches(of: /(?:https?|wss?):\/\/([^\/\s'"`?#$]+)/.ignoresCase()).map { String($0.1).lowercased() }
    }

    private var isConfiguration: Bool {
        (script.path.split(separator: "/").last ?? "").hasPrefix("playwright") && script.path.contains(".config.")
    }

    private func changesPage(_ index: Int) -> Bool {
        guard let close = script.partner(of: index + 1) else { return true }
        let takesSelector = script.text(index).hasPrefix("$")
        return (index + 2..<max(close, index + 2)).contains { inner in
            let name = script.kind(inner) == .string ? "" : script.text(inner)
            // Code in a string is not read: it may do anything.
            if inner == index + 2, script.kind(inner) == .string, !takesSelector { return true }
            guard HazardRules.pageChanges.contains(name) else { return false }
            return isChange(inner, name: name)
        }
    }

    /// A call, or an assignment to it or to a member of it. Reading `el.value` changes nothing.
    private func isChange(_ index: Int, name: String) -> Bool {
        let isMember = script.isToken(index - 1, ".") || script.isToken(index - 1, "?.")
        var next = index + 1
        while script.isToken(next, "."), script.isName(next + 1) { next += 2 }
        let isAssigned = ["=", "+=", "||=", "??="].contains(script.text(next))
        if isAssigned || name == "fetch" { return true }
        let reads: Set<String> = ["textContent", "innerText", "value", "checked", "hidden", "disabled", "display"]
        return isMember && script.isToken(next, "(") && !reads.contains(name)
            || (name == "style" && script.isToken(next, "["))
    }

    private func valueTokens(_ start: Int) -> Range<Int> {
        var index = start
        while index < script.tokens.count, ![",", "}", ")", ";"].contains(script.text(index)) {
            if let close = script.partner(of: index), close > index { index = close }
            index += 1
        }
        return start..<max(start, index)
    }

    private func callText(_ index: Int) -> String {
        guard let chain = parser.chain(containing: index),
            let link = chain.links.first(where: {
                $0.nameRange == script.tokens[index].range || $0.tokens.lowerBound == index + 1
            })
        else { return script.text(index) }
        let end = link.tokens.upperBound
        return (index..<max(end, index + 1)).map(script.text).joined()
    }

    private func rootName(of index: Int) -> Int? { parser.chain(containing: index)?.rootTokens.lowerBound }

    private func path(behind index: Int) -> String {
        var next = index + 1
        var text = ""
        while script.isToken(next, "."), next + 1 < script.tokens.count {
            text += "." + script.text(next + 1)
            next += 2
        }
        return text
    }
}
