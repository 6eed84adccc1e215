import Domain
import Testing

@testable import Triage

struct RuleBookTests {
    @Test("Every rule decides its own example as it says", arguments: RuleBook.all.map(\.id))
    func decidesItsExample(id: String) throws {
        let rule = try #require(RuleBook.all.first { $0.id == id })
        let found = Classifier.standard.classify(rule.example)
        #expect(found.rule == rule.id)
        #expect(found.kind == rule.kind)
        #expect(found.severity == rule.severity)
        #expect(found.culprit == rule.culprit)
        #expect((0.5...1).contains(found.confidence))
        #expect(found.evidence.first?.source == rule.source.rawValue)
        #expect(found.evidence.first?.text.hasPrefix(rule.finding) == true)
    }

    @Test("No two rules share an id, and ids are words joined by dots and hyphens")
    func idsAreUnique() {
        let ids = RuleBook.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { id in id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "." || $0 == "-" } })
    }

    @Test("Phrases are written as the folded text has them: without capitals")
    func phrasesAreFolded() {
        for rule in RuleBook.all {
            for part in Part.allCases {
                let phrases = rule.when.phrases(in: part)
                #expect(
                    phrases.allSatisfy { !$0.isEmpty && $0.foldedBytes(limit: .max).elementsEqual($0.utf8) },
                    "\(rule.id)")
            }
        }
    }

    @Test("Every kind of the labelling guide can be concluded")
    func everyKindIsReachable() {
        #expect(Set(RuleBook.all.map(\.kind)) == Set(FailureKind.allCases))
    }

    @Test("A word has room for every fact")
    func factsFitIntoOneWord() {
        #expect(Fact.allCases.count <= 64)
        var facts = Facts()
        for fact in Fact.allCases {
            #expect(!facts.contains(fact))
            facts.insert(fact)
            #expect(facts.contains(fact))
        }
    }

    @Test("A new rule is one entry: a book of one rule knows just that")
    func aBookOfOneRule() {
        let rule = Rule(
            "shop.till-closed", .page, .names, .other, .low, .environment, finding: "the till is closed",
            when: .says(.message, ["till is closed"]), example: .example("Error: the till is closed"))
        let classifier = Classifier(rules: [rule])
        #expect(classifier.classify(.example("Error: The TILL is closed today")).rule == "shop.till-closed")
        #expect(classifier.classify(.example("Error: something else")).rule == Rule.nothingMatched)
    }
}
