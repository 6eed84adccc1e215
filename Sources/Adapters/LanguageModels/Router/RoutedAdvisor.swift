import Advice
import Domain
import HTTPClient
import Logging
import Pipeline

/// Answers the questions of one job from the first route that gives an answer which fits: each is asked, once more with what
/// was wrong with its answer, and then the next. Nothing is used that did not come whole.
actor RoutedAdvisor: Advisor {
    private let routes: [ModelRoute]
    private let privacy: LanguageModelSettings.Privacy
    private let redaction: Redaction
    private let boundary: @Sendable () -> String
    private let now: @Sendable () -> Timestamp
    private let spending: any SpendingLog
    private var budget: ModelBudget
    private var problems: [String] = []

    /// More incidents than this tell nothing new.
    private static let incidentLimit = 20
    /// Seconds for one question, all routes and tries together: a fallback gets what is left.
    private static let timeLimit = 600.0
    /// With less time than this nobody is asked any more.
    private static let leastTime = 5.0
    private static let mostCharacters = 60_000

    init(
        _ routes: [ModelRoute], budget: ModelBudget, spending: any SpendingLog,
        privacy: LanguageModelSettings.Privacy, redaction: Redaction, boundary: @escaping @Sendable () -> String,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.routes = routes
        self.budget = budget
        self.spending = spending
        self.privacy = privacy
        self.redaction = redaction
        self.boundary = boundary
        self.now = now
    }

    func usage() -> HealingReport.Metrics.LanguageModel { budget.usage }
    func incidents() -> [String] { problems }

    func ask<Task: AdviceTask>(_ task: Task) async throws -> Advice<Task.Answer> {
        let end = now().advanced(by: .seconds(Self.timeLimit))
        var reasons: [String] = []
        for route in routes {
            try _Concurrency.Task<Never, Never>.checkCancellation()
            guard let model = route.model(Task.demand) else { continue }
            if let advice = try await ask(task, route, model, until: end, &reasons) { return advice }
        }
        let why = reasons.last ?? "no model is at hand for questions of \(Task.demand.rawValue)"
        throw AdviceUnavailable("no model answered `\(Task.name)` in a way that can be used: \(why)")
    }

    /// - Returns: nil when this route has no answer.
    private func ask<Task: AdviceTask>(
        _ task: Task, _ route: ModelRoute, _ model: ModelPick, until end: Timestamp, _ reasons: inout [String]
    ) async throws -> Advice<Task.Answer>? {
        var mayThink = model.mayThink(Task.demand)
        let prompt = AdvicePrompt(
            task, boundary: boundary(), redaction: redaction, limits: limits(task, route, model))
        for suspicion in prompt.suspicions { note("text of the test run speaks to models: \(suspicion)") }
        var request = CompletionRequest(
            model: model.name, system: prompt.system, user: prompt.user, schema: task.form.schema,
            answerTokens: task.answerTokens + model.thinkingTokens(mayThink), contextTokens: model.contextTokens,
            mayThink: mayThink, isOnCard: model.isOnCard)
        for isLast in [false, true] {
            guard let completion = try await complete(request, route, model, Task.name, until: end, &reasons) else {
                return nil
            }
            do {
                return Advice(answer: try task.read(completion.text, shown: prompt.shown), model: model.name)
            } catch let rejected as AnswerRejected {
                let reason = prompt.redacted(rejected.description, limit: 1500)
                reasons.append(note("the answer of \(model.name) to `\(Task.name)` cannot be used: \(reason)"))
                if isLast { break }
                // The model knows the first boundary by now.
                request.user = prompt.secondTry(after: completion.text, rejectedFor: reason, boundary: boundary())
                // Some models heed the form of an answer only while they may think.
                mayThink = model.thinking != .never
                request.mayThink = mayThink
                request.answerTokens = task.answerTokens + model.thinkingTokens(mayThink)
            }
        }
        return nil
    }

    /// Asks until there is a whole answer, or no sense in asking again.
    private func complete(
        _ request: CompletionRequest, _ route: ModelRoute, _ model: ModelPick, _ task: String, until end: Timestamp,
        _ reasons: inout [String]
    ) async throws -> Completion? {
        let prices = route.prices(of: model)
        var request = request
        var last: ProviderFailure?
        while true {
            let left = end.seconds(since: now())
            request.timeLimit = .seconds(left)
            let isLate = left <= Self.leastTime
            if let objection = isLate ? "the time for this question is over" : budget.objection(to: request, prices) {
                reasons.append(note("\(model.name) is not asked `\(task)`: \(objection)"))
                if let last { trip(route, last) }
                return nil
            }
            // Not before it is clear that the question will be asked: it may be the one that the others wait for.
            if last == nil, let objection = route.breaker.objection() {
                reasons.append(note("\(route.provider.name) is not asked for now: \(objection)"))
                return nil
            }
            guard try await reserve(request, prices) else {
                reasons.append(note("\(model.name) is not asked `\(task)`, since what it costs cannot be written down"))
                route.breaker.release()
                return nil
            }
            do {
                let completion = try await route.provider.complete(request)
                budget.settle(
                    .known(input: completion.inputTokens, output: completion.outputTokens), of: request, prices)
                await remember()
                route.breaker.succeeded()
                if let remark = completion.note { note(remark) }
                return completion
            } catch let failure as ProviderFailure {
                budget.settle(failure.spent, of: request, prices)
                await remember()
                reasons.append(note("no answer to `\(task)`: \(redaction.apply(to: failure.description))"))
                guard let wait = route.provider.wait(after: failure, attempt: request.attempt) else {
                    trip(route, failure)
                    return nil
                }
                last = failure
                request.attempt += 1
                try await sleep(wait, route)
            } catch {
                // Cancelled: it may have been answered all the same.
                budget.settle(.unknown, of: request, prices)
                route.breaker.release()
                throw error
            }
        }
    }

    /// - Returns: false when the call must not be made, because a restart would know nothing of it.
    private func reserve(_ request: CompletionRequest, _ prices: ModelPrices) async throws -> Bool {
        budget.reserve(request, prices)
        if await remember() { return true }
        budget.settle(.nothing, of: request, prices)
        try _Concurrency.Task<Never, Never>.checkCancellation()
        return false
    }

    /// Where it fails after a call, the worst that the call could cost stands written down already.
    @discardableResult private func remember() async -> Bool {
        do {
            try await spending.record(budget.remembered)
            return true
        } catch {
            note("what was spent on models cannot be written down: \(error)")
            return false
        }
    }

    private func sleep(_ wait: Duration, _ route: ModelRoute) async throws {
        do {
            try await route.provider.pace.sleep(wait)
        } catch {
            route.breaker.release()
            throw error
        }
    }

    /// A question that was refused says nothing about the next one, but that the service answers.
    private func trip(_ route: ModelRoute, _ failure: ProviderFailure) {
        let reason = redaction.apply(to: failure.description)
        switch failure.kind {
        case .closed: route.breaker.failed(reason, atOnce: true)
        // Anthropic has one model here; of Ollama's another may be there.
        case .noModel: route.breaker.failed(reason, atOnce: route.isForeign)
        case .transport, .silence, .limited, .overloaded: route.breaker.failed(reason, atOnce: false)
        case .refused, .incomplete: route.breaker.succeeded()
        case .unfit: route.breaker.release()
        }
    }

    private func limits(_ task: some AdviceTask, _ route: ModelRoute, _ model: ModelPick) -> AdvicePrompt.Limits {
        // Three characters a token, and room for our own words, the marks, and one more try.
        let answer = task.answerTokens + model.thinkingTokens(model.thinking != .never)
        let room = model.contextTokens.map { max(1000, ($0 - answer - 1500) * 3 - 4000) } ?? Self.mostCharacters
        return AdvicePrompt.Limits(
            characters: min(room, Self.mostCharacters),
            pageCharacters: route.isForeign && privacy == .redacted ? 2000 : nil)
    }

    @discardableResult private func note(_ problem: String) -> String {
        Logger.current.notice("Model incident", metadata: ["incident": "\(problem)"])
        if problems.count < Self.incidentLimit, !problems.contains(problem) { problems.append(problem) }
        return problem
    }
}

extension AnswerForm {
    fileprivate var schema: AnswerSchema? { if case .json(let schema) = self { schema } else { nil } }
}
