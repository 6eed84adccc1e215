import Foundation
import Testing

@testable import Locators

struct LocateCaseTests {
    @Test("Answers a case with one line of JSON")
    func answers() throws {
        let document = """
            {"target": {"tag": "A", "text": "Cart", "x": 3}, "candidates": [
              {"key": "k1", "attributes": {"tag": "A", "text": "Cart", "x": null}},
              {"key": "k2", "attributes": {"tag": "P", "text": "Legal notice"}}]}
            """
        let answer = try LocateCase(Data(document.utf8), line: 1).answer(always: true)
        #expect(answer.choice == "k1")
        #expect(answer.ranking.map(\.key) == ["k1", "k2"])
        #expect(0...1 ~= answer.confidence)
        #expect(try answer.line().contains("\"choice\":\"k1\""))
        let words = answer.text.split(separator: "\n")
        #expect(words.count == 4 && words[0] == "k1  \(answer.confidence)" && words[1] == "  \(answer.why)")
        #expect(words[3].hasSuffix("  k2"))
    }

    @Test("A refusal is written as null")
    func refusal() throws {
        let document = "{\"target\": {\"tag\": \"a\", \"text\": \"Cart\"}, \"candidates\": []}"
        #expect(try LocateCase(Data(document.utf8), line: 1).answer().line().contains("\"choice\":null"))
        #expect(try LocateCase(Data(document.utf8), line: 1).answer().text.hasPrefix("none\n"))
    }

    @Test("Reads a case a line and leaves empty lines out")
    func lines() {
        let line = "{\"target\": {}, \"candidates\": []}"
        let cases = LocateCase.cases(in: Data("\(line)\n\n\(line)\nnonsense\n".utf8))
        #expect(cases.count == 3)
        #expect(cases.map { (try? $0.get()) != nil } == [true, true, false])
    }

    @Test(
        "Says where and what is wrong",
        arguments: [
            ("nonsense", "line 7: not a JSON object"), ("[]", "line 7: expected an object"),
            ("{}", "line 7: \"target\" is missing"),
            ("{\"target\": {}}", "line 7: \"candidates\" is missing"),
            ("{\"target\": {}, \"candidates\": [{}]}", "line 7: candidates[0] has no \"key\""),
            ("{\"target\": {}, \"candidates\": [{\"key\": \"a\"}]}", "line 7: \"candidates[0].attributes\" is missing"),
            ("{\"target\": {\"tag\": []}, \"candidates\": []}", "line 7: \"target.tag\" is neither text nor a number"),
        ])
    func errors(document: String, message: String) {
        let error = #expect(throws: LocateCase.Invalid.self) { try LocateCase(Data(document.utf8), line: 7) }
        #expect(error?.description.hasPrefix(message) == true)
    }
}
