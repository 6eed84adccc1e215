import Advice
import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit

@testable import LanguageModels

extension JSONValue {
    init(_ text: some StringProtocol) throws { self = try JSON.decode(JSONValue.self, from: Data(text.utf8)) }

    /// Of a request's body.
    init(_ data: Data?) throws { self = try JSON.decode(JSONValue.self, from: data ?? Data()) }
}

extension CompletionRequest {
    static let sample = CompletionRequest(
        model: "m", system: "rules", user: "question",
        schema: .object([
            "a": ["type": "string", "minLength": 1, "maxLength": 9, "description": "x"]
        ]), answerTokens: 100)
}

extension ScriptedTransport.Step {
    /// Events of Anthropic's, cut where no line ends.
    static func events(_ events: [String], then error: TransportError? = nil) -> Self {
        let text = events.map { "event: x\ndata: \($0)\n\n" }.joined()
        let middle = text.index(text.startIndex, offsetBy: text.count / 2 + 1)
        return .pieces(
            200, ["content-type": "text/event-stream; charset=utf-8"],
            [String(text[..<middle]), String(text[middle...])], then: error)
    }

    static func lines(_ lines: [String], then error: TransportError? = nil) -> Self {
        .pieces(200, ["content-type": "application/x-ndjson"], lines.map { $0 + "\n" }, then: error)
    }

    /// A whole answer of Anthropic's.
    static func claude(_ text: String, stop: String = "end_turn", input: Int = 1000, output: Int = 200) -> Self {
        let quoted = String(decoding: (try? JSON.encode([text])) ?? Data(), as: UTF8.self).dropFirst().dropLast()
        return .events([
            #"{"type":"message_start","message":{"usage":{"input_tokens":\#(input),"output_tokens":1}}}"#,
            #"{"type":"ping"}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}"#,
            #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":\#(quoted)}}"#,
            #"{"type":"message_delta","delta":{"stop_reason":"\#(stop)"},"usage":{"output_tokens":\#(output)}}"#,
            #"{"type":"message_stop"}"#,
        ])
    }

    static func error(_ status: Int, _ type: String, _ headers: [String: String] = [:], more: String = "") -> Self {
        .json(status, #"{"type":"error","error":{"type":"\#(type)","message":"because"\#(more)}}"#, headers)
    }

    /// A whole answer of Ollama's.
    static func ollama(_ text: String, reason: String = "stop", prompt: Int = 50) -> Self {
        let quoted = String(decoding: (try? JSON.encode([text])) ?? Data(), as: UTF8.self).dropFirst().dropLast()
        return .lines([
            #"{"message":{"role":"assistant","content":"","thinking":"hm"},"done":false}"#,
            #"{"message":{"role":"assistant","content":\#(quoted)},"done":false}"#,
            #"{"message":{"role":"assistant","content":""},"done":true,"done_reason":"\#(reason)","prompt_eval_count":\#(prompt),"eval_count":7}"#,
        ])
    }
}

/// What a call came to.
func outcome<Value>(_ work: () async throws -> Value) async throws -> Result<Value, ProviderFailure> {
    do {
        return .success(try await work())
    } catch let failure as ProviderFailure {
        return .failure(failure)
    }
}

extension Result where Failure == ProviderFailure {
    var failure: ProviderFailure? { if case .failure(let failure) = self { failure } else { nil } }
}

/// Keeps what a job has spent, as the store does.
actor Purse: SpendingLog {
    struct Lost: Error {}
    private(set) var history: [HealingReport.Metrics.LanguageModel] = []
    var isWritable = true

    func lose() { isWritable = false }
    func spending() -> HealingReport.Metrics.LanguageModel? { history.last }

    func record(_ spending: HealingReport.Metrics.LanguageModel) throws {
        guard isWritable else { throw Lost() }
        history.append(spending)
    }
}
