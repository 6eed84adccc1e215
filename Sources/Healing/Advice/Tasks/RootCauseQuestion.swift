/// Why one failure happened, in plain words, resting on items of evidence that were given.
package struct RootCauseQuestion: AdviceTask {
    package struct Answer: Hashable, Sendable, Codable {
        package let rootCause: String
        /// Ids of the items that it rests on.
        package let evidence: [String]
        package let wouldBeDisprovenBy: String
    }

    package static let name = "root-cause"
    package static let demand = AdviceDemand.analysis

    package let material: [AdviceMaterial]
    private let ids: [String]

    /// - Parameters:
    ///   - evidence: what is known, each under an id such as `e1`.
    ///   - further: error, page, diff.
    package init(evidence: [(id: String, text: String)], further: [AdviceMaterial]) {
        ids = evidence.map(\.id)
        material =
            [
                AdviceMaterial(
                    name: "evidence", text: evidence.map { "\($0.id): \($0.text.onOneLine)" }.joined(separator: "\n"),
                    limitCharacters: 6000)
            ] + further
    }

    package var instructions: String {
        """
        Say in at most three sentences why the test failed and who is at fault: the app, the test, or what surrounds them. \
        Name the ids of the items of evidence that this rests on; use no others and invent none. Say what would disprove it.
        """
    }

    package var form: AnswerForm {
        .json(
            .object([
                "rootCause": .text(20...900, "at most three sentences"),
                "evidence": .list(of: .oneOf(ids, "id of an item"), count: min(1, ids.count)...ids.count),
                "wouldBeDisprovenBy": .text(5...400, "one sentence"),
            ]))
    }

    package var answerTokens: Int { 500 }

    package func read(_ text: String, shown: [AdviceMaterial]) throws -> Answer { try object(Answer.self, in: text) }
}
