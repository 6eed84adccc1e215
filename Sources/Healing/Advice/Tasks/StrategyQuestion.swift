/// Which way of repair is worth a try; a closed set, of which each way has its own gate and proof.
package struct StrategyQuestion: AdviceTask {
    package enum Strategy: String, Hashable, Sendable, Codable, CaseIterable {
        /// The test finds the wrong element, or none.
        case locator
        /// The test waits for too little.
        case wait
        /// The test's own code is wrong.
        case testCode = "test-code"
        /// The product's code is wrong.
        case appCode = "app-code"
        /// Something around app and test is broken.
        case environment
        case none
    }

    package struct Answer: Hashable, Sendable, Codable {
        package let strategy: Strategy
        package let reason: String
    }

    package static let name = "strategy"
    package static let demand = AdviceDemand.choice

    package let material: [AdviceMaterial]
    private let open: [Strategy]

    /// - Parameter open: ways that could be tried; `none` is always among them.
    package init(open: [Strategy], material: [AdviceMaterial]) {
        self.open = open.contains(.none) ? open : open + [.none]
        self.material = material
    }

    package var instructions: String {
        """
        Choose how this failure should be repaired. `locator`: the app renamed or moved the element. `wait`: the test \
        does not wait for a state that comes later. `test-code`: a mistake in the test, such as a missing await or a typo. \
        `app-code`: the app is broken. `environment`: something around both is broken. `none`: leave it to a person. A test \
        that finds a real bug of the app must stay red: then `app-code` or `none`.
        """
    }

    package var form: AnswerForm {
        .json(
            .object([
                "strategy": .oneOf(open.map(\.rawValue), "the way"), "reason": .text(5...400, "one sentence"),
            ]))
    }

    package var answerTokens: Int { 200 }

    package func read(_ text: String, shown: [AdviceMaterial]) throws -> Answer { try object(Answer.self, in: text) }
}
