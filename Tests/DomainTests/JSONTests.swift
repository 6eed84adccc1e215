import Domain
import Foundation
import Testing

struct JSONTests {
    @Test("A flat object of texts is written as the encoder writes it")
    func writesObjects() throws {
        let odd = String(decoding: Array(0...127), as: UTF8.self) + "é\u{2028}😀/\\\""
        let written = JSON.object(["a": "1", "b": nil, "c": odd])
        #expect(written == String(decoding: try JSON.encode(["a": "1", "c": odd]), as: UTF8.self))
        #expect(JSON.object(["a": nil]) == "{}")
    }

    @Test("A value is written as the encoder writes it, a whole number without a fraction")
    func writesValues() throws {
        let written = JSON.text(
            of: .object([
                "a": .list([.number(0.785), .number(1), .number(1e-7), .whole(-3)]), "b": .flag(true), "c": nil,
                "d": .object(["e": .list([]), "f": .flag(false)]),
            ]))
        #expect(written == #"{"a":[0.785,1,1e-07,-3],"b":true,"d":{"e":[],"f":false}}"#)
        #expect(String(decoding: try JSON.encode([0.785, 1, 1e-7]), as: UTF8.self) == "[0.785,1,1e-07]")
    }

    @Test("A failure's own text is the encoder's, with all that it may have and with no more than it must")
    func writesFailures() throws {
        var failure = FailureReport(
            id: "1@chromium", fingerprint: "f", testName: "pays “now”\n", project: "chromium", file: "a/b.spec.ts",
            line: 3, errorMessage: "Error: \u{1b}[31m\"no\"\\ 😀", category: .auth, kind: "token-expired",
            severity: .high,
            culprit: .environment, confidence: 0.93, verdict: .environment,
            evidence: [.init(rule: "r", text: "t", source: "page"), .init(rule: "", text: "", source: "")],
            rootCause: "why", group: "g")
        #expect(failure.jsonText() == String(decoding: try JSON.encode(failure), as: UTF8.self))
        failure.autoFixable = true
        failure.screenshot = "QUJD"
        failure.trace = "trace.zip"
        failure.videos = ["video.webm", "video-1.webm"]
        failure.suggestedFix = .init(playbook: "clear-session", class: .a, why: "it expired")
        failure.observed = Self.littleSeen
        #expect(failure.jsonText() == String(decoding: try JSON.encode(failure), as: UTF8.self))
        failure.observed = Self.allSeen
        failure.fix = "fix"
        failure.issue = "https://example.com/1"
        #expect(failure.jsonText() == String(decoding: try JSON.encode(failure), as: UTF8.self))
        #expect(Self.isWhole(failure), "a member has no value here, so that nothing tells whether it is written")
    }

    private static let littleSeen = ObservedFailure(
        step: nil, place: nil, page: nil, network: .init([], limit: 1), console: .init([], limit: 1), alike: nil,
        lastGreen: .init(outcome: .notRecalled, text: "never seen"),
        change: .init(scope: .unknown, files: .init([], limit: 1), replaced: .init([], limit: 1)),
        rerun: .init(.green), base: .init(.notRun))

    private static let allSeen = ObservedFailure(
        step: .init(method: "click", locator: "getByText('\"é\u{2028}')", assertion: "not.toBeVisible"),
        place: SourceLocation(file: "a/b.spec.ts", line: 3, column: 9),
        page: .init(shows: .logInPage, url: "https://example.com/?a=\"b\"", title: "Sign in"),
        network: .init(
            [
                .init(method: "GET", url: "https://example.com/", status: 500, failure: "net::ERR"),
                .init(method: "POST", url: "/", status: -1, failure: "x"),
            ], limit: 2),
        console: .init(["a", "b"], limit: 1), alike: .init(["c"], limit: 1),
        lastGreen: .init(
            outcome: .counterpartFound, text: "it is called so now",
            step: .init(commit: "abc", isRemembered: true, url: "/", title: "Shop", element: "a button")),
        change: .init(
            scope: .both, base: "def", files: .init(["a"], limit: 1),
            replaced: .init([.init(old: "Buy", new: "Order", file: "a.js")], limit: 1), intended: "it says so"),
        rerun: .init(.green, reason: "r"), base: .init(.red, reason: "it was red"))

    /// Whether nothing in it is nil.
    private static func isWhole(_ value: Any) -> Bool {
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .optional, mirror.children.isEmpty { return false }
        return mirror.children.allSatisfy { isWhole($0.value) }
    }

    /// The texts, numbers and flags of an object, and the name of what was not of the form asked for.
    private func read(_ json: String) throws -> (texts: [String], numbers: [Int], unexpected: String?) {
        var reader = JSONReader(Array(json.utf8))
        var texts: [String] = []
        var numbers: [Int] = []
        try reader.readObject { (name, value) throws(JSONReader.Malformed) in
            switch name {
            case "t": if let text = try value.text() { texts.append(text) }
            case "n": if let number = try value.integer() { numbers.append(number) }
            case "list":
                try value.readArray { (each) throws(JSONReader.Malformed) in
                    if let text = try each.text() { texts.append(text) }
                }
            default: break
            }
        }
        try reader.end()
        return (texts, numbers, reader.unexpected)
    }

    @Test("A reader finds what it is asked for, between whatever else there is")
    func reads() throws {
        let found = try read(
            #" { "x": {"t": "no", "y": [1, {"z": null}]}, "t" : "a\n\u00e9\ud83d\ude00\/" , "n": -1.2e1, "list": ["b", "c"] } "#
        )
        #expect(found.texts == ["a\né😀/", "b", "c"])
        #expect(found.numbers == [-12])
        #expect(found.unexpected == nil)
    }

    @Test("The first value of another kind is named by its path, and null is absence")
    func namesTheUnexpected() throws {
        #expect(try read(#"{"t": null, "n": "1", "list": 5}"#).unexpected == "n")
        #expect(try read("[]").unexpected == "")
    }

    @Test(
        "What is no JSON is refused, also where nobody looks",
        arguments: [
            "", "{", "}", "{}x", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":+1}",
            "{\"a\":1e}", "{\"a\":tru}", "{\"a\":nul}", "{\"a\":\"\u{1}\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}",
            "{\"a\":\"", "{\"a\":\"\\", "{\"a\":\"\\u12", "{\"a\":[1 2]}", "{\"a\":[}", "{\"t\":\"\\ud800\"}",
            "{\"t\":\"\\ud800\\u0041\"}", "{\"n\":99999999999999999999}",
            "{\"a\":" + String(repeating: "[", count: 600) + String(repeating: "]", count: 600) + "}",
        ])
    func refuses(json: String) {
        #expect(throws: JSONReader.Malformed.self) { try read(json) }
    }

    @Test("Texts that are not UTF-8 are refused", arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]])
    func refusesOtherOctets(octets: [UInt8]) {
        var reader = JSONReader([UInt8(ascii: "\"")] + octets + [UInt8(ascii: "\"")])
        #expect(throws: JSONReader.Malformed.self) { try reader.skipValue() }
    }
}
