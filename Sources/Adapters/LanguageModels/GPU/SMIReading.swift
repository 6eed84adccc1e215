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
        let cards = lines.compactMap(card)
        if !cards.isEmpty { return .cards(cards) }
        return .none(lines.isEmpty ? "nvidia-smi said nothing" : "nvidia-smi said what cannot be read")
    }

    private static func card(_ line: Substring) -> Card? {
        let values = line.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingSpaces }
        guard values.count >= oldFields.count, Int(values[0]) != nil, values[1].hasPrefix("GPU-") else { return nil }
        let isSliced = values.count > 8 && values[8] == "Enabled"
        return Card(
            index: values[0], uuid: values[1], name: values[2], totalMiB: Int(values[3]), freeMiB: Int(values[5]),
            isSliced: isSliced)
    }

    /// GiB of the slices that `nvidia-smi -L` lists, by the names of their profiles, as in `MIG 3g.40gb`.
    static func slices(in list: String) -> [Int] {
        list.split(whereSeparator: \.isNewline).compactMap { line in
            let words = line.split(separator: " ")
            guard words.first == "MIG", words.count > 1 else { return nil }
            return words[1].split(separator: ".").last.flatMap { Int($0.prefix { $0.isNumber }) }
        }
    }

    /// The cards that CUDA programs see.
    /// - Parameter visible: `CUDA_VISIBLE_DEVICES`: indices or UUIDs, which may be shortened; what follows one that does
    ///   not exist is not seen either. nil: all.
    static func filtered(_ cards: [Card], visible: String?) -> [Card] {
        guard let visible else { return cards }
        var seen: [Card] = []
        for word in visible.split(separator: ",").map({ $0.trimmingSpaces }) {
            let isIndex = word.allSatisfy(\.isNumber)
            guard let card = cards.first(where: { isIndex ? $0.index == word : $0.uuid.hasPrefix(word) }) else { break }
            if !seen.contains(card) { seen.append(card) }
        }
        return seen
    }

    /// MiB that could be taken without swapping, from `/proc/meminfo`.
    static func availableMiB(inMeminfo text: String) -> Int? {
        let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("MemAvailable:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 / 1024 }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " || $0 == "\r" }.reversed())
    }
}
