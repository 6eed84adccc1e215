/// The names that make hazards, as data.
enum HazardRules {
    /// By the name of a called member.
    static let members: [String: Hazard.Kind] = [
        "waitForTimeout": .sleep, "dispatchEvent": .syntheticEvent,
        "addInitScript": .injected, "addScriptTag": .injected, "addStyleTag": .injected, "setContent": .injected,
        "exposeFunction": .injected, "exposeBinding": .injected,
        "route": .mocked, "routeFromHAR": .mocked, "routeWebSocket": .mocked, "fulfill": .mocked, "abort": .mocked,
        "setOffline": .mocked, "setExtraHTTPHeaders": .mocked,
        "first": .position, "last": .position, "nth": .position, "or": .alternative,
        "catch": .swallowedError, "allSettled": .swallowedError, "soft": .softAssertion,
    ]

    /// By the name of a called function that is no member.
    static let functions: [String: Hazard.Kind] = [
        "setTimeout": .sleep, "setInterval": .sleep, "sleep": .sleep, "delay": .sleep, "wait": .sleep, "eval": .code,
        "Function": .code, "xit": .excludedTest, "xdescribe": .excludedTest, "fit": .excludedTest,
        "fdescribe": .excludedTest, "xtest": .excludedTest,
    ]

    /// Behind `test`, `it` or `describe`.
    static let testModifiers: Set<String> = ["skip", "fixme", "fail", "only", "slow", "todo"]

    /// Playwright's options that decide which tests run, how often, and how strictly. Only in its configuration, but for
    /// `retries`.
    static let configuration: Set<String> = [
        "retries", "testMatch", "testIgnore", "testDir", "grep", "grepInvert", "forbidOnly", "maxFailures", "name",
        "dependencies", "repeatEach", "updateSnapshots", "ignoreSnapshots", "globalTimeout", "threshold",
        "maxDiffPixels", "maxDiffPixelRatio", "ignoreHTTPSErrors", "bypassCSP", "javaScriptEnabled",
    ]

    static let timeouts: Set<String> = ["timeout", "actionTimeout", "navigationTimeout"]

    static let evaluations: Set<String> = [
        "evaluate", "evaluateAll", "evaluateHandle", "$eval", "$$eval", "waitForFunction",
    ]

    /// Names that change a page, inside a function that the page runs.
    static let pageChanges: Set<String> = [
        "click", "remove", "removeChild", "style", "innerHTML", "outerHTML", "setAttribute", "removeAttribute",
        "toggleAttribute", "classList", "className", "dispatchEvent", "submit", "requestSubmit", "append",
        "appendChild",
        "prepend", "replaceWith", "replaceChildren", "insertBefore", "insertAdjacentHTML", "hidden", "disabled",
        "textContent", "innerText", "value", "checked", "display", "visibility", "focus", "write", "fetch",
        "adoptedStyleSheets", "insertRule", "showModal", "close",
    ]

    static let systemModules: Set<String> = [
        "child_process", "fs", "http", "https", "http2", "net", "tls", "dgram", "dns", "vm", "cluster", "os", "process",
        "worker_threads", "inspector", "module", "repl", "timers", "v8", "readline",
    ]
}
