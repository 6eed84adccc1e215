import Advice
import Domain
package import Foundation
package import HTTPClient

/// Anthropic's Messages API, streamed. Source: Anthropic, "Messages" and "Streaming messages", version 2023-06-01.
package struct AnthropicClient: ModelProvider {
    package static let publicAddress = "https://api.anthropic.com"
    /// A small model begins within seconds; silence for longer is a fault.
    package static let patience = StreamPatience(first: .seconds(60), between: .seconds(30))

    let name = "Anthropic"
    let pace: RequestPace
    private let address: URL
    private let key: Secret
    private let transport: any HTTPStreamTransport
    private let patience: StreamPatience

    /// Source: the retries of Anthropic's own clients.
    private static let tries = 3

    package init(
        address: URL, key: Secret, transport: any HTTPStreamTransport, patience: StreamPatience = Self.patience,
        pace: RequestPace = RequestPace()
    ) {
        self.address = address
        self.key = key
        self.transport = transport
        self.patience = patience
        self.pace = pace
    }

    func complete(_ request: CompletionRequest) async throws -> Completion {
        let wire = wire("POST", "v1/messages", try JSON.encode(Body(request)), timeout: request.timeLimit)
        do {
            return try await transport.stream(wire, patience: patience) { stream in
                guard stream.head.status == 200 else {
                    throw AnthropicError(try await stream.collected(), now: pace.now()).failure
                }
                guard stream.head.header("content-type")?.contains("event-stream") == true else {
                    // Something between may have taken the answer of the model apart, and would do so again.
                    throw ProviderFailure(
                        .transport, "Anthropic answered with no event stream: is ANTHROPIC_BASE_URL right?",
                        mayBeRepeated: false)
                }
                return try await Self.read(stream)
            }
        } catch let error as TransportError {
            throw Self.failure(error)
        }
    }

    func wait(after failure: ProviderFailure, attempt: Int) -> Duration? {
        guard attempt < Self.tries, failure.mayBeRepeated != false else { return nil }
        switch failure.kind {
        case .limited(let told):
            let wait = told ?? pace.backoff(afterFailure: attempt)
            return wait <= pace.longestWait ? wait : nil
        case .overloaded: return pace.backoff(afterFailure: attempt + 2)
        case .transport: return pace.backoff(afterFailure: attempt)
        case .silence, .closed, .noModel, .refused, .unfit, .incomplete:
            return failure.mayBeRepeated == true ? pace.backoff(afterFailure: attempt) : nil
        }
    }

    /// Ids of the models that the key may use. It costs nothing.
    func models() async throws -> [String] {
        struct Answer: Decodable {
            struct Model: Decodable { let id: String }
            let data: [Model]
        }
        do {
            let response = try await transport.send(wire("GET", "v1/models", nil, timeout: .seconds(10)))
            guard response.status == 200 else { throw AnthropicError(response, now: pace.now()).failure }
            guard let answer = try? JSON.decode(Answer.self, from: response.body) else {
                throw ProviderFailure(.transport, "what answers at \(address) is no API of Anthropic's")
            }
            return answer.data.map(\.id)
        } catch let error as TransportError {
            throw Self.failure(error)
        }
    }

    private func wire(_ method: String, _ path: String, _ body: Data?, timeout: Duration) -> TransportRequest {
        TransportRequest(
            method: method, url: address.appending(path: path),
            headers: [
                "x-api-key": key.text, "anthropic-version": "2023-06-01", "Content-Type": "application/json",
                "User-Agent": "selfheal",
            ],
            body: body, timeout: timeout)
    }

    private static func failure(_ error: TransportError) -> ProviderFailure {
        switch error {
        case .notConnected:
            ProviderFailure(.transport, "Anthropic cannot be reached: \(error)", spent: .nothing)
        case .timedOut: ProviderFailure(.silence, "Anthropic does not answer: \(error)")
        case .connection, .answerTooLarge: ProviderFailure(.transport, "Anthropic broke off: \(error)")
        }
    }

    private static func read(_ stream: TransportStream) async throws -> Completion {
        var answer = AnthropicAnswer()
        try await stream.readLines { line in
            // Each event names its own type in its data, so that the line with the event's name tells nothing new.
            guard line.hasPrefix("data:") else { return true }
            try answer.take(Data(line.dropFirst("data:".count).utf8))
            return !answer.isComplete
        }
        return try answer.completion()
    }

    private struct Body: Encodable {
        struct Message: Encodable {
            let role = "user"
            let content: String
        }
        struct Output: Encodable {
            struct Format: Encodable {
                let type = "json_schema"
                let schema: JSONValue
            }
            let format: Format?
            /// The newer models think; for questions of ours little of it is enough.
            let effort: String?
        }
        let model: String
        let max_tokens: Int
        let system: String
        let messages: [Message]
        let stream = true
        let output_config: Output?

        init(_ request: CompletionRequest) {
            model = request.model
            max_tokens = request.answerTokens
            system = request.system
            messages = [Message(content: request.user)]
            // Sampling parameters are left out: newer models answer 400 to them.
            let format = request.schema.map { Output.Format(schema: $0.withoutLimits) }
            let effort = request.mayThink ? "low" : nil
            output_config = format == nil && effort == nil ? nil : Output(format: format, effort: effort)
        }
    }
}

extension ModelPick {
    /// Models from 5 on think before they answer unless told otherwise. Source: Anthropic, "Migrating to Haiku 5.5".
    init(anthropic model: String) {
        let isOlder = model.contains("-4-") || model.contains("-3-")
        self.init(
            name: model, contextTokens: nil, thinking: isOlder ? .never : .always, isOnCard: false,
            why: "as configured")
    }
}
