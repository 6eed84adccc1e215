import Domain
import Foundation
import HTTPClient
import LanguageModels
import Pipeline
import Tools

extension Wiring {
    func advisors(_ redaction: Redaction) -> any AdvisorSource {
        ModelRouter(settings: models, services: modelServices(), redaction: redaction)
    }

    func modelServices() -> ModelServices {
        let tools = tools
        // What nvidia-smi needs, and what says which cards it may see; no secret of ours.
        let variables = children.plain.merging(
            environment.filter { ["CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES"].contains($0.key) }
        ) { $1 }
        let gpu = GPUDetector(environment: environment) { words, deadline in
            do {
                let end = try await tools.capture(.init(words, environment: variables, timeout: deadline))
                return .ended(status: end.status, output: end.output)
            } catch is ToolRunner.TimedOut {
                return .timedOut
            } catch {
                return .cannotStart("\(error)")
            }
        }
        return ModelServices(
            settings: models, environment: environment, anthropicKey: secrets.anthropicKey.map { Secret($0) },
            ollamaKey: secrets.ollamaKey.map { Secret($0) }, gpu: gpu, transport: URLSessionTransport())
    }
}
