/// Which of the elements that we computed is the remembered one, or none. The model never names an element of its own.
package struct CandidateChoice: AdviceTask {
    package struct Answer: Hashable, Sendable, Codable {
        /// Number of the candidate; -1 for none.
        package let choice: Int
        package let reason: String

        package var index: Int? { choice < 0 ? nil : choice }
    }

    package static let name = "candidate"
    package static let demand = AdviceDemand.choice

    package let material: [AdviceMaterial]
    private let count: Int

    /// - Parameters:
    ///   - remembered: what the element was when the test was last green, and what the test does with it.
    ///   - candidates: what is on the page now, one text each.
    package init(remembered: String, candidates: [String], further: [AdviceMaterial] = []) {
        count = candidates.count
        // A name from the page must not look like a line of the list.
        let list = candidates.enumerated().map { "\($0.offset): \($0.element.onOneLine)" }.joined(separator: "\n")
        material =
            [
                AdviceMaterial(name: "remembered", text: remembered, limitCharacters: 1000),
                AdviceMaterial(name: "candidates", text: list, limitCharacters: 4000, isPageContent: true),
            ] + further
    }

    package var instructions: String {
        """
        A test used an element that its locator does not find any more. Choose the candidate that has the same function \
        on the page, by its number from 0 to \(max(0, count - 1)); -1 when none has, or when two are as likely. An element \
        that merely looks alike but does something else is the worst answer of all.
        """
    }

    package var form: AnswerForm {
        .json(
            .object([
                "choice": .whole(-1...max(0, count - 1), "number of the candidate, -1 for none"),
                "reason": .text(5...300, "one sentence"),
            ]))
    }

    package var answerTokens: Int { 200 }

    package func read(_ text: String, shown: [AdviceMaterial]) throws -> Answer {
        let answer = try object(Answer.self, in: text)
        if let index = answer.index {
            let lines = shown.first { $0.name == "candidates" }?.text.split(separator: "\n") ?? []
            guard index < count, lines.contains(where: { $0.hasPrefix("\(index): ") }) else {
                throw AnswerRejected("candidate \(index) was not among those that were shown")
            }
        }
        return answer
    }
}
