package import Domain

/// Looks at what language models need, for `selfheal doctor`; sends nothing that costs money.
package struct ModelDoctor: Sendable {
    package struct Finding: Hashable, Sendable {
        /// `GPU`, `Ollama`, `Anthropic`.
        package let subject: String
        package let isThere: Bool
        /// What was found, in one line.
        package let text: String
        /// What to do about it; nil when there is nothing to do.
        package let advice: String?
    }

    private let settings: LanguageModelSettings
    private let services: ModelServices

    package init(settings: LanguageModelSettings, services: ModelServices) {
        self.settings = settings
        self.services = services
    }

    package func examine() async -> [Finding] {
        guard settings.mode != .none else {
            return [Finding(subject: "Language models", isThere: true, text: "switched off (`llm.mode`)", advice: nil)]
        }
        return [await card(), await ollama(), await anthropic()]
    }

    /// Whether the configured mode has somebody to ask.
    package func isAnswered(by findings: [Finding]) -> Bool {
        func isThere(_ subject: String) -> Bool { findings.contains { $0.subject == subject && $0.isThere } }
        return switch settings.mode {
        case .none, .auto: true
        case .ollama: isThere("Ollama")
        case .anthropic: isThere("Anthropic")
        }
    }

    private func card() async -> Finding {
        guard services.ollama?.address.isLocal != false else {
            return Finding(
                subject: "GPU", isThere: true, text: "not looked for: OLLAMA_HOST is another machine", advice: nil)
        }
        let state = await services.gpu.state()
        let isThere = !state.cards.isEmpty
        return Finding(
            subject: "GPU", isThere: isThere, text: state.line,
            advice: isThere ? nil : "set SELFHEAL_GPU=on if there is one, or `llm.mode: ollama` to do without")
    }

    private func ollama() async -> Finding {
        switch services.local {
        case .failure(let missing):
            return Finding(subject: "Ollama", isThere: false, text: "\(missing)", advice: "correct OLLAMA_HOST")
        case .success(let local):
            let survey = await local.survey(isWanted: settings.mode == .ollama)
            let isThere = !survey.models.isEmpty
            // Without a card nobody was asked, and the line above says what to do.
            let isAsked = await services.gpu.state().cards.isEmpty == false || settings.mode == .ollama
            let isToDo = !isThere && (isAsked || services.ollama?.address.isLocal == false)
            return Finding(
                subject: "Ollama", isThere: isThere, text: survey.why.joined(separator: "; "),
                advice: isToDo ? "start it with `ollama serve`, and `ollama pull qwen2.5-coder:7b`" : nil)
        }
    }

    private func anthropic() async -> Finding {
        func finding(_ isThere: Bool, _ text: String, _ advice: String?) -> Finding {
            Finding(subject: "Anthropic", isThere: isThere, text: text, advice: advice)
        }
        if settings.privacy == .localOnly { return finding(false, "never asked: `llm.privacy` is local-only", nil) }
        let client: AnthropicClient
        switch services.anthropic {
        case .failure(let missing):
            return finding(false, "\(missing)", "set ANTHROPIC_API_KEY, or ANTHROPIC_API_KEY_FILE")
        case .success(let found): client = found
        }
        do {
            let models = try await client.models()
            let wanted = settings.anthropicModel
            guard models.contains(wanted) else {
                let offered = models.prefix(5).joined(separator: ", ")
                return finding(
                    false, "the key may not use \(wanted)", "set `llm.anthropic.model` to one of: \(offered)")
            }
            return finding(true, "the key works, \(wanted) answers", nil)
        } catch {
            return finding(false, "\(error)", "check the key and the network")
        }
    }
}
