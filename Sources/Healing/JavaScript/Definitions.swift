/// Where names get their values: constants, fields, getters, methods, functions and object properties.
///
/// Found by the shape of the code, without scopes of imports: a name that is defined more than once has several values.
/// Only of a member of `this` it is known whose it is.
package struct Definitions: Sendable {
    /// A value that a name may have.
    package struct Value: Hashable, Sendable {
        package let script: Int
        package let name: Int
        /// The tokens of the value, or of what a function returns.
        package let tokens: Range<Int>
        package let isReturned: Bool
    }

    /// A name that is defined more often, such as a minifier's `e`, has no values: nothing can be said for sure.
    package static let definitionLimit = 200

    package let scripts: [Script]
    let classes: [ClassDefinition]
    private let values: [String: [Value]]
    private let parameters: [String: [(script: Int, token: Int, scope: Range<Int>)]]

    package init(scripts: [Script]) {
        self.scripts = scripts
        let readers = scripts.map(DefinitionReader.init)
        var places: [String: [(script: Int, token: Int)]] = [:]
        var parameters: [String: [(script: Int, token: Int, scope: Range<Int>)]] = [:]
        for (number, script) in scripts.enumerated() {
            for index in script.tokens.indices where script.isName(index) {
                if Self.canDefine(index, in: script) {
                    places[script.text(index), default: []].append((number, index))
                }
                if let scope = readers[number].scope(ofParameterAt: index) {
                    parameters[script.text(index), default: []].append((number, index, scope))
                }
            }
        }
        self.parameters = parameters
        classes = scripts.enumerated().flatMap { ClassDefinition.all(in: $0.element, number: $0.offset) }
        // Read once here, because the same names are asked for again and again.
        values = places.filter { $0.value.count <= Self.definitionLimit }.mapValues { places in
            places.flatMap { place in
                readers[place.script].values(ofNameAt: place.token).map {
                    Value(script: place.script, name: place.token, tokens: $0.tokens, isReturned: $0.isReturned)
                }
            }
        }
    }

    /// Every value that some file gives to the name.
    package func values(of name: String) -> [Value] { values[name] ?? [] }

    /// The values that a plain name can have at a token: those of its own file in the innermost block that has any;
    /// else those of other files.
    package func values(of name: String, visibleAt token: Int, in script: Int) -> [Value] {
        let all = values(of: name)
        let around = [token] + scripts[script].ancestors(of: token)
        var own: [(depth: Int, value: Value)] = []
        for value in all where value.script == script && !value.tokens.contains(token) {
            let scope = scripts[script].parent(of: value.name)
            if let depth = scope.map({ around.firstIndex(of: $0) }) ?? around.count { own.append((depth, value)) }
        }
        guard let innermost = own.map(\.depth).min() else { return all.filter { $0.script != script } }
        return own.filter { $0.depth == innermost }.map(\.value)
    }

    /// Whether a plain name stands for what the function around the token is given, and not for what a block in it, or
    /// another file, defines.
    func isGiven(_ name: String, at token: Int, in script: Int) -> Bool {
        let around = [token] + scripts[script].ancestors(of: token)
        let given = parameters[name, default: []].filter { $0.script == script && $0.scope.contains(token) }
            .map { around.firstIndex(of: $0.scope.lowerBound) ?? 0 }.min()
        guard let given else { return false }
        return !values(of: name).contains { value in
            guard value.script == script, !value.tokens.contains(token),
                let scope = scripts[script].parent(of: value.name),
                let depth = around.firstIndex(of: scope)
            else { return false }
            return depth < given
        }
    }

    /// Which function is given a name, and as which of its arguments, from 0.
    struct Parameter {
        let function: String
        let place: Int
        /// The function itself.
        let script: Int
        let scope: Range<Int>
    }

    /// - Returns: nil unless the name is a plain parameter of a function with a name, used in it here and nowhere else.
    func parameter(usedAt token: Int, in script: Int) -> Parameter? {
        let (code, name) = (scripts[script], scripts[script].text(token))
        guard isGiven(name, at: token, in: script) else { return nil }
        let given = parameters[name, default: []].filter { $0.script == script && $0.scope.contains(token) }
        guard let parameter = given.min(by: { $0.scope.count < $1.scope.count }),
            let open = code.parent(of: parameter.token),
            let close = code.partner(of: open),
            // One behind `readonly` is a member of its class as well.
            parameter.token - 1 == open || code.isToken(parameter.token - 1, ","),
            let function = DefinitionReader(script: code).name(ofParametersAt: open)
        else { return nil }
        func isUse(_ index: Int) -> Bool {
            guard code.text(index) == name, !code.isToken(index - 1, "."), !code.isToken(index - 1, "?.") else {
                return false
            }
            let isKey = code.isToken(index + 1, ":") && (code.isToken(index - 1, "{") || code.isToken(index - 1, ","))
            return !isKey
        }
        guard parameter.scope.count(where: isUse) == 1, (open..<close).count(where: { code.text($0) == name }) == 1
        else {
            return nil
        }
        let place = code.split(open + 1..<close, at: ",").firstIndex { $0.contains(parameter.token) }
        return place.map { Parameter(function: function, place: $0, script: script, scope: parameter.scope) }
    }

    /// The one literal that a path of names stands for; nil when there is none or more than one.
    package func literal(of path: [String], usedAt token: Int, in script: Int) -> (script: Int, JavaScriptLiteral)? {
        guard let first = path.first, let last = path.last else { return nil }
        let candidates: [(Int, JavaScriptLiteral)]
        if path.count == 1 {
            candidates = literals(values(of: first, visibleAt: token, in: script))
        } else if first == "this", path.count == 2, let own = values(ofMember: last, at: token, in: script) {
            candidates = literals(own)
        } else {
            let owners = literals(values(of: first, visibleAt: token, in: script) + values(of: first))
            let members = owners.compactMap { owner, literal in
                path.dropFirst().reduce(Optional(literal)) { $0?[$1] }.map { (owner, $0) }
            }
            // A static or instance field is found by its own name.
            candidates = members.isEmpty ? literals(values(of: last)) : members
        }
        let simple = candidates.filter { if case .other = $0.1.value { false } else { true } }
        let places = Set(simple.map { SourcePlace(file: scripts[$0.0].path, range: $0.1.range) })
        guard places.count == 1, simple.count == candidates.count else { return nil }
        return simple.first.map { (script: $0.0, $0.1) }
    }

    private func literals(_ values: [Value]) -> [(Int, JavaScriptLiteral)] {
        values.map { ($0.script, LiteralReader(script: scripts[$0.script]).read($0.tokens)) }
    }

    private static func canDefine(_ index: Int, in script: Script) -> Bool {
        ["=", ":", "(", "<", "!", "?", "{"].contains(script.text(index + 1))
    }
}
