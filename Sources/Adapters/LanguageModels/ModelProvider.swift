import Advice
import HTTPClient

/// A service that language models run at.
protocol ModelProvider: Sendable {
    /// As people name it: `Ollama`, `Anthropic`.
    var name: String { get }
    var pace: RequestPace { get }
    /// Asks once. What comes back is whole, or an error.
    /// - Throws: `ProviderFailure`, `CancellationError`.
    func complete(_ request: CompletionRequest) async throws -> Completion
    /// How long to wait before the same question is asked again; nil when that does not help.
    /// - Parameter attempt: the one that failed, from 1.
    func wait(after failure: ProviderFailure, attempt: Int) -> Duration?
}

/// One question as a service gets it; everything in it may leave the machine.
struct CompletionRequest: Hashable, Sendable {
    var model: String
    var system: String
    var user: String
    /// nil for plain text.
    var schema: AnswerSchema?
    /// For the answer, and for what the model thinks before it.
    var answerTokens: Int
    /// Tokens that question and answer may take together; nil: more than any question of ours.
    var contextTokens: Int?
    var mayThink = false
    /// The model is meant to be on a graphics card.
    var isOnCard = false
    var timeLimit: Duration = .seconds(300)
    /// The how-manieth try it is, from 1.
    var attempt = 1

    /// What the prompt probably takes: three bytes a token, as in code.
    var promptTokens: Int { (system.utf8.count + user.utf8.count) / 3 + 50 }
    /// What it takes at the most; for money.
    var mostPromptTokens: Int { (system.utf8.count + user.utf8.count) / 2 + 100 }
}

struct Completion: Hashable, Sendable {
    let text: String
    let inputTokens: Int
    let outputTokens: Int
    /// What people should know of how it came about.
    var note: String?
}

/// A model, and how it is asked.
struct ModelPick: Hashable, Sendable {
    enum Thinking: Hashable, Sendable {
        case never
        /// It can be told not to, and is but where evidence has to be weighed.
        case forAnalysis
        case always
    }

    let name: String
    let contextTokens: Int?
    let thinking: Thinking
    let isOnCard: Bool
    /// Why it was taken.
    let why: String

    /// What thinking takes before an answer begins.
    private static let thinkingTokens = 4000

    func mayThink(_ demand: AdviceDemand) -> Bool {
        thinking == .always || (thinking == .forAnalysis && demand == .analysis)
    }

    func thinkingTokens(_ mayThink: Bool) -> Int { mayThink ? Self.thinkingTokens : 0 }
}

/// Why a service gave no answer.
struct ProviderFailure: Error, Hashable, CustomStringConvertible {
    enum Kind: Hashable, Sendable {
        /// Network, or an answer that broke off: the same question may be asked again.
        case transport
        /// Nobody is there, or nobody answers: asking again takes as long again.
        case silence
        /// Too many questions; nil when no wait was named.
        case limited(wait: Duration?)
        /// The service is short of machines, for everybody.
        case overloaded
        /// The key, the account or its money: no question will be answered until a person acts.
        case closed
        /// There is no such model, or it cannot be run there.
        case noModel
        /// Too long, malformed, refused by the service: the same question gets the same answer.
        case refused
        /// The question does not fit the model, so that nobody was asked.
        case unfit
        /// The answer stopped at its length, or was refused by the model, or is empty.
        case incomplete
    }

    /// What the try has cost.
    enum Spent: Hashable, Sendable {
        case nothing
        case known(input: Int, output: Int)
        /// It may have been answered in full before it was lost.
        case unknown
    }

    let kind: Kind
    let description: String
    let spent: Spent
    /// What the service itself says about asking again; nil: nothing.
    let mayBeRepeated: Bool?

    init(_ kind: Kind, _ description: String, spent: Spent = .unknown, mayBeRepeated: Bool? = nil) {
        self.kind = kind
        self.description = description
        self.spent = spent
        self.mayBeRepeated = mayBeRepeated
    }
}
