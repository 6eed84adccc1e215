/// What a run can leave behind when it, its disk or somebody with bad intentions spoils it. Made anew each time, always the same.
package struct DamagedArtifact: Sendable, CustomStringConvertible {
    package enum Kind: Sendable { case report, trace, context, blob }
    package enum Fate: Sendable {
        /// An error that names the artifact.
        case refused
        /// What is left is read, and what is missing told.
        case partly
        /// Nothing of it matters.
        case read
        /// Any of these, as the damage has it.
        case either
    }
    package let name: String
    package let kind: Kind
    package let fate: Fate
    package let bytes: [UInt8]

    package var description: String { name }

    private init(_ name: String, _ kind: Kind, _ fate: Fate, _ bytes: [UInt8]) {
        self.name = name
        self.kind = kind
        self.fate = fate
        self.bytes = bytes
    }

    private init(_ name: String, _ kind: Kind, _ fate: Fate, _ text: String) {
        self.init(name, kind, fate, Array(text.utf8))
    }

    /// All of them, some made of these good ones.
    package static func all(report: [UInt8], trace: [UInt8], context: [UInt8]) -> [DamagedArtifact] {
        reports(report) + archives(trace) + traces + contexts(context) + blobs
    }

    private static func flipped(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        var bytes = bytes
        for _ in 0..<40 {
            let place = Int.random(in: bytes.indices, using: &random)
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
        return bytes
    }

    private static func nested(_ open: String, _ inner: String, _ close: String, _ depth: Int) -> String {
        String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
    }
}

extension DamagedArtifact {
    private static func suite(_ spec: String) -> String {
        #"{"config":{"rootDir":"/w"},"suites":[{"title":"a.ts","file":"a.ts","specs":[\#(spec)]}]}"#
    }

    private static func spec(_ title: String, results: String) -> String {
        #"{"title":"\#(title)","line":3,"tests":[{"status":"unexpected","results":\#(results)}]}"#
    }

    private static func reports(_ good: [UInt8]) -> [DamagedArtifact] {
        let failed = #"[{"status":"failed","error":{"message":"Error: gone"}}]"#
        let numbers =
            #"[{"status":"failed","retry":9e99,"duration":1e999,"error":{"message":"m","location":"#
            + #"{"file":"a.ts","line":1e300,"column":-1e999}}}]"#
        let invalid = suite(spec("not @ UTF-8", results: failed)).utf8.map { $0 == UInt8(ascii: "@") ? 0xff : $0 }
        return [
            .init("report-empty", .report, .refused, ""),
            .init("report-cut", .report, .refused, Array(good.prefix(good.count * 7 / 10))),
            .init("report-flipped", .report, .either, flipped(good, seed: 1)),
            .init("report-utf16", .report, .refused, good.flatMap { [$0, 0] }),
            .init("report-list", .report, .refused, "[1, 2, 3]"),
            .init("report-escape", .report, .refused, suite(spec(#"\x"#, results: failed))),
            .init("report-deep", .report, .refused, #"{"suites":[\#(nested("[", "", "]", 100_000))]}"#),
            .init(
                "report-deep-suites", .report, .partly, #"{"suites":[\#(nested(#"{"suites":["#, "", "]}", 100))]}"#),
            .init("report-types", .report, .read, #"{"config":[],"suites":{"a":1},"errors":"x","stats":7}"#),
            .init("report-no-results", .report, .partly, suite(spec("a", results: "5"))),
            .init("report-numbers", .report, .read, suite(spec("a", results: numbers))),
            .init("report-duplicate-keys", .report, .read, suite(#"{"title":"a","title":"b","tests":5,"tests":[]}"#)),
            .init("report-surrogates", .report, .read, suite(spec(#"\ud83d a \udc00\ud83d"#, results: failed))),
            .init("report-invalid-utf8", .report, .read, invalid),
            .init(
                "report-many-values", .report, .read,
                #"{"config":[\#(String(repeating: "0,", count: 2_000_000))0],"suites":[]}"#),
        ]
    }

    private static let start = #"{"version":9,"type":"context-options","origin":"library"}"# + "\n"
    private static let call = #"{"type":"before","callId":"call@1","startTime":1,"method":"click","params":{}}"# + "\n"

    private static func zip(_ change: (inout StoredZIP) -> Void) -> [UInt8] {
        var zip = StoredZIP()
        zip.add("0-trace.trace", start + call + "{}")
        change(&zip)
        return zip.bytes
    }

    private static func archives(_ good: [UInt8]) -> [DamagedArtifact] {
        var miscounted = zip { _ in }
        miscounted[miscounted.count - 12] = 9
        let wide = StoredZIP.number(1, 2) + StoredZIP.number(8, 2) + StoredZIP.number(1 << 62, 8)
        return [
            .init("zip-empty", .trace, .refused, ""),
            .init("zip-cut", .trace, .refused, Array(good.prefix(good.count / 2))),
            .init("zip-flipped", .trace, .either, flipped(good, seed: 2)),
            .init("zip-miscounted", .trace, .refused, miscounted),
            .init("zip-checksum", .trace, .partly, zip { $0.entries[0].checksum = 7 }),
            .init("zip-too-large", .trace, .refused, zip { $0.entries[0].declaredBytes = 9 }),
            .init("zip-too-small", .trace, .partly, zip { $0.entries[0].declaredBytes = 9_999 }),
            .init(
                "zip-overlapping", .trace, .refused,
                zip {
                    $0.add("1-trace.trace", start)
                    $0.entries[1].declaredOffset = 0
                }),
            .init("zip-nowhere", .trace, .refused, zip { $0.entries[0].declaredOffset = 1 << 30 }),
            .init("zip-absolute", .trace, .refused, zip { $0.add("/etc/passwd", "x") }),
            .init("zip-upwards", .trace, .refused, zip { $0.add("a/../../b.trace", "x") }),
            .init("zip-encrypted", .trace, .refused, zip { $0.entries[0].flags = 1 }),
            .init("zip-method", .trace, .refused, zip { $0.entries[0].method = 99 }),
            .init("zip-no-deflate", .trace, .refused, zip { $0.entries[0].method = 8 }),
            .init("zip64-missing", .trace, .refused, zip { $0.entries[0].declaredBytes = 0xffff_ffff }),
            .init(
                "zip64-endless", .trace, .refused,
                zip {
                    $0.entries[0].declaredBytes = 0xffff_ffff
                    $0.entries[0].extra = wide
                }),
        ]
    }

    private static func trace(_ name: String, _ fate: Fate, _ lines: [String]) -> DamagedArtifact {
        let text = start + call + lines.joined(separator: "\n")
        return .init(name, .trace, fate, zip { $0.entries[0].data = Array(text.utf8) })
    }

    private static func snapshot(_ html: String, call: String = "call@1") -> String {
        #"{"type":"frame-snapshot","snapshot":{"callId":"\#(call)","phase":"after","pageId":"p","frameId":"f","#
            + #""frameUrl":"http://a/","html":\#(html),"timestamp":5,"isMainFrame":true}}"#
    }

    private static var traces: [DamagedArtifact] {
        let text = #""\#(String(repeating: "x", count: 100_000))""#
        let attributes = (0..<20_000).map { #""a\#($0)":"""# }.joined(separator: ",")
        func repeated(_ node: String) -> String {
            #"["HTML",{},["BODY",{},\#(node)\#(String(repeating: ",[[0,0]]", count: 5_000))]]"#
        }
        return [
            trace("trace-types", .read, ["5", #""x""#, "[]", #"{"type":7}"#, #"{"type":"before","callId":9}"#]),
            trace("trace-old", .refused, [#"{"version":3,"type":"context-options"}"#]),
            trace("trace-half-line", .partly, [#"{"type":"before","callI"#]),
            trace("trace-deep", .partly, [#"{"type":"log","x":\#(nested("[", "", "]", 10_000))}"#]),
            trace("trace-times", .read, [#"{"type":"after","callId":"call@1","endTime":-1e999}"#, snapshot("[]")]),
            trace(
                "trace-parents", .read,
                ["a", "b"].map {
                    #"{"type":"before","callId":"\#($0)","parentId":"\#($0 == "a" ? "b" : "a")","startTime":1e999}"#
                }),
            trace("trace-surrogates", .read, [#"{"type":"console","messageType":"error","text":"\ud83d\ud83d"}"#]),
            trace("snapshot-cycle", .read, [snapshot(#"["HTML",{},["BODY",{},[[0,1]],[[0,1]]]]"#)]),
            trace(
                "snapshot-cycle-of-two", .read,
                [snapshot(#"["HTML",{},[[0,1]],[[1,1]]]"#, call: "c"), snapshot(#"["HTML",{},[[1,0]],[[9,9]]]"#)]),
            trace("snapshot-text", .read, [snapshot(repeated(text))]),
            trace("snapshot-attributes", .read, [snapshot(repeated(#"["I",{\#(attributes)}]"#))]),
            trace("snapshot-deep", .read, [snapshot(nested(#"["DIV",{},"#, #""x""#, "]", 30_000))]),
        ]
    }

    private static func contexts(_ good: [UInt8]) -> [DamagedArtifact] {
        let lines = (0..<1_400).map { String(repeating: "  ", count: $0) + "- list [ref=e\($0)]:" }
        let deep = lines.joined(separator: "\n")
        return [
            .init("context-flipped", .context, .read, flipped(good, seed: 3)),
            .init("context-cut", .context, .read, Array(good.prefix(good.count * 3 / 4))),
            .init("context-deep", .context, .read, "# Page snapshot\n\n```yaml\n\(deep)\n```\n"),
            .init("context-escapes", .context, .read, "# Error details\n\u{1b}]never ends"),
            .init("context-one-line", .context, .read, [UInt8](repeating: UInt8(ascii: "#"), count: 3_000_000)),
            .init("context-no-text", .context, .read, [UInt8](repeating: 0x0a, count: 3_000_000)),
        ]
    }

    private static func blob(_ name: String, _ fate: Fate, _ lines: [String]) -> DamagedArtifact {
        var zip = StoredZIP()
        zip.add("report.jsonl", lines.joined(separator: "\n"))
        return .init(name, .blob, fate, zip.bytes)
    }

    private static var blobs: [DamagedArtifact] {
        let config = #"{"method":"onConfigure","params":{"config":{"rootDir":"/w"}}}"#
        let test = #"{"testId":"t","title":"a","retries":0,"location":{"file":"a.ts","line":1e99}}"#
        let suite = #"{"title":"a.ts","entries":[\#(test),5,{"title":"b","entries":"x"}]}"#
        let project = #"{"method":"onProject","params":{"project":{"name":"p","suites":[\#(suite)]}}}"#
        let begin = #"{"method":"onTestBegin","params":{"testId":"t","result":{"id":"r","retry":-1}}}"#
        let end = #"{"method":"onTestEnd","params":{"test":{"testId":"t"},"result":{"id":"r","status":"failed"}}}"#
        let last = #"{"method":"onEnd","params":{}}"#
        let deep = nested(#"{"title":"d","entries":["#, test, "]}", 100)
        return [
            blob("blob-no-config", .refused, [project, begin, end, last]),
            blob("blob-cut", .partly, [config, project, begin, String(end.prefix(40))]),
            blob("blob-types", .partly, [config, "5", #"{"method":7}"#, #"{"method":"onTestEnd","params":[]}"#, last]),
            blob("blob-ends-nothing", .partly, [config, end, last]),
            blob("blob-twice", .read, [config, project, project, begin, end, end, begin, end, last]),
            blob(
                "blob-attachments", .read,
                [
                    config, project, begin,
                    #"{"method":"onAttach","params":{"resultId":"r","attachments":[{"path":""},{"path":"../x"},7]}}"#,
                    #"{"method":"onStdIO","params":{"resultId":"r","type":"stdout","data":"%%%","isBase64":true}}"#,
                    end,
                    last,
                ]),
            blob(
                "blob-deep-suites", .partly,
                [config, #"{"method":"onProject","params":{"project":{"suites":[\#(deep)]}}}"#, last]),
            blob(
                "blob-many-attempts", .partly,
                [config, project] + (0..<5_000).flatMap { _ in [begin, end.replacing("failed", with: "passed")] } + [
                    last
                ]),
        ]
    }
}
