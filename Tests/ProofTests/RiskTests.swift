import Proof
import Testing

struct RiskTests {
    private func facts(_ change: (inout RiskFacts) -> Void) -> RiskFacts {
        var facts = RiskFacts()
        facts.files = ["tests/a.spec.ts"]
        facts.changedLines = 2
        facts.confidence = 0.97
        facts.strategies = ("getByTestId", "getByTestId")
        change(&facts)
        return facts
    }

    @Test("Is low for a sure change of one line, and says why")
    func low() {
        let risk = Risk(facts { _ in })
        #expect(risk.level == .low)
        #expect(
            risk.reasons == ["the new element was chosen with confidence 97 %", "2 lines in tests/a.spec.ts change"])
    }

    @Test("Grows with what is uncertain or far-reaching")
    func levels() {
        #expect(Risk(facts { $0.confidence = 0.7 }).level == .medium)
        #expect(Risk(facts { $0.confidence = 0.5 }).level == .high)
        #expect(Risk(facts { $0.strategies = ("getByTestId", "getByText") }).level == .medium)
        #expect(Risk(facts { $0.strategies = ("locator", "getByRole") }).level == .low)
        #expect(Risk(facts { $0.affectedTests = 30 }).level == .medium)
        #expect(Risk(facts { $0.changedLines = 12 }).level == .medium)
        #expect(Risk(facts { $0.changedLines = 40 }).level == .high)
        #expect(Risk(facts { $0.isWrittenByModel = true }).level == .high)
        #expect(
            Risk(
                facts {
                    $0.changesExpectedText = true; $0.usesPosition = true
                }
            ).level == .high)
        #expect(Risk(facts { $0.changesConfiguration = true }).reasons.first?.contains("configuration") == true)
        #expect(Risk.Level.low < .medium && Risk.Level.medium < .high)
    }
}
