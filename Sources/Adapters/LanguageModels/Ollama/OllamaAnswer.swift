import Domain
import Foundation

/// An answer put together from the lines of its stream. Only a line with `done` makes it whole: on a repeating model, on a
/// crash, and behind many a proxy the stream just ends, under a status of 200.
struct OllamaAnswer {
    private struct Line: Decodable {
        struct Message: Decodable { let content: String? }
        let message: Message?
        let done: Bool?
        let done_reason: String?
        let prompt_eval_count: Int?
        let eval_count: Int?
        let error: String?
    }

    /// More than this is no answer to any question of ours.
    private static let limitBytes = 400_000

    private var text = ""
    private var last: Line?

    var isComplete: Bool { last != nil }

    mutating func take(_ line: String) throws {
        if line.allSatisfy(\.isWhitespace) { return }
        guard let line = try? JSON.decode(Line.self, from: Data(line.utf8)) else {
            throw ProviderFailure(.transport, "Ollama's stream has a line that is no JSON")
        }
        if let error = line.error { throw OllamaError(status: nil, text: error).failure }
        text += line.message?.content ?? ""
        guard text.utf8.count <= Self.limitBytes else {
            throw ProviderFailure(.incomplete, "Ollama's answer has no end")
        }
        if line.done == true { last = line }
    }

    func completion(of request: CompletionRequest) throws -> Completion {
        guard let last else { throw ProviderFailure(.transport, "Ollama's stream ended before its last line") }
        let (input, output) = (Int.tokens(last.prompt_eval_count), Int.tokens(last.eval_count))
        let spent = ProviderFailure.Spent.known(input: input, output: output)
        guard last.done_reason == nil || last.done_reason == "stop" else {
            let reason =
                last.done_reason == "length" ? "was cut off at its length" : "is none (\(last.done_reason ?? ""))"
            throw ProviderFailure(.incomplete, "the answer of \(request.model) \(reason)", spent: spent)
        }
        if Self.wasCut(input, request) {
            throw ProviderFailure(
                .refused,
                "Ollama read only half of the question, since it is longer than the context of \(request.model)",
                spent: spent)
        }
        guard !text.allSatisfy(\.isWhitespace) else {
            throw ProviderFailure(.incomplete, "the answer of \(request.model) is empty", spent: spent)
        }
        return Completion(text: text, inputTokens: input, outputTokens: output)
    }

    /// Servers that do not know `truncate` cut a long prompt to half of the context and say nothing.
    private static func wasCut(_ promptTokens: Int, _ request: CompletionRequest) -> Bool {
        guard let context = request.contextTokens else { return false }
        let leastTokens = (request.system.utf8.count + request.user.utf8.count) / 5
        return abs(promptTokens - context / 2) <= 8 && leastTokens > context * 55 / 100
    }
}

/// A no of Ollama's, as a status or as the last line of a stream. Its texts are all there is to tell errors apart.
struct OllamaError {
    /// nil: in the middle of a stream.
    let status: Int?
    let text: String

    var failure: ProviderFailure {
        ProviderFailure(kind, "Ollama: \(words)", spent: status == nil ? .unknown : .nothing)
    }

    private var kind: ProviderFailure.Kind {
        let says = { (word: String) in text.localizedCaseInsensitiveContains(word) }
        switch status {
        case 401, 403: return .closed
        case 404: return .noModel
        case 429, 503: return .overloaded
        case .some(400..<500): return .refused
        // The model does not load here: the next question finds the same.
        case _ where says("more system memory") || says("out of memory") || says("incompatible"): return .noModel
        case _ where says("exceeds the available context"): return .refused
        default: return .transport
        }
    }

    private var words: String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(200)
        switch status {
        case 401: return "it wants a key (\(line)): set OLLAMA_API_KEY"
        case 403:
            return "it refuses requests under this host name: set OLLAMA_HOST to 127.0.0.1, or OLLAMA_ORIGINS there"
        case 404: return "\(line): pull it with `ollama pull`"
        case let status?: return "it answered \(status): \(line)"
        case nil: return "\(line)"
        }
    }
}
