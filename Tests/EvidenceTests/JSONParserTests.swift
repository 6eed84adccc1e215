import Foundation
import Testing

@testable import Evidence

struct JSONParserTests {
    private func value(_ text: String) throws -> JSON {
        var parser = JSONParser(Array(text.utf8))
        return try parser.value()
    }

    @Test(
        "Reads strings with every escape",
        arguments: [
            (#""a\n\t\r\b\f\/\\\"""#, "a\n\t\r\u{8}\u{c}/\\\""), (#""\u00e4\ud83d\ude00""#, "ä😀"),
            (#""\ud83d x""#, "\u{fffd} x"),
            (#""\ude00""#, "\u{fffd}"), ("\"raw\u{1}\n\"", "raw\u{1}\n"), (#""e\u0301""#, "e\u{301}"), (#""""#, ""),
        ])
    func readsStrings(text: String, expected: String) throws {
        #expect(try value(text).string.map { Array($0.utf8) } == Array(expected.utf8))
    }

    @Test(
        "Reads numbers",
        arguments: [("0", 0), ("-17", -17), ("2304.23", 2304.23), ("1e3", 1000), ("1795353408863", 1.795353408863e12)])
    func readsNumbers(text: String, expected: Double) throws {
        #expect(try value(text).double == expected)
    }

    @Test("A wrong type is nil, a missing member too, and the last of two counts")
    func answersOtherTypesWithNil() throws {
        let object = try value(#"{"a": 1, "b": null, "a": "x", "c": [true, {}], "big": 1e300}"#)
        #expect(object["a"]?.string == "x")
        #expect(object["a"]?.int == nil)
        #expect(object["b"] == nil && object["d"] == nil)
        #expect(object["c"]?.array?.first?.bool == true)
        #expect(object["big"]?.int == nil)
    }

    @Test(
        "Says where and why",
        arguments: [
            ("", 0, "it ends too early"), ("[1,", 3, "it ends too early"),
            ("[1 2]", 3, "a comma or the end of a list was expected"),
            ("{1:2}", 1, "a key was expected"), (#"{"a" 2}"#, 5, "a colon was expected"),
            ("tru", 0, "this is no JSON value"),
            ("-", 0, "this is no JSON value"), (#""\x""#, 2, "an unknown escape in a string"),
            (#""\u12g4""#, 3, "four hexadecimal digits were expected"),
        ])
    func reportsFailures(text: String, offset: Int, reason: String) {
        #expect(throws: JSONParser.Failure(offset: offset, reason: reason)) { try value(text) }
    }

    @Test("Nesting has a limit for values, none for what is skipped")
    func limitsDepth() throws {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(throws: JSONParser.Failure.self) { try value(deep) }
        var parser = JSONParser(Array((deep + " 7").utf8))
        try parser.skip()
        #expect(try parser.value().int == 7)
    }

    @Test(
        "Skipping and reading end at the same place",
        arguments: [#"{"a":[1,"]",{"b":"\"}"}]}"#, "[]", "true", "-1.5", #""\\""#])
    func skipsValues(text: String) throws {
        var reading = JSONParser(Array("\(text) ,".utf8))
        var skipping = reading
        _ = try reading.value()
        try skipping.skip()
        #expect(reading.position == skipping.position)
    }
}
