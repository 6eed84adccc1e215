extension Definitions {
    /// The values that a member of `this` can have at a token: those that its class gives it, else those of the classes that
    /// it extends, never another class's of the same name.
    /// - Parameter isInherited: for a member of `super`.
    /// - Returns: nil when the token stands in no class, so that only the name can tell; empty when the class has no such
    ///   member that the sources show.
    func values(ofMember name: String, at token: Int, in script: Int, isInherited: Bool = false) -> [Value]? {
        guard let home = innermostClass(around: token, in: script) else { return nil }
        var next: ClassDefinition? = isInherited ? superclass(of: home) : home
        var seen: Set<ClassDefinition> = []
        while let current = next, seen.insert(current).inserted {
            let own = values(of: name).filter { owner(of: $0) == current && !isTypeAlone($0) }
            if !own.isEmpty { return own }
            // Only who makes the object knows it, and is found by the name.
            if isGivenToConstructor(name, of: current) { return values(of: name).filter { owner(of: $0) == nil } }
            next = superclass(of: current)
        }
        return []
    }

    /// The innermost class that a token stands in.
    func innermostClass(around token: Int, in script: Int) -> ClassDefinition? {
        classes.filter { $0.script == script && $0.body.contains(token) }
            .max { $0.body.lowerBound < $1.body.lowerBound }
    }

    /// The class that has the value as a member: a field, getter or method of its body, or `this.name = …` in one.
    private func owner(of value: Value) -> ClassDefinition? {
        guard let home = innermostClass(around: value.name, in: value.script) else { return nil }
        let script = scripts[value.script]
        if script.parent(of: value.name) == home.body.lowerBound { return home }
        return script.isToken(value.name - 1, ".") && script.isToken(value.name - 2, "this") ? home : nil
    }

    /// `readonly submit: Locator;` says what a member is, and not which.
    private func isTypeAlone(_ value: Value) -> Bool {
        !value.isReturned && scripts[value.script].isToken(value.tokens.lowerBound - 1, ":")
    }

    /// `constructor(readonly root: Locator)` makes a member of what the caller gives.
    private func isGivenToConstructor(_ name: String, of home: ClassDefinition) -> Bool {
        let script = scripts[home.script]
        return home.body.contains { index in
            guard script.isName(index), script.text(index) == name, let open = script.parent(of: index),
                script.isToken(open, "("), script.isToken(open - 1, "constructor"),
                script.parent(of: open) == home.body.lowerBound
            else { return false }
            return ["readonly", "public", "private", "protected"].contains(script.text(index - 1))
        }
    }

    /// Of the class's own file when it is there, else the one of that name in all the others; nil when several have it.
    private func superclass(of home: ClassDefinition) -> ClassDefinition? {
        guard case .named(let name) = home.superclass else { return nil }
        let all = classes.filter { $0.name == name && $0 != home }
        let near = all.filter { $0.script == home.script }
        let found = near.isEmpty ? all : near
        return found.count == 1 ? found[0] : nil
    }
}
