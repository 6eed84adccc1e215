/// Damages bytes at random, the way that files and liars do: flipped, lost, doubled and foreign pieces.
package enum Mutation {
    /// What a reader of JSON, of ZIP or of Markdown looks at.
    private static let tokens: [[UInt8]] =
        texts.map { Array($0.utf8) } + [
            [0xff], [0], [0xff, 0xff, 0xff, 0xff], [0xed, 0xa0, 0x80],
        ]
    private static let texts = [
        "[", "]", "{", "}", "\"", ":", ",", "\\", "\n", "null", "-1", "1e999", "99999999999999999999", "\\ud800",
        "\\u0000", "[[0,0]]", "[[1,1]]", "[[[[[[[[", "```", "# ", "  - ", "\u{1b}[", "PK\u{1}\u{2}", "PK\u{3}\u{4}",
    ]

    package static func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &random)
            let end = min(bytes.count, place + Int.random(in: 1...200, using: &random))
            switch Int.random(in: 0..<12, using: &random) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: bytes.indices, using: &random))
            case 2: bytes = Array(bytes[..<place])
            case 3...6: bytes.insert(contentsOf: tokens.randomElement(using: &random) ?? [], at: place)
            case 7, 8: bytes.replaceSubrange(place..<end, with: tokens.randomElement(using: &random) ?? [])
            default: bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
        }
        return bytes
    }
}
