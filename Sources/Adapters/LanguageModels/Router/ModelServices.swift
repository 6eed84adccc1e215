package import Domain
import Foundation
package import HTTPClient

/// The services that could be asked, or what is missing to ask them.
package struct ModelServices: Sendable {
    struct Missing: Error, CustomStringConvertible { let description: String }

    let local: Result<any LocalModels, Missing>
    let anthropic: Result<AnthropicClient, Missing>
    let gpu: GPUDetector
    let ollama: OllamaClient?

    /// - Parameters:
    ///   - environment: `OLLAMA_HOST`, `ANTHROPIC_BASE_URL`; secrets are not read from it.
    ///   - anthropicKey: `ANTHROPIC_API_KEY`; nil: not set.
    ///   - ollamaKey: `OLLAMA_API_KEY`, for an Ollama behind a proxy that wants one.
    ///   - patience: for both services; nil: for each its own.
    package init(
        settings: LanguageModelSettings, environment: [String: String], anthropicKey: Secret?, ollamaKey: Secret?,
        gpu: GPUDetector, transport: any HTTPStreamTransport, patience: StreamPatience? = nil,
        pace: RequestPace = RequestPace()
    ) {
        self.gpu = gpu
        let host = environment["OLLAMA_HOST"].flatMap { $0.isEmpty ? nil : $0 } ?? OllamaAddress.standard
        if let address = OllamaAddress(host) {
            let client = OllamaClient(
                address: address, key: ollamaKey, transport: transport, patience: patience ?? OllamaClient.patience,
                pace: pace)
            ollama = client
            local = .success(OllamaSurvey(client: client, gpu: gpu, wanted: settings.ollamaModels))
        } else {
            ollama = nil
            local = .failure(Missing(description: "OLLAMA_HOST is no address; write http://HOST:PORT"))
        }
        let base = environment["ANTHROPIC_BASE_URL"].flatMap { $0.isEmpty ? nil : $0 } ?? AnthropicClient.publicAddress
        switch (anthropicKey, URL(string: base)) {
        case (nil, _): anthropic = .failure(Missing(description: "ANTHROPIC_API_KEY is not set"))
        case (let key?, let url?) where ["http", "https"].contains(url.scheme) && url.host != nil:
            anthropic = .success(
                AnthropicClient(
                    address: url, key: key, transport: transport, patience: patience ?? AnthropicClient.patience,
                    pace: pace))
        default: anthropic = .failure(Missing(description: "ANTHROPIC_BASE_URL is no http address"))
        }
    }
}
