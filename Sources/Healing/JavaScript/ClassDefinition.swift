/// A class as it is written: `class Name extends Base { … }`.
struct ClassDefinition: Hashable, Sendable {
    /// What a class says that it extends.
    enum Superclass: Hashable, Sendable {
        case none
        /// A name, or the last one of a path.
        case named(String)
        /// What only the running code knows: `extends mixed(Base)`.
        case computed
    }

    let script: Int
    /// Empty for a class without a name.
    let name: String
    let superclass: Superclass
    /// Its tokens from brace to brace.
    let body: Range<Int>

    /// - Parameter number: of the script.
    static func all(in script: Script, number: Int) -> [ClassDefinition] {
        script.tokens.indices.compactMap { index in
            guard script.isToken(index, "class"), !script.isToken(index - 1, "."), !script.isToken(index - 1, "?.")
            else { return nil }
            return ClassDefinition(at: index, in: script, number: number)
        }
    }

    private init?(at start: Int, in script: Script, number: Int) {
        let isNamed =
            script.isName(start + 1) && !script.isToken(start + 1, "extends")
            && !script.isToken(start + 1, "implements")
        var superclass = Superclass.none
        var index = isNamed ? start + 2 : start + 1
        while index < script.tokens.count, !script.isToken(index, "{") {
            if let end = script.endOfTypeArguments(at: index) {
                index = end
                continue
            }
            // No head of a class, but a name or a key that is called so.
            if [";", "}", ")", "]", ":", "="].contains(script.text(index)) { return nil }
            if script.isToken(index, "extends") { superclass = Self.superclass(from: index + 1, in: script) }
            if let close = script.partner(of: index), close > index { index = close }
            index += 1
        }
        guard script.isToken(index, "{"), let close = script.partner(of: index), close > index else { return nil }
        self.script = number
        name = isNamed ? script.text(start + 1) : ""
        self.superclass = superclass
        body = index..<close + 1
    }

    private static func superclass(from start: Int, in script: Script) -> Superclass {
        guard script.isName(start) else { return .computed }
        var last = start
        while script.isToken(last + 1, "."), script.isName(last + 2) { last += 2 }
        return script.isToken(last + 1, "(") ? .computed : .named(script.text(last))
    }
}
