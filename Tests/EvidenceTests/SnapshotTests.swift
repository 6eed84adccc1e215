import Evidence
import Testing

struct SnapshotTests {
    @Test(
        "Follows references, undoes what the recorder added, passes over what it does not know",
        arguments: [
            ([#"["HTML",{},["BODY",{},"a"]]"#, "[[1,2]]"], "html(body('a'))"),
            ([#"["HTML",{},["BODY",{},["P",{},"a"],"b"]]"#, #"["HTML",{},[[1,1]],[[1,2]]]"#], "html(p('a') 'b')"),
            (
                [#"["HTML",{},["B",{},"a"]]"#, #"["HTML",{},["I",{},[[1,1]]]]"#, #"["HTML",{},[[1,0]]]"#],
                "html(i(b('a')))"
            ),
            ([#"["HTML",{},["P"],[[0,0]]]"#], "html(p p)"),
            ([#"["HTML",{},[[7,0]],[[0,99]],[],[1],[null,{}],null,7,"a"]"#], "html('a')"),
            ([#"["HTML",{},["HEAD",{},["BASE",{"href":"x"}],["BASE",{"href":"y"}]]]"#], "html(head(base))"),
            ([#"["HTML",{},["template",{"__playwright_style_sheet_":"a{}"}]]"#], "html"),
            (
                [#"["HTML",{},["X-A",{},["template",{"__playwright_shadow_root_":"open"},["B"]],"c"]]"#],
                "html(x-a(#root(b) 'c'))"
            ),
            ([#"["HTML",{},["BUTTON",{"__playwright_target__":""}]]"#], "html(button!)"),
            (
                [
                    #"["HTML",{},["BUTTON",{"__playwright_target__":"call@0"}],["A",{"__playwright_target__":"call@1"}]]"#
                ], "html(button a!)"
            ),
            ([#""just text""#], ""),
        ] as [([String], String)])
    func resolves(snapshots: [String], outline: String) throws {
        let trace = try SampleTrace.read(snapshots: snapshots)
        #expect(trace.snapshot(of: trace.steps[0], phase: .after)?.outline == outline)
        #expect(trace.snapshot(of: trace.steps[0], phase: .before) == nil)
    }

    @Test("An iframe holds the document of its frame; one that holds itself ends there")
    func stitchesFrames() throws {
        let start = #"{"version":9,"type":"context-options","origin":"library"}"#
        let call = #"{"type":"before","callId":"call@1","startTime":1,"method":"click"}"#
        let outer = SampleTrace.snapshot(
            #"["HTML",{},["IFRAME",{"src":"/snapshot/inner"},"old"],["IFRAME",{"src":"/snapshot/none"}]]"#)
        let inner = SampleTrace.snapshot(#"["HTML",{},["IFRAME",{"src":"/snapshot/inner"}]]"#, frame: "inner")
        let trace = try SampleTrace.read(library: [start, call, outer, inner])
        let page = try #require(trace.snapshot(of: trace.steps[0], phase: .after))
        #expect(page.outline == "html(iframe(#document(html(iframe))) iframe)")
        #expect(page.document(of: 3) == 2)
        #expect(page.attributes(1) == ["src": "http://inner/"])
    }

    @Test("A page that unfolds without end is an error, not a full memory")
    func limitsNodes() throws {
        let doubling = Array(repeating: #"["HTML",{},[[1,0]],[[1,0]]]"#, count: 40)
        let selfReference = [#"["HTML",{},["B",{},[[0,0]],[[0,1]]]]"#]
        for snapshots in [[#"["HTML"]"#] + doubling, selfReference, [#"["HTML",{},["B",{},[[0,0]],[[0,0]]],"x"]"#]] {
            var limits = Trace.Limits()
            limits.nodesPerSnapshot = 1000
            let trace = try SampleTrace.read(snapshots: snapshots, limits: limits)
            var reader = trace.snapshotReader()
            #expect {
                _ = try reader.snapshot(of: trace.steps[0], phase: .after)
            } throws: {
                ($0 as? EvidenceError)?.problem == "it has more than 1000 nodes"
            }
            #expect(trace.snapshot(of: trace.steps[0], phase: .after) == nil)
        }
    }

    @Test("A page nested 20,000 deep is read")
    func readsDeepPages() throws {
        let depth = 20_000
        let html = String(repeating: #"["DIV",{},"#, count: depth) + #""x""# + String(repeating: "]", count: depth)
        let trace = try SampleTrace.read(snapshots: [html])
        let page = try #require(trace.snapshot(of: trace.steps[0], phase: .after))
        #expect(page.nodes.count == depth + 1)
        #expect(page.ancestors(of: depth).count == depth)
        #expect(page.visibleText(of: 0) == "x")
    }

    @Test("Reads text as Playwright compares it, and as people see it")
    func readsText() throws {
        let html =
            #"["HTML",{},["HEAD",{},["TITLE",{}," A\n b "]],["BODY",{},["DIV",{},"one"],["DIV",{},"two ",["B",{},"th"],"ree"],"#
            + #"["STYLE",{},"x{}"],["INPUT",{"type":"submit","__playwright_value_":"Send","value":"Send"}]]]"#
        let trace = try SampleTrace.read(snapshots: [html])
        let page = try #require(trace.snapshot(of: trace.steps[0], phase: .after))
        let body = try #require(page.elements.first { page.tag($0) == "body" })
        #expect(page.title == "A b")
        #expect(page.textContent(of: body) == "onetwo three")
        #expect(page.visibleText(of: body) == "one two three")
        #expect(page.visibleText() == "one two three")
        let input = try #require(page.elements.last)
        #expect(page.textContent(of: input) == "Send")
        #expect(page.parentElement(of: input) == body)
    }
}
