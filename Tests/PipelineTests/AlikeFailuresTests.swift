import Domain
import Testing

@testable import Pipeline

struct AlikeFailuresTests {
    private func failure(_ id: String, group: String) -> FailureReport {
        FailureReport(
            id: id, fingerprint: id, testName: "test \(id)", project: "", file: "a.spec.ts", line: 1, errorMessage: "",
            category: .unknown, kind: "unknown", severity: .low, culprit: .unknown, confidence: 0, verdict: .unknown,
            evidence: [], rootCause: "", group: group)
    }

    @Test("The tests that failed the same way are named without the test itself, and all are counted")
    func names() {
        let many = (1...50).map { failure("m\($0)", group: "many") }
        let failures = [failure("a", group: "two"), failure("b", group: "two"), failure("c", group: "one")] + many
        let alike = AlikeFailures(failures)
        #expect(alike.names(failures[0]) == .init(["test b"], limit: 1))
        #expect(alike.names(failures[2]) == .init([], limit: 1))
        for failure in [many[0], many[20], many[49]] {
            let names = alike.names(failure)
            #expect(names.count == 49 && names.first.count == 20 && !names.first.contains(failure.testName))
        }
    }
}
