import Advice
import Domain

/// Finds out which of Ollama's models could answer now.
package struct OllamaSurvey: LocalModels {
    private let client: OllamaClient
    private let gpu: GPUDetector
    private let wanted: [String]

    /// Models whose geometry is asked for; an installation has seldom more.
    private static let modelLimit = 16

    /// - Parameter wanted: names of models or families, the most wanted first; empty: the built-in order.
    package init(client: OllamaClient, gpu: GPUDetector, wanted: [String]) {
        self.client = client
        self.gpu = gpu
        self.wanted = wanted
    }

    var provider: any ModelProvider { client }
    var isForeign: Bool { client.address.isOfVendor }

    func survey(isWanted: Bool) async -> LocalSurvey {
        let cards: GPUState? = client.address.isLocal ? await gpu.state() : nil
        if case .absent(let reason) = cards, !isWanted {
            return LocalSurvey(models: [:], why: ["Ollama skipped: no card: \(reason)"])
        }
        do {
            // The cheapest question first: the usual case is that nobody is there.
            _ = try await client.version()
            let installed = try await client.installed()
            let loaded = try await client.loaded()
            guard !installed.isEmpty else {
                return LocalSurvey(
                    models: [:], why: ["Ollama skipped: it has no model; `ollama pull qwen2.5-coder:7b`"])
            }
            let candidates = await candidates(installed, loaded)
            return fit(cards, loaded, isWanted: isWanted).survey(candidates)
        } catch {
            return LocalSurvey(models: [:], why: ["Ollama skipped: \(error)"])
        }
    }

    /// Models that Ollama keeps loaded give their memory up for another.
    private func fit(_ cards: GPUState?, _ loaded: [LoadedModel], isWanted: Bool) -> ModelFit {
        switch cards {
        case nil:
            // Of another machine only what it has loaded is known.
            return ModelFit(wanted: wanted, memoryMiB: nil, isOnCard: !isWanted)
        case .present:
            let held = loaded.reduce(0) { $0 + $1.size_vram } >> 20
            return ModelFit(wanted: wanted, memoryMiB: cards?.freeMiB.map { $0 + held }, isOnCard: true)
        case .absent:
            let held = loaded.reduce(0) { $0 + $1.size - $1.size_vram } >> 20
            return ModelFit(wanted: wanted, memoryMiB: gpu.systemMemoryMiB().map { $0 + held }, isOnCard: false)
        }
    }

    private func candidates(_ installed: [InstalledModel], _ loaded: [LoadedModel]) async -> [ModelFit.Candidate] {
        var candidates: [ModelFit.Candidate] = []
        for model in installed.prefix(Self.modelLimit) {
            let geometry = model.remote_host == nil ? try? await client.geometry(of: model.name) : nil
            candidates.append(
                ModelFit.Candidate(
                    model: model, geometry: geometry, loaded: loaded.first { $0.name == model.name }))
        }
        return candidates
    }
}
