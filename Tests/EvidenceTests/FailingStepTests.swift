import Testing

@testable import Evidence

struct FailingStepTests {
    private static let click = "Error: locator.click: Timeout 1000ms exceeded."

    private static func trace(_ steps: [(String, String?, String?)], _ errors: String...) -> Trace {
        Trace(
            steps: steps.map { Trace.Step(callID: $0.0, parentID: $0.1, method: "click", error: $0.2) },
            errors: errors.map { .init(message: $0) })
    }

    @Test("A click that the test caught is not blamed for what the test threw later")
    func caught() {
        #expect(Self.trace([("1", nil, Self.click)], "Error: no total").failingStep == nil)
        #expect(Self.trace([("1", nil, Self.click)], Self.click).failingStep?.callID == "1")
        #expect(Self.trace([("1", nil, Self.click)]).failingStep?.callID == "1")
    }

    @Test("Where the test's time ran out, the step in which it did is blamed")
    func timedOut() {
        let timeout = "Test timeout of 30000ms exceeded."
        let steps: [(String, String?, String?)] = [("1", nil, Self.click), ("2", nil, "Error: Test ended.")]
        #expect(Self.trace(steps, timeout).failingStep?.callID == "2")
        #expect(Self.trace(steps, timeout, Self.click).failingStep?.callID == "1")
    }

    @Test("Of what was tried again within a step, the last try is blamed")
    func triedAgain() {
        let outer = "Error: Timeout 5000ms exceeded while waiting on the predicate"
        let steps: [(String, String?, String?)] = [
            ("1", nil, outer), ("2", "1", "Error: a"), ("3", "1", "Error: b"), ("4", nil, "Error: caught"),
        ]
        #expect(Self.trace(steps, outer).failingStep?.callID == "3")
    }

    @Test("Steps that are within each other by damage end the search")
    func circle() {
        let steps: [(String, String?, String?)] = [
            ("1", "2", nil), ("2", "1", nil), ("3", "1", "Error: a"), ("4", nil, "Error: x"), ("5", "4", nil),
        ]
        #expect(Self.trace(steps, "Error: y").failingStep == nil)
        #expect(
            Self.trace([("4", nil, "Error: x"), ("3", "1", "Error: a"), ("5", "4", "Error: z")], "Error: x")
                .failingStep?.callID == "5")
    }
}
