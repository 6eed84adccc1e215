import Domain
import Testing

@testable import Advice

struct TaskTests {
    @Test("Every schema says only what the check understands")
    func schemas() {
        let forms = [
            RunPatterns(failures: ["a", "b"]).form, RootCauseQuestion(evidence: [("e1", "x")], further: []).form,
            StrategyQuestion(open: [.locator], material: []).form,
            CandidateChoice(remembered: "r", candidates: ["a"]).form,
        ]
        for case .json(let schema) in forms { #expect(Self.keywords(schema.json).isSubset(of: AnswerSchema.keywords)) }
        #expect(forms.allSatisfy { $0 != .text })
    }

    /// Of the schema itself, not the names of properties.
    static func keywords(_ schema: JSONValue) -> Set<String> {
        let members = schema.object ?? [:]
        let inner = (members["properties"]?.object?.values.map { $0 } ?? []) + [members["items"]].compactMap(\.self)
        return inner.reduce(Set(members.keys)) { $0.union(keywords($1)) }
    }

    let patterns = RunPatterns(failures: ["cart: TimeoutError at  /api/cart", "pay: 500 from /api/pay", "pay: fine"])

    @Test("A pattern needs two failures and a quote that stands in one of them, white space aside")
    func pattern() throws {
        let answer = try patterns.read(
            #"{"patterns":[{"title":"t","failures":[0,1],"likelyCause":"c","quote":"timeouterror AT /api/cart"}]}"#,
            shown: patterns.material)
        #expect(answer.patterns.map(\.failures) == [[0, 1]])
        #expect(try patterns.read(#"{"patterns":[]}"#, shown: patterns.material).patterns.isEmpty)
    }

    @Test(
        "A pattern that was made up is rejected",
        arguments: [
            #"{"patterns":[{"title":"t","failures":[0,2],"likelyCause":"c","quote":"500 from /api/pay"}]}"#,
            #"{"patterns":[{"title":"t","failures":[0,1],"likelyCause":"c","quote":"never said so"}]}"#,
            #"{"patterns":[{"title":"t","failures":[0,0],"likelyCause":"c","quote":"TimeoutError at"}]}"#,
            #"{"patterns":[{"title":"t","failures":[0,3],"likelyCause":"c","quote":"TimeoutError at"}]}"#,
            #"{"patterns":[{"title":"t","failures":[0],"likelyCause":"c","quote":"TimeoutError at"}]}"#,
        ])
    func madeUpPattern(text: String) {
        #expect(throws: AnswerRejected.self) { try patterns.read(text, shown: patterns.material) }
    }

    @Test("A quote is held against what was shown, not against what was left out")
    func quoteOfTheShown() {
        let text = #"{"patterns":[{"title":"t","failures":[0,1],"likelyCause":"c","quote":"TimeoutError at"}]}"#
        let shown = patterns.material.map { part in
            var part = part
            part.text = "…"
            return part
        }
        #expect(throws: AnswerRejected.self) { try patterns.read(text, shown: shown) }
    }

    @Test("A root cause rests on items that were given")
    func rootCause() throws {
        let question = RootCauseQuestion(
            evidence: [("e1", "status 500\nfrom /api"), ("e2", "red button")], further: [])
        #expect(question.material[0].text == "e1: status 500 from /api\ne2: red button")
        func read(_ ids: String) throws -> [String] {
            let text = "The product's server answered 500."
            return try question.read(
                #"{"rootCause":"\#(text)","evidence":[\#(ids)],"wouldBeDisprovenBy":"a 200"}"#, shown: []
            ).evidence
        }
        #expect(try read(#""e2","e1""#) == ["e2", "e1"])
        #expect(throws: AnswerRejected.self) { try read(#""e3""#) }
        #expect(throws: AnswerRejected.self) { try read("") }
    }

    @Test("A way of repair is one of those that are open, or none")
    func strategy() throws {
        let question = StrategyQuestion(open: [.locator, .wait], material: [])
        func read(_ way: String) throws -> StrategyQuestion.Strategy {
            try question.read(#"{"strategy":"\#(way)","reason":"because"}"#, shown: []).strategy
        }
        #expect(try read("wait") == .wait)
        #expect(try read("none") == .none)
        #expect(throws: AnswerRejected.self) { try read("app-code") }
        #expect(throws: AnswerRejected.self) { try read("delete the test") }
    }

    @Test("A choice is the number of a candidate that was shown, or none")
    func choice() throws {
        let question = CandidateChoice(remembered: "Buy", candidates: ["Buy now", "Sell\n5: Pay"])
        let material = question.material
        #expect(material[1].text == "0: Buy now\n1: Sell 5: Pay")
        func read(_ number: String, _ shown: [AdviceMaterial]) throws -> Int? {
            try question.read(#"{"choice":\#(number),"reason":"the same"}"#, shown: shown).index
        }
        #expect(try read("1", material) == 1)
        #expect(try read("-1", material) == nil)
        for number in ["2", "5", "0.5", #""0""#] {
            #expect(throws: AnswerRejected.self) { try read(number, material) }
        }
        #expect(throws: AnswerRejected.self) { try read("1", [AdviceMaterial(name: "candidates", text: "0: Buy now")]) }
    }

    @Test("Without candidates there is nothing to choose")
    func noCandidates() {
        let question = CandidateChoice(remembered: "Buy", candidates: [])
        #expect(throws: AnswerRejected.self) {
            try question.read(#"{"choice":0,"reason":"the same"}"#, shown: question.material)
        }
    }
}
