import Advice

/// Chooses among installed models: the most wanted that fits, with a sentence for each that was passed over.
struct ModelFit: Sendable {
    struct Candidate: Hashable, Sendable {
        let model: InstalledModel
        let geometry: ModelGeometry?
        let loaded: LoadedModel?
    }

    /// Families, the most wanted first; empty: by the kind of question.
    let wanted: [String]
    /// MiB that models may take, those that are loaded now included; nil: not known.
    let memoryMiB: Int?
    /// On cards; else in the memory of the machine, which is slow but was asked for.
    let isOnCard: Bool

    /// Tokens; the first that fits. One number a model, because a change makes Ollama load it again.
    private static let contexts = [16_384, 8192]
    private static let mostContext = 32_768
    /// MiB for buffers and CUDA's own.
    private static let overheadMiB = 1330
    private static let usableShare = 0.985
    /// Smaller ones write code that seldom works; they are asked to choose, and to write only when a person wants it.
    private static let leastForCode = 6.5

    /// Source: edits and reasoning of these families as measured by others, see docs/language-models.md.
    private static let families: [AdviceDemand: [String]] = [
        .analysis: [
            "llama3.3", "deepseek-r1", "qwen3.6", "gpt-oss", "qwen3-coder", "qwen2.5-coder", "qwen3", "llama3.1",
        ],
        .code: [
            "qwen3-coder", "qwen2.5-coder", "devstral-small-2", "qwen3.6", "gpt-oss", "llama3.3", "deepseek-r1",
            "qwen3",
        ],
        .choice: [
            "qwen2.5-coder", "qwen3-coder", "qwen3.6", "llama3.3", "gpt-oss", "qwen3", "llama3.1", "deepseek-r1",
        ],
    ]

    func survey(_ candidates: [Candidate]) -> LocalSurvey {
        var picks: [AdviceDemand: ModelPick] = [:]
        var why: [String] = []
        for demand in AdviceDemand.allCases {
            let (pick, reasons) = pick(for: demand, candidates)
            picks[demand] = pick
            if let pick {
                why.append("\(pick.name) of Ollama answers questions of \(demand.rawValue): \(pick.why)")
            } else {
                why.append("no model of Ollama answers questions of \(demand.rawValue)")
            }
            why += reasons
        }
        var seen: Set<String> = []
        return LocalSurvey(models: picks, why: why.filter { seen.insert($0).inserted })
    }

    /// - Returns: what was taken, and why others before it were not.
    func pick(for demand: AdviceDemand, _ candidates: [Candidate]) -> (ModelPick?, [String]) {
        var reasons: [String] = []
        for candidate in ordered(candidates, demand) {
            if let objection = objection(to: candidate, demand) {
                reasons.append("\(candidate.model.name) skipped: \(objection)")
            } else if let context = context(of: candidate) {
                return (pick(candidate, context), reasons)
            } else {
                let need = Self.gibibytes(need(of: candidate, context: Self.contexts.last ?? 0))
                reasons.append(
                    "\(candidate.model.name) skipped: needs \(need) GiB, \(Self.gibibytes(memoryMiB ?? 0)) free")
            }
        }
        return (nil, reasons)
    }

    /// By family, the larger ones first; a model that is loaded already counts as one family better, because a change
    /// costs half a minute.
    private func ordered(_ candidates: [Candidate], _ demand: AdviceDemand) -> [Candidate] {
        let families = wanted.isEmpty ? Self.families[demand] ?? [] : wanted
        let ranked = candidates.compactMap { candidate in
            families.firstIndex { candidate.model.fits($0) }.map { rank in
                (candidate, Double(rank) - (wanted.isEmpty && candidate.loaded != nil ? 1.5 : 0))
            }
        }
        return ranked.sorted {
            ($0.1, -$0.0.model.size, $0.0.model.name) < ($1.1, -$1.0.model.size, $1.0.model.name)
        }.map(\.0)
    }

    private func objection(to candidate: Candidate, _ demand: AdviceDemand) -> String? {
        if let host = candidate.model.remote_host, !host.isEmpty { return "it runs at \(host.prefix(80)), not here" }
        if !candidate.model.answers { return "it answers no questions" }
        if isOnCard, let loaded = candidate.loaded, loaded.shareOnCard < 0.99 {
            return "only \(Int(loaded.shareOnCard * 100)) % of it are on the card"
        }
        let parameters = candidate.model.parameters ?? .infinity
        if isOnCard, demand == .code, parameters < Self.leastForCode {
            return "\((parameters * 100).rounded() / 100)B parameters are too few for code"
        }
        return nil
    }

    /// Tokens of context to ask for; nil when the model does not fit with any.
    private func context(of candidate: Candidate) -> Int? {
        let most = candidate.geometry?.contextLimit ?? Self.mostContext
        // One that is loaded fits.
        if let loaded = candidate.loaded?.context_length, loaded >= Self.contexts.last ?? 0 {
            return min(loaded, Self.mostContext)
        }
        guard let memoryMiB else { return min(most, isOnCard ? Self.contexts[0] : Self.contexts[1]) }
        let contexts = isOnCard ? Self.contexts[...] : Self.contexts.suffix(1)
        return contexts.first {
            Double(need(of: candidate, context: min($0, most))) <= Double(memoryMiB) * Self.usableShare
        }.map { min($0, most) }
    }

    /// MiB.
    func need(of candidate: Candidate, context: Int) -> Int {
        let perToken =
            candidate.geometry?.bytesPerToken ?? ModelGeometry.bytesPerToken(ofFile: candidate.model.size)
        return (candidate.model.size + perToken * context) >> 20 + Self.overheadMiB
    }

    private func pick(_ candidate: Candidate, _ context: Int) -> ModelPick {
        let place = isOnCard ? "" : ", without a card"
        let state =
            candidate.loaded == nil ? "needs \(Self.gibibytes(need(of: candidate, context: context))) GiB" : "is loaded"
        return ModelPick(
            name: candidate.model.name, contextTokens: context,
            thinking: candidate.model.thinks ? .forAnalysis : .never,
            isOnCard: isOnCard,
            why: "\(state)\(memoryMiB.map { ", \(Self.gibibytes($0)) there" } ?? ", memory not known")\(place)")
    }

    private static func gibibytes(_ mebibytes: Int) -> Int { (mebibytes + 512) / 1024 }
}
