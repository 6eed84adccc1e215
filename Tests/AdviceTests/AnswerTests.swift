import Advice
import Domain
import Foundation
import Testing

struct AnswerTests {
    @Test(
        "Finds the first whole object, whatever a model writes around it",
        arguments: [
            #"{"a":1}"#, "```json\n{\"a\":1}\n```", "Here you are [1]: {\"a\":1}. More?", "\u{FEFF} {\"a\" : 1}",
            "<think>{\"a\":2}</think>{\"a\":1}", "I think {so}.</think>\n{\"a\":1}",
            "<think>x</think><think>{\"a\":3}</think>{\"a\":1}", "{broken {\"a\":1} {\"a\":2}",
        ])
    func findsObject(text: String) throws {
        #expect(try AnswerText.object(in: text) == ["a": 1])
    }

    @Test("Braces and quotes within strings do not end an object")
    func strings() throws {
        #expect(try AnswerText.object(in: #"x {"a":"} \" {"} y"#) == ["a": "} \" {"])
    }

    @Test(
        "An answer that was cut off, or is nothing but thinking, is none",
        arguments: ["", "yes", #"{"a":1"#, #"{"a":"b"#, "<think>{\"a\":1}", " <think> let me see", "[1, 2]"])
    func none(text: String) {
        #expect(throws: AnswerRejected.self) { try AnswerText.object(in: text) }
    }

    static let schema = AnswerSchema([
        "type": "object", "required": ["kind", "count"], "additionalProperties": false,
        "properties": [
            "kind": ["type": "string", "enum": ["a", "b"]],
            "count": ["type": "integer", "minimum": 0, "maximum": 3],
            "text": ["type": "string", "minLength": 2, "maxLength": 4],
            "list": ["type": "array", "minItems": 1, "maxItems": 2, "items": ["type": "boolean"]],
        ],
    ])

    @Test(
        "Says what does not fit the schema, and where",
        arguments: [
            (#"{"kind":"a","count":1}"#, nil),
            (#"{"kind":"b","count":3,"text":"ab","list":[true]}"#, nil),
            (#"{"count":1}"#, #"the answer lacks "kind""#),
            (#"{"kind":"c","count":1}"#, #""kind" of the answer is none of a, b"#),
            (#"{"kind":"a","count":"1"}"#, #""count" of the answer is no integer"#),
            (#"{"kind":"a","count":true}"#, #""count" of the answer is no integer"#),
            (#"{"kind":"a","count":1.5}"#, #""count" of the answer is no whole number"#),
            (#"{"kind":"a","count":4}"#, #""count" of the answer is 4, at most 3 are allowed"#),
            (#"{"kind":"a","count":-1}"#, #""count" of the answer is -1, at least 0 are wanted"#),
            (#"{"kind":"a","count":1,"text":"a"}"#, #""text" of the answer has 1 characters, at least 2 are wanted"#),
            (
                #"{"kind":"a","count":1,"text":"abcde"}"#,
                #""text" of the answer has 5 characters, at most 4 are allowed"#
            ),
            (#"{"kind":"a","count":1,"list":[]}"#, #""list" of the answer has 0 entries, at least 1 are wanted"#),
            (#"{"kind":"a","count":1,"list":[true,0]}"#, #"entry 1 of "list" of the answer is no boolean"#),
            (#"{"kind":"a","count":1,"more":null}"#, #"the answer has "more", which was not asked for"#),
            (#"{"kind":null,"count":1}"#, #""kind" of the answer is none of a, b"#),
        ] as [(String, String?)])
    func validates(json: String, objection: String?) throws {
        let value = try JSON.decode(JSONValue.self, from: Data(json.utf8))
        #expect(Self.schema.objection(to: value) == objection)
    }

    @Test("Without limits a schema keeps types, choices and names")
    func withoutLimits() {
        #expect(
            Self.schema.withoutLimits == [
                "type": "object", "required": ["kind", "count"], "additionalProperties": false,
                "properties": [
                    "kind": ["type": "string", "enum": ["a", "b"]], "count": ["type": "integer"],
                    "text": ["type": "string"], "list": ["type": "array", "items": ["type": "boolean"]],
                ],
            ])
    }

    @Test("Whole numbers stay whole on their way out")
    func wholeNumbers() throws {
        let json: JSONValue = ["a": 3, "b": -1, "c": [true, .null, "x"]]
        #expect(String(decoding: try JSON.encode(json), as: UTF8.self) == #"{"a":3,"b":-1,"c":[true,null,"x"]}"#)
    }
}
