import Advice
import Domain
import Foundation
import HTTPClient
import Pipeline
import Testing
import TestKit

@testable import LanguageModels

struct ModelRouterTests {
    static let version = ScriptedTransport.Step.json(200, #"{"version":"0.32.9"}"#)
    static let tags = ScriptedTransport.Step.json(
        200,
        #"{"models":[{"name":"qwen2.5-coder:7b","size":4680000000,"details":{"parameter_size":"7.6B"},"capabilities":["completion"]}]}"#
    )
    static let nothingLoaded = ScriptedTransport.Step.json(200, #"{"models":[]}"#)
    static let show = ScriptedTransport.Step.json(200, #"{"model_info":{}}"#)
    static let ollamaThere = [version, tags, nothingLoaded, show]
    static let card = "0, GPU-1, NVIDIA GeForce RTX 5090, 32607, 2, 32140, 580.95.05, 12.0, [N/A]"
    static let wait = #"{"strategy":"wait","reason":"it comes later"}"#

    let clock = SteppingClock()
    let question = StrategyQuestion(
        open: [.wait, .locator], material: [AdviceMaterial(name: "error", text: "timeout, password=hunter2hunter")])

    func services(
        _ transport: ScriptedTransport, _ settings: LanguageModelSettings, card: String? = nil,
        key: String? = "sk-ant-k",
        environment: [String: String] = [:]
    ) -> ModelServices {
        let gpu = GPUDetector(
            environment: [:], run: { _, _ in card.map { .ended(status: 0, output: $0) } ?? .cannotStart("none") },
            file: { _ in nil }, folder: { _ in [] })
        return ModelServices(
            settings: settings, environment: environment, anthropicKey: key.map(Secret.init), ollamaKey: nil, gpu: gpu,
            transport: transport, pace: clock.pace)
    }

    func choice(
        _ transport: ScriptedTransport, _ settings: LanguageModelSettings = LanguageModelSettings(),
        card: String? = nil,
        key: String? = "sk-ant-k", environment: [String: String] = [:]
    ) async -> AdvisorChoice {
        await ModelRouter(
            settings: settings,
            services: services(transport, settings, card: card, key: key, environment: environment),
            redaction: Redaction(secrets: ["sk-ant-k", "s3cret-value"]), boundary: { "b0undary" },
            now: { clock.now }
        ).advisor(spending: Purse())
    }

    func settings(_ change: (inout LanguageModelSettings) -> Void) -> LanguageModelSettings {
        var settings = LanguageModelSettings()
        change(&settings)
        return settings
    }

    /// Asks, and says which models were asked, in order.
    func ask(
        _ steps: [ScriptedTransport.Step], _ settings: LanguageModelSettings = LanguageModelSettings(),
        card: String? = nil
    ) async throws -> (Result<Advice<StrategyQuestion.Answer>, AdviceUnavailable>, any Advisor, ScriptedTransport) {
        let transport = ScriptedTransport(steps)
        let advisor = try #require(await choice(transport, settings, card: card).advisor)
        do {
            return (.success(try await advisor.ask(question)), advisor, transport)
        } catch let error as AdviceUnavailable {
            return (.failure(error), advisor, transport)
        }
    }

    @Test("Takes the local model where a card holds it, and Anthropic for what is left")
    func auto() async {
        let choice = await choice(ScriptedTransport(Self.ollamaThere), card: Self.card)
        #expect(choice.advisor != nil)
        #expect(choice.why.contains("qwen2.5-coder:7b of Ollama answers questions of code: needs 8 GiB, 31 there"))
        #expect(choice.why.last == "claude-haiku-5-5 of Anthropic answers what the local models do not")
    }

    @Test("Without a card Ollama is not even asked, with the mode `ollama` it is")
    func withoutCard() async throws {
        let transport = ScriptedTransport(Self.ollamaThere)
        let auto = await choice(transport)
        #expect(auto.why.first == "Ollama skipped: no card: nvidia-smi is not installed")
        #expect(transport.requests.isEmpty)
        let wanted = await choice(transport, settings { $0.mode = .ollama })
        #expect(wanted.advisor != nil)
        #expect(wanted.why.contains { $0.contains("without a card") })
    }

    @Test("Of an Ollama on another machine the card of this one says nothing")
    func remote() async {
        let transport = ScriptedTransport(Self.ollamaThere)
        let choice = await choice(transport, environment: ["OLLAMA_HOST": "http://gpu-box:1234"])
        #expect(choice.why.contains { $0.hasPrefix("qwen2.5-coder:7b of Ollama answers") })
        #expect(transport.requests.first?.url.host == "gpu-box")
    }

    @Test("An Ollama that does not run, has nothing, or is something else, is passed over with a reason")
    func noOllama() async {
        for (steps, reason) in [
            ([.fails(.notConnected("refused"))], "does not run at http://127.0.0.1:11434/"),
            ([.answer(200, [:], "<html>")], "is no Ollama"), ([.answer(404, [:], "404 page not found")], "404"),
            ([Self.version, Self.nothingLoaded, Self.nothingLoaded], "ollama pull"),
        ] as [([ScriptedTransport.Step], String)] {
            let choice = await choice(ScriptedTransport(steps), card: Self.card, key: nil)
            #expect(choice.advisor == nil)
            #expect(choice.why.first?.contains(reason) == true, "\(choice.why)")
            #expect(choice.why.last == "no language model: rules alone decide")
        }
    }

    @Test("Sizes that no machine has end no program", arguments: [Int.max, .min])
    func oddSizes(size: Int) async {
        let model = #"{"name":"x","size":\#(size),"size_vram":\#(size)}"#
        let loaded = #"{"models":[\#(Array(repeating: model, count: 5000).joined(separator: ","))]}"#
        let tags = #"{"models":[{"name":"qwen3","size":\#(size)}]}"#
        for (card, mode) in [(Self.card, LanguageModelSettings.Mode.auto), (nil, .ollama)] {
            let steps = [Self.version, .json(200, tags), .json(200, loaded), Self.show]
            let choice = await choice(ScriptedTransport(steps), settings { $0.mode = mode }, card: card, key: nil)
            #expect(!choice.why.isEmpty)
        }
    }

    @Test("What stays local is never sent to Anthropic, nor to the company behind Ollama")
    func localOnly() async {
        let settings = settings { $0.privacy = .localOnly }
        let none = await choice(ScriptedTransport(), settings)
        #expect(none.advisor == nil)
        #expect(none.why.contains("Anthropic skipped: `llm.privacy` is local-only"))
        let vendor = await choice(ScriptedTransport(), settings, environment: ["OLLAMA_HOST": "ollama.com"])
        #expect(vendor.advisor == nil)
        #expect(vendor.why.first?.contains("another company's machine") == true)
    }

    @Test("Switched off is switched off, and a host that is none is said")
    func offAndWrong() async {
        #expect(await choice(ScriptedTransport(), settings { $0.mode = .none }).advisor == nil)
        let wrong = await choice(ScriptedTransport(), key: nil, environment: ["OLLAMA_HOST": "ftp://x"])
        #expect(
            wrong.why == [
                "Ollama skipped: OLLAMA_HOST is no address; write http://HOST:PORT",
                "Anthropic skipped: ANTHROPIC_API_KEY is not set", "no language model: rules alone decide",
            ])
    }

    @Test("Gives the answer, whose it is, and what it took")
    func answers() async throws {
        let (result, advisor, _) = try await ask([.claude(Self.wait)], settings { $0.mode = .anthropic })
        let advice = try result.get()
        #expect(advice.answer.strategy == .wait)
        #expect(advice.model == "claude-haiku-5-5")
        let usage = await advisor.usage()
        #expect(usage.calls == 1)
        #expect(usage.inputTokens == 1000)
        #expect(usage.outputTokens == 200)
        #expect(abs(usage.costUSD - 0.0002) < 1e-12)
        #expect(await advisor.incidents().isEmpty)
    }

    @Test("Nothing that is sent has a secret in it, the second try included")
    func redacted() async throws {
        let leaky = #"{"strategy":"s3cret-value","reason":"password=hunter2hunter"}"#
        let (_, advisor, transport) = try await ask(
            [.claude(leaky), .claude(Self.wait)], settings { $0.mode = .anthropic })
        #expect(transport.requests.count == 2)
        for request in transport.requests {
            let body = String(decoding: request.body ?? Data(), as: UTF8.self)
            #expect(!body.contains("hunter2hunter"))
            #expect(!body.contains("s3cret-value"))
            #expect(!body.contains("sk-ant-k"))
            #expect(body.contains("password=«SECRET_1»"))
        }
        #expect(await advisor.incidents().allSatisfy { !$0.contains("s3cret-value") })
    }

    @Test("An answer that does not fit gets one more try with the reason, then the next model is asked")
    func escalates() async throws {
        let wrong = #"{"strategy":"delete the test","reason":"why not"}"#
        let (result, advisor, transport) = try await ask(
            Self.ollamaThere + [
                .ollama(wrong), Self.nothingLoaded, .ollama("no idea"), Self.nothingLoaded, .claude(Self.wait),
            ],
            card: Self.card)
        #expect(try result.get().model == "claude-haiku-5-5")
        let second = String(decoding: transport.requests[6].body ?? Data(), as: UTF8.self)
        #expect(second.contains("why it cannot be used"))
        #expect(await advisor.incidents().count == 2)
        #expect(await advisor.usage().calls == 3)
    }

    @Test("A local model that breaks off twice is replaced by Anthropic's")
    func fallsBack() async throws {
        let half = ScriptedTransport.Step.lines([#"{"message":{"content":"{"},"done":false}"#])
        let (result, advisor, _) = try await ask(Self.ollamaThere + [half, half, .claude(Self.wait)], card: Self.card)
        #expect(try result.get().model == "claude-haiku-5-5")
        #expect(clock.sleeps == [.seconds(1)])
        #expect(await advisor.incidents() == ["no answer to `strategy`: Ollama's stream ended before its last line"])
    }

    @Test("Limits are waited for, faults repeated, and each try is counted")
    func patience() async throws {
        let (result, advisor, _) = try await ask(
            [
                .error(429, "rate_limit_error", ["retry-after": "7"]), .error(529, "overloaded_error"),
                .claude(Self.wait),
            ],
            settings { $0.mode = .anthropic })
        #expect(try result.get().answer.strategy == .wait)
        #expect(clock.sleeps == [.seconds(7), .seconds(8)])
        #expect(await advisor.usage().calls == 3)
    }

    @Test("Three faults are an end, told in a sentence and as incidents")
    func givesUp() async throws {
        let (result, advisor, transport) = try await ask(
            Array(repeating: .error(500, "api_error"), count: 4), settings { $0.mode = .anthropic })
        guard case .failure(let error) = result else {
            Issue.record("answered")
            return
        }
        #expect(
            "\(error)"
                == "no model answered `strategy` in a way that can be used: no answer to `strategy`: Anthropic: api_error: because"
        )
        #expect(transport.requests.count == 3)
        #expect(await advisor.incidents().count == 1)
        #expect(await advisor.usage().costUSD == 0)
    }

    @Test("A refused key is tried once, also for the questions of other jobs")
    func refusedKey() async throws {
        let settings = settings { $0.mode = .anthropic }
        let transport = ScriptedTransport(.error(401, "authentication_error"))
        let router = ModelRouter(
            settings: settings, services: services(transport, settings), redaction: Redaction(secrets: []),
            now: { clock.now })
        for _ in 1...2 {
            let advisor = try #require(await router.advisor(spending: Purse()).advisor)
            await #expect(throws: AdviceUnavailable.self) { try await advisor.ask(question) }
            #expect(await advisor.incidents().count == 1)
        }
        #expect(transport.requests.count == 1)
    }

    @Test("Without money left nobody is asked")
    func budget() async throws {
        let settings = settings {
            $0.mode = .anthropic
            $0.budget.perRunUSD = 0.0001
        }
        let (result, advisor, transport) = try await ask([.claude(Self.wait)], settings)
        #expect(throws: AdviceUnavailable.self) { try result.get() }
        #expect(transport.requests.isEmpty)
        #expect(await advisor.incidents().first?.contains("budget") == true)
    }

    @Test("Time that one service took is not given to the next once more")
    func deadline() async throws {
        let slow = ScriptedTransport.Step.error(429, "rate_limit_error", ["retry-after": "119"])
        let (_, _, transport) = try await ask([slow, slow, .claude(Self.wait)], settings { $0.mode = .anthropic })
        #expect(transport.requests.map(\.timeout) == [.seconds(600), .seconds(481), .seconds(362)])
    }

    @Test("A cancelled question is cancelled, not unanswered")
    func cancelled() async throws {
        let advisor = try #require(
            await choice(ScriptedTransport(.claude(Self.wait)), settings { $0.mode = .anthropic }).advisor)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) { try await advisor.ask(question) }
            }
            group.cancelAll()
        }
    }

    @Test("The doctor says what is there and what is missing, and asks nothing that costs")
    func doctor() async {
        let settings = LanguageModelSettings()
        let transport = ScriptedTransport(
            Self.ollamaThere + [.json(200, #"{"data":[{"id":"claude-haiku-5-5"}]}"#)])
        let doctor = ModelDoctor(settings: settings, services: services(transport, settings, card: Self.card))
        let findings = await doctor.examine()
        #expect(findings.map(\.subject) == ["GPU", "Ollama", "Anthropic"])
        #expect(findings.filter { !$0.isThere } == [])
        #expect(!transport.requests.contains { $0.url.path.contains("messages") || $0.url.path.contains("chat") })
    }

    @Test("The doctor says what to do about what is missing")
    func doctorMissing() async {
        let settings = settings { $0.mode = .anthropic }
        let transport = ScriptedTransport(.json(200, #"{"data":[{"id":"claude-next"}]}"#))
        let doctor = ModelDoctor(settings: settings, services: services(transport, settings))
        let findings = await doctor.examine()
        #expect(findings.map(\.isThere) == [false, false, false])
        #expect(findings[1].advice == nil)
        #expect(findings.last?.advice == "set `llm.anthropic.model` to one of: claude-next")
        #expect(!doctor.isAnswered(by: findings))
    }
}
