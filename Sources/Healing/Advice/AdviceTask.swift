/// One question to a language model: what is asked, what it may look at, and what counts as an answer.
///
/// The model gets no tools and no secrets; whatever it says becomes a value of a closed set, or nothing.
package protocol AdviceTask: Sendable {
    associatedtype Answer: Hashable, Sendable, Codable

    /// As the log and the report name it, for example `root-cause`.
    static var name: String { get }
    /// Which gifts of a model it needs.
    static var demand: AdviceDemand { get }
    /// What we say ourselves; no text from outside stands in it.
    var instructions: String { get }
    /// Text from outside, each part fenced off before it is sent.
    var material: [AdviceMaterial] { get }
    /// What the answer looks like.
    var form: AnswerForm { get }
    /// Tokens that the answer may take.
    var answerTokens: Int { get }
    /// Reads an answer and holds it to what was asked.
    /// - Parameter shown: the material as the model got it: cleaned, cut, without secrets.
    /// - Throws: `AnswerRejected`, whose text may be told to the model for one more try.
    func read(_ text: String, shown: [AdviceMaterial]) throws -> Answer
}

/// What a question asks of a model.
package enum AdviceDemand: String, Hashable, Sendable, CaseIterable {
    /// Taking one of a few things: a small model can do it.
    case choice
    /// Reading evidence and saying what it means.
    case analysis
    /// Writing code that fits into a file.
    case code
}

/// Untrusted text under a name of ours.
package struct AdviceMaterial: Hashable, Sendable {
    /// For example `error`, `page`, `failure-2`: lower case letters, digits and hyphens.
    package let name: String
    package var text: String
    /// Longer text is cut in the middle.
    package let limitCharacters: Int
    /// What the page showed: with privacy `redacted` less of it is sent to another company's machines.
    package let isPageContent: Bool

    package init(name: String, text: String, limitCharacters: Int = 4000, isPageContent: Bool = false) {
        self.name = name
        self.text = text
        self.limitCharacters = limitCharacters
        self.isPageContent = isPageContent
    }
}

package enum AnswerForm: Hashable, Sendable {
    /// A JSON object of this schema.
    case json(AnswerSchema)
    /// Plain text, for code.
    case text
}

/// An answer that is none: what is wrong with it.
package struct AnswerRejected: Error, Hashable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
