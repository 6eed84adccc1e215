/// Which language models may be asked, and what they may see and cost. Source: the outer contract, section 6.
package struct LanguageModelSettings: Hashable, Sendable, Codable {
    package enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
        /// Ollama where its model fits a card, else Anthropic where there is a key, else none.
        case auto
        case ollama, anthropic, none
    }

    package enum Privacy: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing leaves the machines that Ollama runs on.
        case localOnly = "local-only"
        /// Secrets are taken out before anything is sent.
        case redacted
        /// As `redacted`, and page content is not shortened.
        case full
    }

    package struct Budget: Hashable, Sendable, Codable {
        /// US dollars for one job; 0: no paid call.
        package var perRunUSD = 0.5
        /// Requests for one job, whatever they cost.
        package var callsPerRun = 20
        package init() {}
    }

    package var mode = Mode.auto
    package var privacy = Privacy.redacted
    package var budget = Budget()
    /// Of Ollama, the most wanted first; the first that is installed and fits is taken. Empty: the built-in order.
    package var ollamaModels: [String] = []
    package var anthropicModel = "claude-haiku-5-5"

    package init() {}
}
