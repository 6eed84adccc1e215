import Advice
import Domain
import Foundation
import HTTPClient
import Pipeline
import Testing

@testable import LanguageModels

/// The real client over real sockets, against a stand-in whose faults nobody tuned to this code. It is driven by
/// `scripts/lib/language_models_kit.sh`, which sets `SELFHEAL_LLM_STAND_IN` to its address.
@Suite(
    .serialized,
    .enabled(
        if: StandIn.address != nil,
        "SKIPPED: SELFHEAL_LLM_STAND_IN is not set, so that no fault of the stand-in is tried"))
struct StandInTests {
    let standIn = StandIn()
    let question = StrategyQuestion(open: [.wait], material: [AdviceMaterial(name: "error", text: "timeout")])
    static let wait: JSONValue = ["strategy": "wait", "reason": "it comes later"]

    /// How often a fault is met before the rule is used up, what the question comes to, and how often was asked.
    enum End: Sendable { case answered(calls: Int), unanswered(calls: Int, saying: String) }
    struct Case: Sendable, CustomTestStringConvertible {
        let fault: JSONValue
        let anthropic: End
        let ollama: End
        var times = 1000
        var testDescription: String { "\(fault["kind"]?.string ?? "") \(fault["how"]?.string ?? "") x\(times)" }

        init(_ kind: String, _ more: [String: JSONValue] = [:], times: Int = 1000, anthropic: End, ollama: End) {
            fault = .object(more.merging(["kind": .string(kind)]) { first, _ in first })
            self.anthropic = anthropic
            self.ollama = ollama
            self.times = times
        }
    }

    static let cases = [
        Case(
            "rate_limit", ["retry_after": 0], times: 2, anthropic: .answered(calls: 3),
            ollama: .unanswered(calls: 2, saying: "429")),
        Case("rate_limit", ["retry_after": 0], times: 1, anthropic: .answered(calls: 2), ollama: .answered(calls: 2)),
        Case(
            "rate_limit", ["retry_after": 9999], anthropic: .unanswered(calls: 1, saying: "rate_limit"),
            ollama: .unanswered(calls: 2, saying: "429")),
        Case(
            "status", ["status": 429, "type": "rate_limit_error"], times: 2, anthropic: .answered(calls: 3),
            ollama: .unanswered(calls: 2, saying: "429")),
        Case(
            "spend_limit", anthropic: .unanswered(calls: 1, saying: "account"),
            ollama: .unanswered(calls: 2, saying: "429")),
        Case("overloaded", times: 2, anthropic: .answered(calls: 3), ollama: .unanswered(calls: 2, saying: "529")),
        Case("server_error", times: 1, anthropic: .answered(calls: 2), ollama: .answered(calls: 2)),
        Case(
            "server_error", anthropic: .unanswered(calls: 3, saying: "api_error"),
            ollama: .unanswered(calls: 2, saying: "500")),
        Case("busy", times: 1, anthropic: .answered(calls: 2), ollama: .answered(calls: 2)),
        Case(
            "unauthorized", anthropic: .unanswered(calls: 1, saying: "ANTHROPIC_API_KEY"),
            ollama: .unanswered(calls: 1, saying: "OLLAMA_API_KEY")),
        Case(
            "forbidden", anthropic: .unanswered(calls: 1, saying: "permission"),
            ollama: .unanswered(calls: 1, saying: "host name")),
        Case(
            "not_found", anthropic: .unanswered(calls: 1, saying: "llm.anthropic.model"),
            ollama: .unanswered(calls: 1, saying: "ollama pull")),
        Case(
            "too_large", anthropic: .unanswered(calls: 1, saying: "too_large"),
            ollama: .unanswered(calls: 1, saying: "413")),
        Case(
            "status", ["status": 400, "should_retry": true], times: 1, anthropic: .answered(calls: 2),
            ollama: .unanswered(calls: 1, saying: "400")),
        Case(
            "status", ["status": 500, "should_retry": false], times: 1,
            anthropic: .unanswered(calls: 1, saying: "api_error"), ollama: .answered(calls: 2)),
        Case(
            "hang", anthropic: .unanswered(calls: 1, saying: "does not answer"),
            ollama: .unanswered(calls: 1, saying: "does not answer")),
        Case(
            "hang_stream", anthropic: .unanswered(calls: 1, saying: "does not answer"),
            ollama: .unanswered(calls: 1, saying: "does not answer")),
        Case("reset", times: 1, anthropic: .answered(calls: 2), ollama: .answered(calls: 2)),
        Case(
            "reset", anthropic: .unanswered(calls: 3, saying: "broke off"),
            ollama: .unanswered(calls: 2, saying: "broke off")),
        Case("truncate", times: 1, anthropic: .answered(calls: 2), ollama: .answered(calls: 2)),
        Case(
            "truncate", ["after": 2], anthropic: .unanswered(calls: 3, saying: "broke off"),
            ollama: .unanswered(calls: 2, saying: "broke off")),
        Case(
            "no_done", anthropic: .unanswered(calls: 3, saying: "last event"),
            ollama: .unanswered(calls: 2, saying: "last line")),
        Case("no_done", times: 1, anthropic: .answered(calls: 2), ollama: .answered(calls: 2)),
        Case("error_mid_stream", times: 1, anthropic: .answered(calls: 2), ollama: .answered(calls: 2)),
        Case(
            "error_mid_stream", anthropic: .unanswered(calls: 3, saying: "overloaded"),
            ollama: .unanswered(calls: 2, saying: "while running the model")),
        Case(
            "malformed_json", anthropic: .unanswered(calls: 3, saying: "no JSON"),
            ollama: .unanswered(calls: 2, saying: "no JSON")),
        Case(
            "html", anthropic: .unanswered(calls: 3, saying: "none of its errors"),
            ollama: .unanswered(calls: 2, saying: "a page of HTML")),
        Case(
            "html", ["status": 200], anthropic: .unanswered(calls: 1, saying: "ANTHROPIC_BASE_URL"),
            ollama: .unanswered(calls: 2, saying: "no JSON")),
        Case(
            "wrong_schema", ["how": "missing"], anthropic: .unanswered(calls: 2, saying: "lacks"),
            ollama: .unanswered(calls: 2, saying: "lacks")),
        Case("wrong_schema", ["how": "missing"], times: 1, anthropic: .answered(calls: 2), ollama: .answered(calls: 2)),
        Case(
            "wrong_schema", ["how": "type"], anthropic: .unanswered(calls: 2, saying: "is no string"),
            ollama: .unanswered(calls: 2, saying: "is no string")),
        Case(
            "wrong_schema", ["how": "enum"], anthropic: .unanswered(calls: 2, saying: "is none of"),
            ollama: .unanswered(calls: 2, saying: "is none of")),
        Case(
            "wrong_schema", ["how": "extra"], anthropic: .unanswered(calls: 2, saying: "not asked for"),
            ollama: .unanswered(calls: 2, saying: "not asked for")),
        Case(
            "wrong_schema", ["how": "not_json"], anthropic: .unanswered(calls: 2, saying: "no whole JSON object"),
            ollama: .unanswered(calls: 2, saying: "no whole JSON object")),
        Case("wrong_schema", ["how": "fenced"], anthropic: .answered(calls: 1), ollama: .answered(calls: 1)),
        Case(
            "refusal", anthropic: .unanswered(calls: 1, saying: "refusal"),
            ollama: .unanswered(calls: 2, saying: "no whole JSON object")),
        Case(
            "refusal", ["empty": true], anthropic: .unanswered(calls: 1, saying: "refusal"),
            ollama: .unanswered(calls: 2, saying: "no whole JSON object")),
        Case(
            "max_tokens", anthropic: .unanswered(calls: 1, saying: "cut off"),
            ollama: .unanswered(calls: 1, saying: "cut off")),
        Case(
            "empty", anthropic: .unanswered(calls: 1, saying: "empty"), ollama: .unanswered(calls: 1, saying: "empty")),
        Case(
            "loop", anthropic: .unanswered(calls: 2, saying: "no whole JSON object"),
            ollama: .unanswered(calls: 2, saying: "no whole JSON object")),
        Case("think_leak", anthropic: .answered(calls: 1), ollama: .answered(calls: 1)),
    ]

    @Test("Each fault ends as it should", arguments: cases, ["anthropic", "ollama"])
    func faults(_ item: Case, api: String) async throws {
        let path = api == "anthropic" ? "/v1/messages" : "/api/chat"
        try await standIn.set(rules: [
            [
                "name": "fault", "when": ["path": .string(path)], "times": .number(Double(item.times)),
                "fault": item.fault, "reply": item.isSpoiled ? .null : Self.wait,
            ],
            ["name": "good", "when": ["path": .string(path)], "reply": Self.wait],
        ])
        let advisor = try await standIn.advisor(api)
        let calls: Int
        switch api == "anthropic" ? item.anthropic : item.ollama {
        case .answered(let wanted):
            let advice = try await advisor.ask(question)
            #expect(["wait", "none"].contains(advice.answer.strategy.rawValue))
            calls = wanted
        case .unanswered(let wanted, let words):
            let error = await #expect(throws: AdviceUnavailable.self) { try await advisor.ask(question) }
            #expect(error?.description.contains(words) == true, "\(String(describing: error))")
            #expect(await !advisor.incidents().isEmpty)
            calls = wanted
        }
        #expect(await advisor.usage().calls == calls)
        #expect(try await standIn.journal(path).count == calls)
        let usage = await advisor.usage()
        #expect(usage.costUSD <= LanguageModelSettings().budget.perRunUSD)
    }

    @Test("Code comes back as blocks, in pieces of any size", arguments: ["anthropic", "ollama"])
    func patch(api: String) async throws {
        let block = "a.ts\n<<<<<<< SEARCH\none();\n=======\ntwo();\n>>>>>>> REPLACE\n"
        try await standIn.set(rules: [["reply": .string(block), "tokens_per_chunk": 1]])
        let question = PatchQuestion(.tests, files: [.init(path: "a.ts", text: "one();\n")], material: [])
        let advice = try await standIn.advisor(api).ask(question)
        #expect(advice.answer.blocks == [PatchBlock(path: "a.ts", search: "one();", replace: "two();")])
    }

    @Test("A task that ends closes the connection, so that nobody goes on writing", arguments: ["anthropic", "ollama"])
    func cancellation(api: String) async throws {
        let path = api == "anthropic" ? "/v1/messages" : "/api/chat"
        try await standIn.set(rules: [["when": ["path": .string(path)], "fault": ["kind": "hang"]]])
        let advisor = try await standIn.advisor(api, patience: .seconds(60))
        let asking = Task { try await advisor.ask(question) }
        while try await standIn.journal(path).isEmpty { await Task.yield() }
        asking.cancel()
        await #expect(throws: CancellationError.self) { try await asking.value }
        // The stand-in looks five times a second whether the caller is still there.
        while try await standIn.journal(path).first?["client_closed"] == nil { await Task.yield() }
    }

    @Test("The local model fails, and Anthropic answers")
    func fallback() async throws {
        try await standIn.set(rules: [
            ["when": ["path": "/api/chat"], "fault": ["kind": "no_done"]],
            ["when": ["path": "/v1/messages"], "reply": Self.wait],
        ])
        let advisor = try await standIn.advisor("auto")
        #expect(try await advisor.ask(question).model == "claude-haiku-5-5")
        #expect(try await standIn.journal("/api/chat").count == 2)
    }

    @Test("Nothing in the stand-in's journal has a secret in it")
    func secrets() async throws {
        try await standIn.set(rules: [["reply": Self.wait]])
        let leaky = StrategyQuestion(
            open: [.wait],
            material: [
                AdviceMaterial(name: "error", text: "Authorization: Bearer abc.def.ghi\nvalue of-a-known-secret")
            ])
        for api in ["anthropic", "ollama"] {
            _ = try await standIn.advisor(api).ask(leaky)
            let sent = try await standIn.journal(nil).map { try String(decoding: JSON.encode($0), as: UTF8.self) }
                .joined()
            for secret in ["abc.def.ghi", "of-a-known-secret", StandIn.key] { #expect(!sent.contains(secret)) }
        }
    }

    @Test("The doctor sees both services, and asks no question")
    func doctor() async throws {
        try await standIn.set(rules: [])
        let findings = await ModelDoctor(
            settings: LanguageModelSettings(), services: standIn.services(LanguageModelSettings())
        )
        .examine()
        #expect(findings.filter { !$0.isThere } == [])
        let asked = try await standIn.journal(nil).compactMap { $0["path"]?.string }
        #expect(!asked.contains("/v1/messages") && !asked.contains("/api/chat"))
    }
}

extension StandInTests.Case {
    /// Faults that spoil an answer of the stand-in's own need it to make one.
    var isSpoiled: Bool { fault["kind"] == "wrong_schema" }
}

struct StandIn {
    static let address = ProcessInfo.processInfo.environment["SELFHEAL_LLM_STAND_IN"].flatMap { URL(string: $0) }
    static let key = "sk-ant-stand-in-key"

    let transport = URLSessionTransport()
    private var address: URL { Self.address ?? URL(filePath: "/") }

    func services(_ settings: LanguageModelSettings, patience: Duration = .milliseconds(700)) -> ModelServices {
        var pace = RequestPace()
        pace.firstBackoff = .milliseconds(1)
        let card = "0, GPU-1, NVIDIA H100 80GB HBM3, 81559, 2, 80400, 580.95.05, 9.0, Disabled"
        return ModelServices(
            settings: settings,
            environment: ["OLLAMA_HOST": address.absoluteString, "ANTHROPIC_BASE_URL": address.absoluteString],
            anthropicKey: Secret(Self.key), ollamaKey: nil,
            gpu: GPUDetector(environment: [:], run: { _, _ in .ended(status: 0, output: card) }),
            transport: transport, patience: StreamPatience(first: patience, between: patience), pace: pace)
    }

    func advisor(_ mode: String, patience: Duration = .milliseconds(700)) async throws -> any Advisor {
        var settings = LanguageModelSettings()
        settings.mode = LanguageModelSettings.Mode(rawValue: mode) ?? .auto
        let router = ModelRouter(
            settings: settings, services: services(settings, patience: patience),
            redaction: Redaction(secrets: [Self.key, "of-a-known-secret"]))
        let choice = await router.advisor(spending: Purse())
        return try #require(choice.advisor, "\(choice.why)")
    }

    /// Also forgets what was asked so far.
    func set(rules: [JSONValue]) async throws {
        let loaded: JSONValue = ["loaded": ["qwen2.5-coder:32b", "deepseek-r1:32b"], "vram_mib": 65_536]
        _ = try await call(
            "PUT", "_bed/rules", try JSON.encode(["rules": .array(rules), "ollama": loaded] as JSONValue))
        _ = try await call("POST", "_bed/reset", Data())
    }

    func journal(_ path: String?) async throws -> [JSONValue] {
        let entries = try JSON.decode(JSONValue.self, from: try await call("GET", "_bed/journal", nil)).array ?? []
        return entries.filter { path == nil || $0["path"]?.string == path }
    }

    private func call(_ method: String, _ path: String, _ body: Data?) async throws -> Data {
        let request = TransportRequest(
            method: method, url: address.appending(path: path), headers: [:], body: body, timeout: .seconds(20))
        return try await transport.send(request).body
    }
}
