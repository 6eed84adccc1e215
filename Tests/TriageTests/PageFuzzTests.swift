import Domain
import Foundation
import TestKit
import Testing

@testable import Triage

/// Pages as accessibility trees, damaged at random: each is classified all the same.
/// SELFHEAL_FUZZ_ROUNDS makes it longer.
struct PageFuzzTests {
    private static let page = """
        - banner:
          - link "Home" [ref=e1]:
            - /url: /
        - main [ref=e2]:
          - heading "Sign in" [level=1] [ref=e3]
          - textbox "Password" [active]: secret
          - checkbox "Stay" [checked]
          - 'button "Pay: now" [disabled]'
          - status: Loading…
          - text: "500 \\"Internal\\" Server Error"
        """

    @Test("Page snapshots")
    func readsPages() {
        let rounds = ProcessInfo.processInfo.environment["SELFHEAL_FUZZ_ROUNDS"].flatMap { UInt64($0) } ?? 300
        for seed in 1...max(rounds, 1) {
            var random = SeededGenerator(seed: seed)
            let page = String(decoding: Mutation.damaged(Array(Self.page.utf8), &random), as: UTF8.self)
            let evidence = FailureEvidence.example(
                "Error: locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByText('Pay')",
                page: page)
            let classification = Classifier.standard.classify(evidence)
            #expect((0...1).contains(classification.confidence) && !classification.evidence.isEmpty, "seed \(seed)")
            #expect(evidence.observed.page != nil, "seed \(seed)")
        }
    }
}
