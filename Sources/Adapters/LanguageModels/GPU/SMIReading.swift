/// Reads what `nvidia-smi` prints. Source: its manual page and NVML's return codes; cases seen in the field are in the
/// tests.
enum SMIReading {
    static let fields = [
        "index", "uuid", "name", "memory.total", "memory.used", "memory.free", "driver_version", "compute_cap",
        "mig.mode.current",
    ]
    /// Drivers before 510 do not know the others.
    static let oldFields = ["index", "uuid", "name", "memory.total", "memory.used", "memory.free", "driver_version"]

    static func words(_ program: String, _ fields: [String]) -> [String] {
        [program, "--query-gpu=\(fields.joined(separator: ","))", "--format=csv,noheader,nounits"]
    }

    struct Card: Hashable {
        let index: String
        let uuid: String
        let name: String
        /// nil: it shares the memory of the system.
        let totalMiB: Int?
        let freeMiB: Int?
        let isSliced: Bool
    }

    enum Outcome: Hashable {
        case cards([Card])
        /// Ask again with the fields that old drivers know.
        case tooManyFields
        case none(String)
    }

    static func outcome(_ status: Int32, _ output: String) -> Outcome {
        let text = output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        switch status {
        case 0: return cards(in: output)
        case 2 where text.contains("is not a valid field"): return .tooManyFields
        case 6: return .none("no card was found")
        case 9: return .none("the driver does not answer: is its kernel module loaded?")
        case 15: return .none("a card fell off the bus: \(text.prefix(120)); reboot")
        case 18: return .none("driver and library are of different versions; reboot")
        case 127: return .none("nvidia-smi is not installed")
        case 255:
            return .none("the driver cannot be used here (\(text.prefix(120))); in a container, start it again")
        default: return .none("nvidia-smi ended with status \(status): \(text.prefix(120))")
        }
    }

    private static func cards(in output: String) -> Outcome {
        let lines = output.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        let readings = lines.compactMap(reading)
        let cards = readings.compactMap { try? $0.get() }
        if !cards.isEmpty { return .cards(cards) }
        for case .failure(let unusable) in readings { return .none(unusable.reason) }
        return .none(lines.isEmpty ? "nvidia-smi said nothing" : "nvidia-smi said what cannot be read")
    }

    /// A card that has a fault, so that nothing is known of its memory.
    private struct Unusable: Error { let reason: String }

    /// What stands for the memory of a card that has none of its own.
    private static let shared = ["[N/A]", "[Not Supported]"]
    private static let mostMiB = 1 << 30

    /// nil for what is no line about a card.
    private static func reading(_ line: Substring) -> Result<Card, Unusable>? {
        let values = line.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingSpaces }
        guard values.count >= oldFields.count, Int(values[0]) != nil, values[1].hasPrefix("GPU-") else { return nil }
        let memory = [values[3], values[5]].map { ($0, Int($0)?.within(0...mostMiB)) }
        if let (said, _) = memory.first(where: { $0.1 == nil && !shared.contains($0.0) }) {
            return .failure(Unusable(reason: "nvidia-smi cannot tell the memory of \(values[2]): \(said.prefix(60))"))
        }
        let isSliced = values.count > 8 && values[8] == "Enabled"
        return .success(
            Card(
                index: values[0], uuid: values[1], name: values[2], totalMiB: memory[0].1, freeMiB: memory[1].1,
                isSliced: isSliced))
    }

    /// A part of a card that programs see as a card.
    struct Slice: Hashable {
        static let prefix = "MIG-"
        let uuid: String
        let mebibytes: Int
    }

    /// What `nvidia-smi -L` lists; the memory by the names of the profiles, as in `MIG 3g.40gb`.
    static func slices(in list: String) -> [Slice] {
        list.split(whereSeparator: \.isNewline).compactMap { line in
            let words = line.split(separator: " ")
            guard words.first == "MIG", words.count > 1, let size = words[1].split(separator: ".").last,
                let gibibytes = Int(size.prefix { $0.isNumber })?.within(0...mostMiB >> 10)
            else { return nil }
            let uuid = words.last { $0.hasPrefix(Slice.prefix) }?.prefix { $0 != ")" } ?? ""
            return Slice(uuid: String(uuid), mebibytes: gibibytes * 1024)
        }
    }

    /// The slice that CUDA programs see, as they see no more than one: the first that is named, else any.
    /// - Returns: nil where none fits.
    static func slice(of slices: [Slice], visible: String?) -> Slice? {
        let names = words(visible ?? "").filter { $0.hasPrefix(Slice.prefix) }
        guard let name = names.first else { return slices.max { $0.mebibytes < $1.mebibytes } }
        return slices.first { $0.uuid.hasPrefix(name) }
    }

    /// The cards that CUDA programs see.
    /// - Parameter visible: `CUDA_VISIBLE_DEVICES`: indices or UUIDs, which may be shortened, or those of slices, which
    ///   only a card that is cut has; what follows one that does not exist is not seen either. nil: all.
    static func filtered(_ cards: [Card], visible: String?) -> [Card] {
        guard let visible else { return cards }
        var seen: [Card] = []
        for word in words(visible) {
            guard let card = cards.first(where: { $0.isMeant(by: word) }) else { break }
            if !seen.contains(card) { seen.append(card) }
        }
        return seen
    }

    private static func words(_ list: String) -> [String] { list.split(separator: ",").map { $0.trimmingSpaces } }

    /// MiB that could be taken without swapping, from `/proc/meminfo`.
    static func availableMiB(inMeminfo text: String) -> Int? {
        let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("MemAvailable:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 / 1024 }
    }
}

extension SMIReading.Card {
    fileprivate func isMeant(by word: String) -> Bool {
        if word.hasPrefix(SMIReading.Slice.prefix) { return isSliced }
        return word.allSatisfy(\.isNumber) ? index == word : uuid.hasPrefix(word)
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " || $0 == "\r" }.reversed())
    }
}
