import Domain

/// What one job may still spend. Each call is reserved with the worst that it may cost before it is made, so that the limit
/// is never passed, whatever comes back.
struct ModelBudget: Hashable, Sendable {
    private let limit: LanguageModelSettings.Budget
    private(set) var usage = HealingReport.Metrics.LanguageModel()
    private var reservedUSD = 0.0

    /// - Parameter spent: before a restart.
    init(_ limit: LanguageModelSettings.Budget, spent: HealingReport.Metrics.LanguageModel? = nil) {
        self.limit = limit
        usage = spent ?? usage
    }

    /// What has to be remembered: a call under way counts as the worst, since its end may not be seen.
    var remembered: HealingReport.Metrics.LanguageModel {
        var result = usage
        result.costUSD += reservedUSD
        return result
    }

    /// - Returns: why this call is not made; nil when it may be.
    func objection(to request: CompletionRequest, _ prices: ModelPrices) -> String? {
        if usage.calls >= limit.callsPerRun { return "the \(limit.callsPerRun) calls of this run are used up" }
        let worst = Self.worst(request, prices)
        guard worst == 0 || usage.costUSD + reservedUSD + worst <= limit.perRunUSD else {
            return "the budget of \(limit.perRunUSD) USD a run does not hold another call: "
                + "\(Self.dollars(usage.costUSD)) are spent, and this one may cost \(Self.dollars(worst))"
        }
        return nil
    }

    /// Counts a call from now on, with the worst that it may cost.
    mutating func reserve(_ request: CompletionRequest, _ prices: ModelPrices) {
        usage.calls += 1
        reservedUSD += Self.worst(request, prices)
    }

    /// What a reserved call took in the end. Where nobody knows, it took the worst.
    mutating func settle(_ spent: ProviderFailure.Spent, of request: CompletionRequest, _ prices: ModelPrices) {
        reservedUSD = max(0, reservedUSD - Self.worst(request, prices))
        switch spent {
        case .nothing: break
        case .known(let input, let output):
            usage.inputTokens += input
            usage.outputTokens += output
            usage.costUSD += prices.cost(inputTokens: input, outputTokens: output)
        case .unknown: usage.costUSD += Self.worst(request, prices)
        }
    }

    private static func worst(_ request: CompletionRequest, _ prices: ModelPrices) -> Double {
        prices.cost(inputTokens: request.mostPromptTokens, outputTokens: request.answerTokens)
    }

    private static func dollars(_ amount: Double) -> String { "\((amount * 10_000).rounded() / 10_000) USD" }
}
