import Domain
import Evidence
import Testing

/// Traces of older versions, built from the rules of Playwright's `traceModernizer.ts`.
struct TraceVersionTests {
    /// The same click on `#a`, marked in its input snapshot, as version `version` wrote it.
    private func trace(version: Int) throws -> Trace {
        let named = version < 9
        func event(_ text: String) -> String { "{\(text)}" }
        let identity =
            switch version {
            case 5, 6: #""apiName":"locator.click","wallTime":1700000000100"#
            case 7: #""apiName":"locator.click","wallTime":1700000000100,"stepId":"pw:api@3""#
            default: #""title":"Click","stepId":"pw:api@3""#
            }
        let clocks = version < 7 ? "" : #","origin":"library","wallTime":1700000000000,"monotonicTime":1000"#
        func snapshot(_ phase: String, _ name: String, _ target: String) -> String {
            let when = named ? #""snapshotName":"\#(name)@call@13""# : #""phase":"\#(phase)""#
            let html =
                #"["HTML",{},["A",{"__playwright_target__":"\#(target)"}],["B",{"__playwright_target__":"call@11"}]]"#
            return event(
                #""type":"frame-snapshot","snapshot":{"callId":"call@13",\#(when),"pageId":"p","frameId":"f","#
                    + #""frameUrl":"http://shop/","html":\#(html),"timestamp":1150,"isMainFrame":true}"#)
        }
        let library = [
            event(
                #""version":\#(version),"type":"context-options","options":{"testIdAttributeName":"data-t"}\#(clocks)"#),
            event(
                #""type":"before","callId":"call@13","startTime":1100,"class":"Frame","method":"click","#
                    + #""params":{"selector":"\#("#a")"},\#(identity)"#
                    + (named ? #","beforeSnapshot":"before@call@13""# : "")),
            event(#""type":"input","callId":"call@13""# + (named ? #","inputSnapshot":"input@call@13""# : "")),
            snapshot("action", "input", version < 6 ? "input@call@13" : named ? "call@13" : ""),
            version == 5
                ? "" : event(#""type":"log","callId":"call@13","time":1120,"message":"\u001b[2mclicking\u001b[22m""#),
            event(
                #""type":"after","callId":"call@13","endTime":1200"#
                    + (named ? #","afterSnapshot":"after@call@13""# : "")
                    + (version == 5 ? #","log":["clicking"]"# : "")),
        ]
        let clock = version < 7 ? "" : #","origin":"testRunner","wallTime":1700000000000,"monotonicTime":1000"#
        let start = event(#""version":\#(version),"type":"context-options"\#(clock)"#)
        let runnerIdentity =
            switch version {
            case 5...7: #""apiName":"locator.click","wallTime":1700000000100,"method":"step""#
            default: #""title":"Click","subtitle":"getBy","stepId":"pw:api@3","method":"pw:api""#
            }
        let runner =
            (version < 7 ? [] : [start]) + [
                event(
                    #""type":"before","callId":"pw:api@3","startTime":1090,\#(runnerIdentity),"params":{},"#
                        + #""stack":[{"file":"a.spec.ts","line":4,"column":2}]"#),
                event(
                    #""type":"after","callId":"pw:api@3","endTime":1210,"error":{"message":"\u001b[31mno\u001b[39m"}"#),
                event(#""type":"before","callId":"hook@4","startTime":1300,"apiName":"After Hooks","method":"step""#),
            ]
        return try SampleTrace.read(
            runner: runner, library: library,
            stacks: #"{"files":["a.spec.ts"],"stacks":[[13,[[0,4,2,""],[0,9,1,"f"]]]]}"#)
    }

    @Test("Reads every version into the same values", arguments: 5...9)
    func readsVersion(version: Int) throws {
        let trace = try trace(version: version)
        #expect(trace.testIDAttribute == "data-t")
        #expect(trace.steps.map(\.method) == ["click", "hook"])
        let step = try #require(trace.steps.first)
        #expect((step.callID, step.selector, step.error) == ("call@13", "#a", "no"))
        #expect(step.log == ["clicking"])
        #expect(step.stack.map(\.line) == [4, 9])
        #expect((step.startTime, step.endTime) == (1090, 1210))
        let (page, targets) = try #require(trace.markedTarget(of: step))
        #expect(targets.map(page.tag) == ["a"])
        #expect(page.url == "http://shop/")
    }

    @Test("Says that a version is too old", arguments: 1...4)
    func refusesOldVersions(version: Int) {
        #expect { try SampleTrace.read(library: [#"{"version":\#(version),"type":"context-options"}"#]) } throws: {
            ($0 as? EvidenceError)?.problem == "trace version \(version) is too old"
        }
    }

    @Test("Reads what it can of a newer version")
    func readsNewerVersions() throws {
        let trace = try SampleTrace.read(library: [
            #"{"version":10,"type":"context-options","origin":"library","playwrightVersion":"2.0"}"#,
            #"{"type":"before","callId":"call@1","startTime":1,"method":"click","params":{}}"#, #"{"type":"hologram"}"#,
        ])
        #expect(trace.steps.map(\.method) == ["click"])
    }

    @Test("Clocks of two processes become one")
    func alignsClocks() throws {
        let trace = try SampleTrace.read(
            runner: [
                #"{"version":9,"type":"context-options","origin":"testRunner","wallTime":5000,"monotonicTime":1000}"#
            ],
            library: [
                #"{"version":9,"type":"context-options","origin":"library","wallTime":5000,"monotonicTime":400}"#,
                #"{"type":"console","messageType":"log","text":"hi","time":500}"#,
            ],
            network: [#"{"type":"resource-snapshot","snapshot":{"request":{"url":"http://a/"},"_monotonicTime":600}}"#])
        #expect(trace.console.map(\.time) == [1100])
        #expect(trace.network.map(\.time) == [1200])
    }
}
