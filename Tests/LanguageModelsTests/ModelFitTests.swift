import Advice
import Domain
import Foundation
import Testing

@testable import LanguageModels

struct ModelFitTests {
    static func model(
        _ name: String, _ gigabytes: Double, _ parameters: String = "32.8B", capabilities: [String]? = nil,
        host: String? = nil
    ) -> InstalledModel {
        InstalledModel(
            name: name, size: Int(gigabytes * 1e9), details: .init(parameter_size: parameters),
            capabilities: capabilities, remote_host: host)
    }

    func candidate(_ model: InstalledModel, geometry: ModelGeometry? = nil, onCard: Double? = nil) -> ModelFit.Candidate
    {
        let loaded = onCard.map { share in
            LoadedModel(
                name: model.name, size: model.size, size_vram: Int(Double(model.size) * share), context_length: 16_384)
        }
        return ModelFit.Candidate(model: model, geometry: geometry, loaded: loaded)
    }

    var three: [ModelFit.Candidate] {
        [
            candidate(Self.model("llama3.3:latest", 42.5, "70.6B")),
            candidate(Self.model("deepseek-r1:32b", 19.85, capabilities: ["completion", "thinking"])),
            candidate(Self.model("qwen2.5-coder:32b", 19.85)),
        ]
    }

    func fit(_ memory: Int?, wanted: [String] = [], isOnCard: Bool = true) -> ModelFit {
        ModelFit(wanted: wanted, memoryMiB: memory, isOnCard: isOnCard)
    }

    @Test(
        "Takes the most wanted model that fits, by the kind of question",
        arguments: [
            (81_000, "llama3.3:latest", "qwen2.5-coder:32b"), (32_140, "deepseek-r1:32b", "qwen2.5-coder:32b"),
            (8_000, nil, nil),
        ] as [(Int, String?, String?)])
    func fits(memory: Int, analysis: String?, code: String?) {
        let survey = fit(memory).survey(three)
        #expect(survey.models[.analysis]?.name == analysis)
        #expect(survey.models[.code]?.name == code)
    }

    @Test("Says why the others were passed over")
    func why() {
        let survey = fit(32_140).survey(three)
        #expect(survey.why.contains("llama3.3:latest skipped: needs 43 GiB, 31 free"))
        #expect(survey.why.contains("deepseek-r1:32b of Ollama answers questions of analysis: needs 24 GiB, 31 there"))
    }

    @Test("The context shrinks before a model is given up")
    func context() {
        #expect(fit(24_300).pick(for: .code, three).0?.contextTokens == 8192)
        #expect(fit(32_140).pick(for: .code, three).0?.contextTokens == 16_384)
    }

    @Test("What a model says of itself decides over the estimate")
    func geometry() {
        let info = [
            "qwen2.block_count": 28, "qwen2.attention.head_count": 28, "qwen2.attention.head_count_kv": 4,
            "qwen2.embedding_length": 3584, "qwen2.context_length": 32_768,
        ]
        let geometry = ModelGeometry(info: info, architecture: "qwen2")
        #expect(geometry.bytesPerToken == 56 * 1024)
        #expect(geometry.contextLimit == 32_768)
        let small = candidate(Self.model("qwen2.5-coder:7b", 4.68, "7.6B"), geometry: geometry)
        #expect(fit(8000).need(of: small, context: 16_384) == 6689)
        #expect(fit(7000).pick(for: .code, [small]).0?.contextTokens == 16_384)
    }

    @Test("Numbers that no model has are taken for untold, and sizes are cut")
    func oddNumbers() {
        let info = [
            "x.block_count": Int.max, "x.attention.head_count": 2, "x.embedding_length": Int.max,
            "x.context_length": Int.min,
        ]
        let geometry = ModelGeometry(info: info, architecture: "x")
        #expect(geometry.bytesPerToken == nil)
        #expect(geometry.contextLimit == nil)
        let large = Dictionary(uniqueKeysWithValues: info.keys.map { ($0, 1_000_000) })
        #expect(ModelGeometry(info: large, architecture: "x").bytesPerToken == nil)
        var huge = Self.model("qwen3", 1)
        huge.size = .max
        var loaded = LoadedModel(name: "qwen3", size: .max, size_vram: .min, context_length: nil)
        #expect(loaded.shareOnCard == 0)
        loaded.size_vram = .max
        let candidate = ModelFit.Candidate(model: huge, geometry: geometry, loaded: loaded)
        #expect(fit(32_000).pick(for: .choice, [candidate]).0 == nil)
    }

    @Test("Widths of heads that are told win over computed ones")
    func toldWidths() {
        let info = [
            "qwen3.block_count": 48, "qwen3.attention.head_count": 32, "qwen3.attention.head_count_kv": 4,
            "qwen3.embedding_length": 2048, "qwen3.attention.key_length": 128, "qwen3.attention.value_length": 128,
        ]
        #expect(ModelGeometry(info: info, architecture: "qwen3").bytesPerToken == 96 * 1024)
    }

    @Test("A loaded model wins over one that is only one family better")
    func warm() {
        let models = [three[0], candidate(Self.model("deepseek-r1:32b", 19.85), onCard: 1), three[2]]
        #expect(fit(81_000).pick(for: .analysis, models).0?.name == "deepseek-r1:32b")
        #expect(fit(81_000).pick(for: .code, models).0?.name == "qwen2.5-coder:32b")
    }

    @Test("A model that is only partly on the card is passed over")
    func split() {
        let models = [candidate(Self.model("qwen2.5-coder:32b", 19.85), onCard: 0.4)]
        let (pick, why) = fit(32_000).pick(for: .code, models)
        #expect(pick == nil)
        #expect(why == ["qwen2.5-coder:32b skipped: only 40 % of it are on the card"])
    }

    @Test("A model that runs elsewhere, embeds, or is too small for code is passed over, and says so")
    func objections() {
        let models = [
            candidate(Self.model("qwen3-coder:480b-cloud", 0.0004, "480B", host: "https://ollama.com:443")),
            candidate(Self.model("qwen2.5-coder:embed", 1, capabilities: ["embedding"])),
            candidate(Self.model("qwen2.5-coder:0.5b", 0.49, "494.03M")),
        ]
        let (pick, why) = fit(32_000).pick(for: .code, models)
        #expect(pick == nil)
        #expect(
            why == [
                "qwen3-coder:480b-cloud skipped: it runs at https://ollama.com:443, not here",
                "qwen2.5-coder:embed skipped: it answers no questions",
                "qwen2.5-coder:0.5b skipped: 0.49B parameters are too few for code",
            ])
        #expect(fit(32_000).pick(for: .choice, models).0?.name == "qwen2.5-coder:0.5b")
    }

    @Test("The user's own order counts, by family or by tag, in any case")
    func wanted() {
        #expect(fit(32_000, wanted: ["Deepseek-R1"]).pick(for: .code, three).0?.name == "deepseek-r1:32b")
        #expect(fit(81_000, wanted: ["library/llama3.3"]).pick(for: .code, three).0?.name == "llama3.3:latest")
        #expect(fit(81_000, wanted: ["qwen2.5-coder:7b"]).pick(for: .code, three).0 == nil)
    }

    @Test("Memory that is not known excludes nothing")
    func unknownMemory() {
        #expect(fit(nil).pick(for: .analysis, three).0?.name == "llama3.3:latest")
    }

    @Test("Without a card the smaller context is taken, and any size may write code")
    func withoutCard() {
        let models = [candidate(Self.model("qwen2.5-coder:0.5b", 0.49, "494.03M"))]
        let (pick, _) = fit(8000, isOnCard: false).pick(for: .code, models)
        #expect(pick?.contextTokens == 8192)
        #expect(pick?.why == "needs 3 GiB, 8 there, without a card")
    }

    @Test("Only a model that can think is let think, and only to analyse")
    func thinking() {
        #expect(fit(32_000).pick(for: .analysis, three).0?.mayThink(.analysis) == true)
        #expect(fit(32_000, wanted: ["deepseek-r1"]).pick(for: .code, three).0?.mayThink(.code) == false)
        #expect(fit(32_000).pick(for: .code, three).0?.mayThink(.analysis) == false)
    }
}
