import Advice

/// A service with the models that it would answer questions with.
struct ModelRoute: Sendable {
    let provider: any ModelProvider
    let breaker: Breaker
    /// The prompt leaves the machines that the user runs, so that less of a page is shown.
    let isForeign: Bool
    /// The model for a kind of question; nil when there is none.
    let model: @Sendable (AdviceDemand) -> ModelPick?

    func prices(of model: ModelPick) -> ModelPrices { isForeign ? ModelPrices(anthropic: model.name) : .own }
}
