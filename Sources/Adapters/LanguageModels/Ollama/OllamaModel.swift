/// What Ollama says of a model that is installed.
struct InstalledModel: Hashable, Sendable, Decodable {
    struct Details: Hashable, Sendable, Decodable {
        let parameter_size: String?
    }
    let name: String
    /// Of its file.
    @ByteCount var size: Int
    let details: Details?
    let capabilities: [String]?
    /// It runs on machines of somebody else.
    let remote_host: String?

    /// Billions; nil when Ollama does not say.
    var parameters: Double? {
        guard let text = details?.parameter_size?.uppercased(), let unit = text.last else { return nil }
        let scale = ["B": 1.0, "M": 0.001, "K": 0.000_001][unit]
        return scale.flatMap { scale in Double(text.dropLast()).map { $0 * scale } }
    }

    var thinks: Bool { capabilities?.contains("thinking") == true }
    var answers: Bool { capabilities?.contains("completion") != false }

    /// Whether a name of the configuration means it: a family, or a family and a tag.
    func fits(_ wanted: String) -> Bool {
        let (own, other) = (Self.parts(name), Self.parts(wanted))
        return own.family == other.family && (!wanted.contains(":") || own.tag == other.tag)
    }

    private static func parts(_ name: String) -> (family: String, tag: String) {
        let name = name.lowercased()
        let bare = name.hasPrefix("library/") ? String(name.dropFirst("library/".count)) : name
        let parts = bare.split(separator: ":", maxSplits: 1).map(String.init)
        return (parts.first ?? "", parts.count > 1 ? parts[1] : "latest")
    }
}

/// What Ollama says of a model that is in memory now.
struct LoadedModel: Hashable, Sendable, Decodable {
    let name: String
    /// With all that it takes beside its file.
    @ByteCount var size: Int
    @ByteCount var size_vram: Int
    let context_length: Int?

    /// 0 to 1: how much of it is on cards.
    var shareOnCard: Double { size > 0 ? min(1, Double(size_vram) / Double(size)) : 0 }
}

/// What a model takes beside its file. Source: the `model_info` of `/api/show`.
struct ModelGeometry: Hashable, Sendable {
    /// The largest models have some hundreds of layers and of heads.
    private static let mostOfAnything = 1_000_000
    private static let mostContext = 1 << 30
    private static let mostBytesPerToken = 1 << 30

    /// Bytes of keys and values for one token of context, at 16 bits.
    let bytesPerToken: Int?
    /// The longest context that it was trained for.
    let contextLimit: Int?

    /// - Parameter info: keys such as `qwen2.block_count`, whole numbers only.
    init(info: [String: Int], architecture: String) {
        func value(_ key: String, most: Int = Self.mostOfAnything) -> Int? {
            info["\(architecture).\(key)"]?.within(0...most)
        }
        contextLimit = value("context_length", most: Self.mostContext)?.within(1...Self.mostContext)
        let heads = value("attention.head_count")
        let width = heads.flatMap { heads in value("embedding_length").map { heads > 0 ? $0 / heads : 0 } }
        guard let layers = value("block_count"), let pairs = value("attention.head_count_kv") ?? heads,
            let keys = value("attention.key_length") ?? width, let values = value("attention.value_length") ?? width
        else {
            bytesPerToken = nil
            return
        }
        bytesPerToken = (layers * pairs * (keys + values) * 2).within(0...Self.mostBytesPerToken)
    }

    /// For a model that says nothing of itself: the most that models of its size are known to take, in KiB a token.
    static func bytesPerToken(ofFile bytes: Int) -> Int {
        let gigabytes = Double(bytes) / 1e9
        let kibibytes = gigabytes < 5.5 ? 144 : gigabytes < 16 ? 192 : gigabytes < 25 ? 256 : 320
        return kibibytes * 1024
    }
}
