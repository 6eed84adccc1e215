/// US dollars for a million tokens. Source: Anthropic's price list of November 2026; a model that is not in it is taken for
/// the dearest, so that a budget is never overdrawn for lack of a price. Models of one's own cost nothing.
struct ModelPrices: Hashable, Sendable {
    let input: Double
    let output: Double

    static let own = Self(input: 0, output: 0)

    init(input: Double, output: Double) {
        self.input = input
        self.output = output
    }

    init(anthropic model: String) {
        let known = Self.list.first { model.hasPrefix($0.prefix) }
        self = known?.prices ?? Self(input: 15, output: 75)
    }

    func cost(inputTokens: Int, outputTokens: Int) -> Double {
        (Double(inputTokens) * input + Double(outputTokens) * output) / 1_000_000
    }

    private static let list: [(prefix: String, prices: Self)] = [
        ("claude-haiku-5", Self(input: 0.10, output: 0.50)),
        ("claude-haiku-4", Self(input: 1, output: 5)),
        ("claude-sonnet-", Self(input: 3, output: 15)),
        ("claude-opus-", Self(input: 15, output: 75)),
    ]
}
