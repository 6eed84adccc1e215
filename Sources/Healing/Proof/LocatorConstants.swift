import JavaScript

/// Literals outside locator calls that say where elements are, and say nothing else: constants that only locators use.
struct LocatorConstants {
    private(set) var ranges: [String: Set<Range<Int>>] = [:]

    init(scripts: [Script]) {
        let reader = LocatorReader(scripts: scripts)
        for script in scripts {
            let locators = reader.locators(in: script.path)
            for argument in locators.flatMap(\.steps).flatMap(\.arguments) { add(argument, scripts: scripts) }
        }
    }

    private mutating func add(_ argument: LocatorArgument, scripts: [Script]) {
        for option in argument.options { add(option.argument, scripts: scripts) }
        guard argument.place != argument.usePlace, case .string = argument.value,
            let user = scripts.first(where: { $0.path == argument.usePlace.file })
        else { return }
        let path = user.source.text(in: argument.usePlace.range).split(whereSeparator: { ".?".contains($0) }).map(
            String.init)
        if scripts.allSatisfy({ isUsedOnlyByLocators(path, in: $0) }) {
            ranges[argument.place.file, default: []].insert(argument.place.range)
        }
    }

    /// Whether every mention of the name but its definition and imports stands inside locator steps.
    private func isUsedOnlyByLocators(_ path: [String], in script: Script) -> Bool {
        guard let first = path.first(where: { $0 != "this" }) else { return false }
        let steps = WrittenLocators(script: script).all.flatMap(\.steps).map(\.link.tokens)
        return script.tokens.indices.allSatisfy { index in
            guard script.kind(index) == .identifier, script.text(index) == first else { return true }
            let isDefinition = ["=", ":", "{"].contains(script.text(index + 1))
            return isDefinition || isImported(index, in: script) || isOtherMember(index, path, in: script)
                || steps.contains { $0.contains(index) }
        }
    }

    /// `ids.other`, when `ids.add` is asked for; a plain name is never one, but a member of the same name is.
    private func isOtherMember(_ index: Int, _ path: [String], in script: Script) -> Bool {
        let isMember = script.isToken(index - 1, ".") || script.isToken(index - 1, "?.")
        if path.first == "this" { return !isMember }
        if isMember { return true }
        guard path.count > 1, script.isToken(index + 1, ".") else { return false }
        return script.text(index + 2) != path[1]
    }

    private func isImported(_ index: Int, in script: Script) -> Bool {
        if script.isToken(index - 1, "import") { return true }
        guard let brace = script.parent(of: index), script.isToken(brace, "{") else { return false }
        return script.isToken(brace - 1, "import") || script.isToken(brace - 1, "export")
            || script.isToken(brace - 1, "type")
    }
}
