import JavaScript

/// Which test, hook or function each token of a test source belongs to.
struct TestOutline {
    enum Kind: Hashable, Sendable { case test, group, hook, function, module }

    struct Scope: Hashable {
        let kind: Kind
        let name: String
    }

    let script: Script
    /// By the bracket that opens it: the parenthesis of a test's call, the brace of a function or class.
    let scopes: [Int: Scope]
    /// The braces of function bodies, tests' included.
    let functionBodies: Set<Int>

    private static let roots: Set<String> = ["it", "describe", "setup", "teardown", "suite", "specify", "context"]
    private static let hooks: Set<String> = ["beforeEach", "afterEach", "beforeAll", "afterAll"]

    init(script: Script) {
        self.script = script
        var scopes: [Int: Scope] = [:]
        var bodies: Set<Int> = []
        let parser = ChainParser(script: script)
        for index in script.tokens.indices {
            if let name = Self.testFunction(at: index, in: script), let chain = parser.chain(startingAt: index) {
                if let (open, scope) = Self.scope(of: chain, root: name, in: script) { scopes[open] = scope }
            }
            guard script.isToken(index, "{"), script.kind(index) == .punctuator else { continue }
            let block = BlockReader(script: script).block(openedAt: index)
            if case .function = block { bodies.insert(index) }
            switch block {
            case .function(let name?), .type(let name?): scopes[index] = Scope(kind: .function, name: name)
            default: break
            }
        }
        self.scopes = scopes
        functionBodies = bodies
    }

    /// The titles and names around a token, outermost first, and what the innermost one is.
    func owner(of index: Int) -> (path: [String], kind: Kind) {
        let around = script.ancestors(of: index).compactMap { scopes[$0] }
        let kind = around.first { $0.kind == .test }?.kind ?? around.first?.kind ?? .module
        return (around.reversed().map(\.name), kind)
    }

    /// The test functions by their customary names: `test`, `it`, `authTest`.
    static func testFunction(at index: Int, in script: Script) -> String? {
        guard script.isName(index), !script.isToken(index - 1, "."), !script.isToken(index - 1, "?.") else {
            return nil
        }
        let name = script.text(index)
        let isTest = roots.contains(name) || name == "test" || name.hasSuffix("Test") || name.hasSuffix("_test")
        return isTest && (script.isToken(index + 1, ".") || script.isToken(index + 1, "(")) ? name : nil
    }

    private static func scope(of chain: CallChain, root: String, in script: Script) -> (Int, Scope)? {
        guard let link = chain.links.first(where: { $0.arguments != nil }), let arguments = link.arguments,
            let callback = arguments.last, isFunction(callback, in: script), let range = link.argumentsRange,
            let open = script.tokenIndex(at: range.lowerBound)
        else { return nil }
        let names = chain.links.prefix { $0.range.lowerBound <= link.range.lowerBound }.map(\.name)
        if let hook = names.first(where: hooks.contains) { return (open, Scope(kind: .hook, name: hook)) }
        if names.contains("step") || names.contains("extend") { return nil }
        let isGroup = root == "describe" || root == "suite" || root == "context" || names.contains("describe")
        // `test.describe(() => {})` has no title.
        let title = arguments.count > 1 ? arguments[0].literal.string ?? script.source.text(in: arguments[0].range) : ""
        if arguments.count < 2, !isGroup { return nil }
        return (open, Scope(kind: isGroup ? .group : .test, name: title))
    }

    private static func isFunction(_ argument: CallChain.Argument, in script: Script) -> Bool {
        let tokens = argument.tokens
        let isFunction = tokens.prefix(2).contains { script.isToken($0, "function") }
        return isFunction
            || tokens.contains {
                script.isToken($0, "=>") && script.parent(of: $0) == script.parent(of: tokens.lowerBound)
            }
    }
}
