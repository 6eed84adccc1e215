import Advice
import Domain
import Foundation
package import HTTPClient

/// Ollama's own API, streamed. The paths that look like other services' are not used: they ignore the size of the context.
/// Source: ollama, docs/api.md and server/routes.go.
package struct OllamaClient: ModelProvider {
    let name = "Ollama"
    package let address: OllamaAddress
    private let key: Secret?
    private let transport: any HTTPStreamTransport
    private let patience: StreamPatience
    let pace: RequestPace

    /// A model may have to be loaded first, which takes a minute for a large one.
    package static let patience = StreamPatience(first: .seconds(180), between: .seconds(60))
    /// No machine holds more models at a time.
    private static let mostLoaded = 1000
    private static let probeTimeout = Duration.seconds(3)
    /// One more time after a break, with another seed; a server that is busy is asked again, too.
    private static let tries = 2

    /// - Parameter key: for a server behind a proxy that wants one.
    package init(
        address: OllamaAddress, key: Secret?, transport: any HTTPStreamTransport,
        patience: StreamPatience = Self.patience, pace: RequestPace = RequestPace()
    ) {
        self.address = address
        self.key = key
        self.transport = transport
        self.patience = patience
        self.pace = pace
    }

    func version() async throws -> String {
        struct Answer: Decodable { let version: String }
        return try await ask("api/version", as: Answer.self).version
    }

    func installed() async throws -> [InstalledModel] {
        struct Answer: Decodable { let models: [InstalledModel]? }
        return try await ask("api/tags", as: Answer.self).models ?? []
    }

    func loaded() async throws -> [LoadedModel] {
        struct Answer: Decodable { let models: [LoadedModel]? }
        return Array((try await ask("api/ps", as: Answer.self).models ?? []).prefix(Self.mostLoaded))
    }

    func geometry(of model: String) async throws -> ModelGeometry {
        struct Answer: Decodable { let model_info: [String: JSONValue]? }
        let body = try JSON.encode(["model": model])
        let info = try await ask("api/show", body: body, as: Answer.self).model_info ?? [:]
        return ModelGeometry(
            info: info.compactMapValues(\.int), architecture: info["general.architecture"]?.string ?? "")
    }

    func complete(_ request: CompletionRequest) async throws -> Completion {
        if let context = request.contextTokens, request.promptTokens + request.answerTokens > context {
            throw ProviderFailure(
                .unfit,
                "the question of about \(request.promptTokens) tokens does not fit the \(context) of "
                    + request.model, spent: .nothing)
        }
        let wire = wire("api/chat", try JSON.encode(Body(request)), timeout: request.timeLimit)
        do {
            var completion = try await transport.stream(wire, patience: patience) { stream in
                guard stream.head.status == 200 else { throw Self.error(try await stream.collected()).failure }
                return try await Self.read(stream, request)
            }
            if request.isOnCard { completion.note = await splitNote(request.model) }
            return completion
        } catch let error as TransportError {
            throw failure(error)
        }
    }

    func wait(after failure: ProviderFailure, attempt: Int) -> Duration? {
        guard attempt < Self.tries else { return nil }
        switch failure.kind {
        case .transport, .overloaded, .limited: return pace.backoff(afterFailure: attempt)
        case .silence, .closed, .noModel, .refused, .unfit, .incomplete: return nil
        }
    }

    private static func read(_ stream: TransportStream, _ request: CompletionRequest) async throws -> Completion {
        var answer = OllamaAnswer()
        try await stream.readLines { line in
            try answer.take(line)
            return !answer.isComplete
        }
        return try answer.completion(of: request)
    }

    /// After a suspend, or a driver's fault, Ollama goes on without the card and says so nowhere else.
    private func splitNote(_ model: String) async -> String? {
        guard let loaded = try? await loaded().first(where: { $0.name == model }), loaded.shareOnCard < 0.99 else {
            return nil
        }
        return "only \(Int(loaded.shareOnCard * 100)) % of \(model) are on the card, so that it answers slowly"
    }

    private func ask<Value: Decodable>(_ path: String, body: Data? = nil, as type: Value.Type) async throws -> Value {
        let response: TransportResponse
        do {
            response = try await transport.send(wire(path, body, timeout: Self.probeTimeout))
        } catch let error as TransportError {
            throw failure(error)
        }
        guard response.status == 200 else { throw Self.error(response).failure }
        guard let value = try? JSON.decode(type, from: response.body) else {
            throw ProviderFailure(.transport, "what answers at \(address.url) to \(path) is no Ollama")
        }
        return value
    }

    private func wire(_ path: String, _ body: Data?, timeout: Duration) -> TransportRequest {
        var headers = ["User-Agent": "selfheal", "Content-Type": "application/json"]
        if let key { headers["Authorization"] = "Bearer \(key.text)" }
        return TransportRequest(
            method: body == nil ? "GET" : "POST", url: address.url.appending(path: path), headers: headers, body: body,
            timeout: timeout)
    }

    private func failure(_ error: TransportError) -> ProviderFailure {
        if case .notConnected = error {
            return ProviderFailure(.silence, "Ollama does not run at \(address.url)", spent: .nothing)
        }
        if case .timedOut = error {
            return ProviderFailure(.silence, "Ollama does not answer: \(error)")
        }
        return ProviderFailure(.transport, "Ollama broke off: \(error)")
    }

    private static func error(_ response: TransportResponse) -> OllamaError {
        struct Answer: Decodable { let error: String }
        let told = try? JSON.decode(Answer.self, from: response.body).error
        return OllamaError(status: response.status, text: told ?? ResponseClass.excerpt(response))
    }

    private struct Body: Encodable {
        struct Message: Encodable {
            let role: String
            let content: String
        }
        struct Options: Encodable {
            let num_ctx: Int?
            let num_predict: Int
            let temperature: Double
            let seed: Int
        }
        let model: String
        let messages: [Message]
        let stream = true
        let format: JSONValue?
        let options: Options
        let keep_alive = "15m"
        /// Rather an error than half of the question.
        let truncate = false
        let shift = false
        let think: Bool?

        init(_ request: CompletionRequest) {
            model = request.model
            messages = [
                Message(role: "system", content: request.system), Message(role: "user", content: request.user),
            ]
            format = request.schema?.json
            // The same question gets the same answer; after a break something else is tried.
            options = Options(
                num_ctx: request.contextTokens, num_predict: request.answerTokens,
                temperature: request.attempt == 1 ? 0 : 0.4, seed: request.attempt)
            think = request.mayThink ? nil : false
        }
    }
}
