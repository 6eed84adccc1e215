package import Domain
package import Pipeline

/// Finds the models for a job: those of the user's own machines where a card holds them, else Anthropic's, else none.
package struct ModelRouter: AdvisorSource {
    private let settings: LanguageModelSettings
    private let services: ModelServices
    private let redaction: Redaction
    private let boundary: @Sendable () -> String
    private let now: @Sendable () -> Timestamp
    private let localBreaker: Breaker
    private let foreignBreaker: Breaker

    /// - Parameters:
    ///   - redaction: of the values that the process knows as secrets, the keys of the services among them.
    ///   - boundary: random for each question.
    package init(
        settings: LanguageModelSettings, services: ModelServices, redaction: Redaction,
        boundary: @escaping @Sendable () -> String = Self.randomBoundary,
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.settings = settings
        self.services = services
        self.redaction = redaction
        self.boundary = boundary
        self.now = now
        localBreaker = Breaker(now: now)
        foreignBreaker = Breaker(now: now)
    }

    /// 64 bits in hexadecimal digits.
    package static let randomBoundary: @Sendable () -> String = {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    package func advisor(spending: any SpendingLog) async -> AdvisorChoice {
        guard settings.mode != .none else {
            return AdvisorChoice(advisor: nil, why: ["language models are switched off"])
        }
        var routes: [ModelRoute] = []
        var why: [String] = []
        if settings.mode != .anthropic { await addLocal(&routes, &why) }
        if settings.mode != .ollama { addForeign(&routes, &why) }
        guard !routes.isEmpty else {
            return AdvisorChoice(advisor: nil, why: why + ["no language model: rules alone decide"])
        }
        do {
            let budget = ModelBudget(settings.budget, spent: try await spending.spending())
            let advisor = RoutedAdvisor(
                routes, budget: budget, spending: spending, privacy: settings.privacy, redaction: redaction,
                boundary: boundary, now: now)
            return AdvisorChoice(advisor: advisor, why: why)
        } catch {
            return AdvisorChoice(advisor: nil, why: why + ["what this job has spent cannot be read: \(error)"])
        }
    }

    private func addLocal(_ routes: inout [ModelRoute], _ why: inout [String]) async {
        let local: any LocalModels
        switch services.local {
        case .success(let models): local = models
        case .failure(let missing): return why.append("Ollama skipped: \(missing)")
        }
        if local.isForeign && settings.privacy == .localOnly {
            return why.append(
                "Ollama skipped: `llm.privacy` is local-only, and OLLAMA_HOST is another company's machine")
        }
        let survey = await local.survey(isWanted: settings.mode == .ollama)
        why += survey.why
        guard !survey.models.isEmpty else { return }
        routes.append(
            ModelRoute(
                provider: local.provider, breaker: localBreaker, isForeign: local.isForeign,
                model: { survey.models[$0] }))
    }

    private func addForeign(_ routes: inout [ModelRoute], _ why: inout [String]) {
        if settings.privacy == .localOnly {
            return why.append("Anthropic skipped: `llm.privacy` is local-only")
        }
        switch services.anthropic {
        case .failure(let missing): why.append("Anthropic skipped: \(missing)")
        case .success(let client):
            let pick = ModelPick(anthropic: settings.anthropicModel)
            let what = routes.isEmpty ? "answers" : "answers what the local models do not"
            why.append("\(pick.name) of Anthropic \(what)")
            routes.append(
                ModelRoute(provider: client, breaker: foreignBreaker, isForeign: true, model: { _ in pick }))
        }
    }
}
