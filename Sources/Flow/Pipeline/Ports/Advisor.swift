package import Advice
package import Domain

/// Finds a language model for a job.
package protocol AdvisorSource: Sendable {
    /// Never fails: no model is an answer.
    /// - Parameter spending: of the job, which goes on with what is left of its budget.
    func advisor(spending: any SpendingLog) async -> AdvisorChoice
}

package struct AdvisorChoice: Sendable {
    /// nil: none.
    package let advisor: (any Advisor)?
    /// Which was taken and why the others were not, for example `llama3.3:70b skipped: needs 52 GiB, 31 free`.
    package let why: [String]

    package init(advisor: (any Advisor)?, why: [String]) {
        self.advisor = advisor
        self.why = why
    }
}

/// A language model with the budget of one job.
package protocol Advisor: Sendable {
    /// Answers one question, with retries and, where another model is at hand, with that.
    /// - Throws: `AdviceUnavailable`, `CancellationError`.
    func ask<Task: AdviceTask>(_ task: Task) async throws -> Advice<Task.Answer>
    /// What the job has used so far.
    func usage() async -> HealingReport.Metrics.LanguageModel
    /// What went wrong on the way, for the report: one line a fault.
    func incidents() async -> [String]
}

package struct Advice<Answer: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    package let answer: Answer
    /// For example `claude-haiku-5-5`.
    package let model: String

    package init(answer: Answer, model: String) {
        self.answer = answer
        self.model = model
    }
}

/// No model gave an answer that can be used: who was asked, what came back.
package struct AdviceUnavailable: Error, Hashable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
