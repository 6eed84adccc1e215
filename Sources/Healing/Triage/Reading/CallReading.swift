/// Which call of Playwright's API an error speaks of.
enum CallReading {
    static func read(_ message: Bytes, step: FailureEvidence.Step?, into facts: inout Facts) {
        if let (object, method) = call(in: message) {
            facts.insert(fact(object: object, method: method))
        } else if let method = step?.method.lowercased(), method != "expect", let fact = plain[method] {
            facts.insert(fact)
        }
    }

    /// Reads `locator.click: Timeout…` or `Page.goto: …` at the beginning of a line or after the error's name, and
    /// `Timeout 30000ms exceeded during page.goto.`, as the first versions wrote.
    private static func call(in message: Bytes) -> (object: String, method: String)? {
        for line in message.split(separator: 10) {
            if let call = line.after(" exceeded during ").flatMap({ Self.call(in: $0, before: [46, 58]) }) {
                return call
            }
            if let call = call(in: line, before: [58]) { return call }
        }
        return nil
    }

    /// The names of the bindings' errors have dots too: `playwright._impl._errors.TimeoutError: Locator.click: …`.
    private static func call(in line: Bytes, before ends: [UInt8]) -> (object: String, method: String)? {
        for dot in line.indices.lazy.filter({ line[$0] == 46 }).prefix(8) {
            var start = dot
            while start > line.startIndex, line[start - 1].isLetter { start -= 1 }
            let object = line[start..<dot].text
            guard objects.contains(object) else { continue }
            let method = line[(dot + 1)...].prefix { $0.isLetter || $0 == 95 }
            guard method.endIndex < line.endIndex, ends.contains(line[method.endIndex]) else { continue }
            return (object, method.filter { $0 != 95 }[...].text)
        }
        return nil
    }

    private static func fact(object: String, method: String) -> Fact {
        switch object {
        case "apirequestcontext", "apirequest", "request": .apiRequest
        case "browsertype", "browser", "electron", "androiddevice": .launch
        default: plain[method] ?? .elementRead
        }
    }

    private static let objects: Set<String> = [
        "page", "locator", "frame", "framelocator", "elementhandle", "jshandle", "apirequestcontext", "apirequest",
        "browsercontext", "browsertype", "browser", "keyboard", "mouse", "electron", "androiddevice", "worker",
        "request",
        "touchscreen", "download", "route", "response", "cdpsession",
    ]

    private static let plain: [String: Fact] = {
        var facts: [String: Fact] = [
            "goto": .navigation, "reload": .navigation, "goback": .navigation, "goforward": .navigation,
            "waitforurl": .addressWait, "waitfornavigation": .addressWait, "waitforloadstate": .loadWait,
            "waitforresponse": .responseWait, "waitforrequest": .responseWait, "waitforevent": .responseWait,
            "expectresponse": .responseWait, "waitforfunction": .predicateWait, "evaluate": .evaluation,
            "evaluatehandle": .evaluation, "waitforselector": .elementWait, "waitfor": .elementWait,
            "newpage": .launch, "newcontext": .launch, "fetch": .apiRequest,
        ]
        for name in [
            "click", "dblclick", "fill", "type", "press", "presssequentially", "check", "uncheck", "setchecked",
            "hover",
            "tap", "selectoption", "setinputfiles", "dragto", "draganddrop", "focus", "clear", "scrollintoviewifneeded",
            "selecttext", "dispatchevent", "blur",
        ] { facts[name] = .action }
        for name in [
            "textcontent", "innertext", "innerhtml", "inputvalue", "getattribute", "isvisible", "ischecked",
            "isenabled",
            "isdisabled", "boundingbox", "ariasnapshot", "screenshot", "count", "alltextcontents",
        ] { facts[name] = .elementRead }
        return facts
    }()
}
