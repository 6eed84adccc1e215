/// The lines of a text without `\n`; a `\r` before it stays, so that joining them gives the same bytes again.
struct SourceLines {
    var lines: [String]

    /// By bytes: to Swift, `\r\n` is one character, which no search for `\n` finds.
    init(_ text: String) {
        lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    var text: String { lines.joined(separator: "\n") }

    /// Where `wanted` stands as whole lines.
    func places(of wanted: [String], _ isSame: (ArraySlice<String>) -> Bool) -> [Int] {
        guard !wanted.isEmpty, wanted.count <= lines.count else { return [] }
        return (0...(lines.count - wanted.count)).filter { isSame(lines[$0..<($0 + wanted.count)]) }
    }

    /// The lines of equal number that share most words with `wanted`, at most twelve.
    func nearest(to wanted: [String]) -> [String] {
        let window = min(wanted.count, lines.count)
        guard window > 0 else { return [] }
        let sought = wanted.map(Self.words)
        let found = lines.map(Self.words)
        let scores = (0...(lines.count - window)).map { start in
            (0..<window).reduce(0) { $0 + sought[$1].intersection(found[start + $1]).count }
        }
        let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
        return Array(lines[best..<(best + window)].prefix(12))
    }

    private static func words(_ line: String) -> Set<Substring> {
        Set(line.split { !$0.isLetter && !$0.isNumber })
    }
}
