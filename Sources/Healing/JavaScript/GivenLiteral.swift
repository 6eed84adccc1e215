/// Literals by which a test tells a helper of its own what to use: `nav.open('Cart')`.
package enum GivenLiteral {
    /// Calls whose text is a place, an expectation, an entry or a name of a test, and no word for a helper.
    private static let others: Set<String> = [
        "locator", "frameLocator", "filter", "frame", "and", "or", "describe", "test", "it", "step", "only", "skip",
        "fixme",
        "slow", "fail", "extend", "use", "beforeEach", "beforeAll", "afterEach", "afterAll", "expect", "soft", "poll",
        "goto",
        "fill", "type", "press", "pressSequentially", "insertText", "selectOption", "setInputFiles", "setContent",
        "click", "dblclick", "tap", "hover", "focus", "check", "uncheck", "setChecked", "dragTo", "dragAndDrop",
        "waitForURL", "waitForSelector", "waitForEvent", "waitForResponse", "waitForRequest", "waitForFunction",
        "waitForLoadState", "waitFor", "route", "unroute", "fulfill", "evaluate", "evaluateAll", "addInitScript",
        "addLocatorHandler", "dispatchEvent", "getAttribute", "get", "post", "put", "patch", "delete", "head", "fetch",
        "require", "import", "log", "warn", "error", "info", "Error", "includes", "startsWith", "endsWith", "indexOf",
        "replace", "replaceAll", "split", "join", "concat", "push", "has", "set", "add", "parse", "stringify", "RegExp",
        "Date", "URL", "on", "once", "emit", "resolve", "setItem", "getItem",
    ]

    /// - Parameter index: of a token in the script.
    package static func isOne(_ index: Int, in script: Script) -> Bool {
        guard let kind = script.kind(index), kind == .string || kind == .templateWhole,
            let name = callee(of: index, in: script)
        else { return false }
        let isMatcher = name.hasPrefix("to") && name.dropFirst(2).first?.isUppercase == true
        return !isMatcher && !name.hasPrefix("getBy") && !others.contains(name)
    }

    /// The name of the call whose argument the token is, alone.
    private static func callee(of index: Int, in script: Script) -> String? {
        guard let open = script.parent(of: index), script.isToken(open, "("), script.isName(open - 1),
            index - 1 == open || script.isToken(index - 1, ","),
            script.isToken(index + 1, ",") || script.isToken(index + 1, ")")
        else { return nil }
        return script.text(open - 1)
    }
}

extension LocatorReader {
    /// The one literal that a caller gives for what only it knows: `'Cart'` of `nav.open('Cart')` for the `name` of `open(name)`,
    /// also through functions that do nothing with it but hand it on.
    /// - Parameters:
    ///   - argument: of a call in the function that was given it.
    ///   - text: what it was in the run.
    ///   - stack: places of the calls, innermost first.
    /// - Returns: nil when a function uses it for something else as well, or no caller writes it out.
    package func literal(
        givenFor argument: LocatorArgument, as text: String, by stack: [(file: String, position: SourcePosition)]
    ) -> LocatorArgument? {
        guard argument.value == .unknown, let home = number(of: argument.usePlace.file) else { return nil }
        let tokens = definitions.scripts[home].tokenIndices(in: argument.usePlace.range)
        guard tokens.count == 1, var given = definitions.parameter(usedAt: tokens.lowerBound, in: home) else {
            return nil
        }
        for frame in stack {
            guard let number = number(of: frame.file) else { continue }
            let script = definitions.scripts[number]
            guard let chain = ChainParser(script: script).chain(at: frame.position),
                // In the function itself nobody calls it.
                number != given.script || !given.scope.contains(chain.tokens.lowerBound)
            else { continue }
            let calls = chain.tokens.filter { index in
                script.text(index) == given.function && script.isToken(index + 1, "(")
                    && !script.isInBlock(index, of: chain.tokens)
            }
            if calls.isEmpty { continue }
            let arguments = ChainParser(script: script).arguments(openedAt: calls[0] + 1)
            guard calls.count == 1, arguments.indices.contains(given.place), arguments[given.place].tokens.count == 1
            else {
                return nil
            }
            let token = arguments[given.place].tokens.lowerBound
            if script.kind(token) == .string || script.kind(token) == .templateWhole {
                guard StringLiteral.value(of: script.text(token)) == text, GivenLiteral.isOne(token, in: script) else {
                    return nil
                }
                let place = SourcePlace(file: script.path, range: script.tokens[token].range)
                return LocatorArgument(value: .string(text), place: place, usePlace: place)
            }
            guard let next = definitions.parameter(usedAt: token, in: number) else { return nil }
            given = next
        }
        return nil
    }
}

extension Script {
    /// Whether a block, such as a callback's body, lies between a token and the chain that it is in.
    fileprivate func isInBlock(_ index: Int, of chain: Range<Int>) -> Bool {
        ancestors(of: index).contains { chain.contains($0) && isToken($0, "{") }
    }
}
