import Domain
import Testing
import TestKit

@testable import LanguageModels

struct BudgetAndBreakerTests {
    let prices = ModelPrices(input: 1, output: 10)

    func request(_ answerTokens: Int) -> CompletionRequest {
        CompletionRequest(model: "m", system: "", user: "", schema: nil, answerTokens: answerTokens)
    }

    func budget(usd: Double, calls: Int = 20) -> ModelBudget {
        var limit = LanguageModelSettings.Budget()
        limit.perRunUSD = usd
        limit.callsPerRun = calls
        return ModelBudget(limit)
    }

    @Test("A call that could pass the limit is not made; one that certainly does not, is")
    func worstCase() {
        // 100 tokens of prompt at the most and 1000 of answer: 0.0101 USD.
        var budget = budget(usd: 0.0102)
        #expect(budget.objection(to: request(1000), prices) == nil)
        budget.reserve(request(1000), prices)
        #expect(budget.objection(to: request(1000), prices)?.contains("does not hold another call") == true)
        budget.settle(.known(input: 10, output: 9), of: request(1000), prices)
        #expect(budget.usage.costUSD == 0.0001)
        #expect(budget.objection(to: request(1000), prices) == nil)
        #expect(budget.usage.calls == 1)
    }

    @Test("What was lost on the way counts as the worst, what was never answered as nothing")
    func settles() {
        var budget = budget(usd: 1)
        budget.reserve(request(1000), prices)
        budget.settle(.unknown, of: request(1000), prices)
        #expect(budget.usage.costUSD == 0.0101)
        budget.reserve(request(1000), prices)
        budget.settle(.nothing, of: request(1000), prices)
        #expect(budget.usage.costUSD == 0.0101)
    }

    @Test("Calls are counted whatever they cost, and without a budget none is made that costs anything")
    func calls() {
        var few = budget(usd: 0, calls: 1)
        #expect(few.objection(to: request(10), prices) != nil)
        few.reserve(request(10), .own)
        #expect(few.objection(to: request(10), .own) == "the 1 calls of this run are used up")
    }

    @Test(
        "A model without a known price is taken for the dearest",
        arguments: [("claude-haiku-5-5", 0.6), ("claude-haiku-4-5-20251001", 6), ("claude-new-9", 90)])
    func prices(model: String, usd: Double) {
        #expect(ModelPrices(anthropic: model).cost(inputTokens: 1_000_000, outputTokens: 1_000_000) == usd)
    }

    @Test("Opens after three failures in five minutes, for half a minute, and then lets one question through")
    func breaker() {
        let clock = SteppingClock()
        let breaker = Breaker(now: { clock.now })
        for _ in 1...2 { breaker.failed("down", atOnce: false) }
        #expect(breaker.objection() == nil)
        breaker.failed("down", atOnce: false)
        #expect(breaker.objection() == "down")
        clock.advance(by: .seconds(30))
        #expect(breaker.objection() == nil)
        #expect(breaker.objection() == "down")
        breaker.failed("down", atOnce: false)
        clock.advance(by: .seconds(59))
        #expect(breaker.objection() == "down")
        clock.advance(by: .seconds(1))
        #expect(breaker.objection() == nil)
        breaker.succeeded()
        #expect(breaker.objection() == nil)
        breaker.failed("down", atOnce: false)
        #expect(breaker.objection() == nil)
    }

    @Test("Failures that lie far apart do not add up, and a refused key needs no second one")
    func breakerWindow() {
        let clock = SteppingClock()
        let breaker = Breaker(now: { clock.now })
        for _ in 1...5 {
            breaker.failed("down", atOnce: false)
            clock.advance(by: .seconds(200))
        }
        #expect(breaker.objection() == nil)
        breaker.failed("the key", atOnce: true)
        #expect(breaker.objection() == "the key")
    }

    @Test("A trial that was not made is free for the next who asks")
    func releasedTrial() {
        let clock = SteppingClock()
        let breaker = Breaker(now: { clock.now })
        breaker.failed("down", atOnce: true)
        clock.advance(by: .seconds(30))
        #expect(breaker.objection() == nil)
        breaker.release()
        #expect(breaker.objection() == nil)
        #expect(breaker.objection() == "down")
    }

    @Test("A trial that was never heard of again blocks nobody for ever")
    func lostTrial() {
        let clock = SteppingClock()
        let breaker = Breaker(now: { clock.now })
        breaker.failed("down", atOnce: true)
        clock.advance(by: .seconds(30))
        #expect(breaker.objection() == nil)
        clock.advance(by: .seconds(300))
        #expect(breaker.objection() == nil)
    }
}
