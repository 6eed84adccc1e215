import Domain
import Foundation

/// An answer put together from the events of its stream. Nothing of it counts before the last event has come: a stream that
/// just ends is half an answer, whatever its status.
struct AnthropicAnswer {
    private var text = ""
    private var inputTokens = 0
    private var outputTokens = 0
    private var stopReason: String?
    private(set) var isComplete = false

    /// More text than this is no answer to any question of ours.
    private static let limitBytes = 400_000

    private struct Event: Decodable {
        struct Message: Decodable { let usage: Usage? }
        struct Usage: Decodable {
            let input_tokens: Int?
            let output_tokens: Int?
            let cache_read_input_tokens: Int?
            let cache_creation_input_tokens: Int?
        }
        struct Delta: Decodable {
            let type: String?
            let text: String?
            let stop_reason: String?
        }
        let type: String
        let message: Message?
        let delta: Delta?
        let usage: Usage?
        let error: AnthropicError.Detail?
    }

    mutating func take(_ data: Data) throws {
        let event: Event
        do {
            event = try JSON.decode(Event.self, from: data)
        } catch {
            throw ProviderFailure(.transport, "Anthropic's stream has an event that is no JSON")
        }
        switch event.type {
        case "message_start":
            inputTokens = (event.message?.usage).map(Self.input) ?? 0
            outputTokens = .tokens(event.message?.usage?.output_tokens)
        case "content_block_delta":
            // Thinking comes in deltas of its own type, which are passed over.
            if event.delta?.type == "text_delta" { text += event.delta?.text ?? "" }
            guard text.utf8.count <= Self.limitBytes else {
                throw ProviderFailure(.incomplete, "Anthropic's answer has no end")
            }
        case "message_delta":
            stopReason = event.delta?.stop_reason ?? stopReason
            outputTokens = event.usage?.output_tokens.map(Int.tokens) ?? outputTokens
            if let usage = event.usage, usage.input_tokens != nil { inputTokens = Self.input(usage) }
        case "message_stop": isComplete = true
        case "error":
            let detail = event.error ?? .init(type: "api_error", message: "no reason given")
            throw AnthropicError(status: nil, detail: detail, wait: nil).failure
        default: break  // ping, and events that newer versions bring
        }
    }

    func completion() throws -> Completion {
        guard isComplete else {
            throw ProviderFailure(.transport, "Anthropic's stream ended before its last event")
        }
        let spent = ProviderFailure.Spent.known(input: inputTokens, output: outputTokens)
        switch stopReason {
        case "end_turn", "stop_sequence": break
        case "max_tokens", "model_context_window_exceeded":
            throw ProviderFailure(.incomplete, "Anthropic's answer was cut off at its length", spent: spent)
        case let reason:
            throw ProviderFailure(
                .incomplete, "Anthropic's model gave no answer: \(reason?.prefix(60) ?? "no reason")", spent: spent)
        }
        guard !text.allSatisfy(\.isWhitespace) else {
            throw ProviderFailure(.incomplete, "Anthropic's answer is empty", spent: spent)
        }
        return Completion(text: text, inputTokens: inputTokens, outputTokens: outputTokens)
    }

    private static func input(_ usage: Event.Usage) -> Int {
        let parts = [usage.input_tokens, usage.cache_read_input_tokens, usage.cache_creation_input_tokens]
        return parts.map(Int.tokens).reduce(0, +)
    }
}
