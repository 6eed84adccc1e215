/// Which failures of a run look as if they had one cause.
package struct RunPatterns: AdviceTask {
    package struct Pattern: Hashable, Sendable, Codable {
        package let title: String
        /// Numbers of the failures, as they were given.
        package let failures: [Int]
        package let likelyCause: String
        /// A piece of the material that shows it, word for word.
        package let quote: String
    }

    package struct Answer: Hashable, Sendable, Codable { package let patterns: [Pattern] }

    package static let name = "patterns"
    package static let demand = AdviceDemand.analysis
    private static let patternLimit = 5
    /// More would leave too little room for each.
    private static let failureLimit = 30

    package let material: [AdviceMaterial]
    private let count: Int

    /// - Parameter failures: one text each: test, error, what was seen. What comes after the thirtieth is left out.
    package init(failures: [String]) {
        count = min(failures.count, Self.failureLimit)
        material = failures.prefix(Self.failureLimit).enumerated().map {
            AdviceMaterial(name: "failure-\($0.offset)", text: $0.element, limitCharacters: 1200)
        }
    }

    package var instructions: String {
        """
        Below are \(count) failures of one run, numbered from 0. Find groups of two or more that look as if they had one \
        cause. For each give a short title, the numbers, the likely cause in one sentence, and a quote: at least 8 \
        characters copied exactly from the block of one of these failures that shows it. No group at all is a good answer.
        """
    }

    package var form: AnswerForm {
        let pattern = JSONValue.schema([
            "title": .text(1...120, "short"),
            "failures": .list(of: .whole(0...max(0, count - 1), "number of a failure"), count: 2...max(2, count)),
            "likelyCause": .text(1...400, "one sentence"),
            "quote": .text(8...300, "copied exactly from a block"),
        ])
        return .json(.object(["patterns": .list(of: pattern, count: 0...Self.patternLimit)]))
    }

    package var answerTokens: Int { 900 }

    package func read(_ text: String, shown: [AdviceMaterial]) throws -> Answer {
        let answer = try object(Answer.self, in: text)
        for pattern in answer.patterns {
            guard Set(pattern.failures).count > 1 else {
                throw AnswerRejected("\"\(pattern.title.prefix(60))\" names fewer than two failures")
            }
            let blocks = pattern.failures.compactMap { number in shown.first { $0.name == "failure-\(number)" } }
            guard Quotation.stands(pattern.quote, in: blocks) else {
                throw AnswerRejected("the quote of \"\(pattern.title.prefix(60))\" stands in none of its failures")
            }
        }
        return answer
    }
}

/// Holds what a model says that it read against what it was given.
enum Quotation {
    /// White space aside, since models wrap lines as they like.
    static func stands(_ quote: String, in material: [AdviceMaterial]) -> Bool {
        let wanted = folded(quote)
        return !wanted.isEmpty && material.contains { folded($0.text).contains(wanted) }
    }

    private static func folded(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }
}
