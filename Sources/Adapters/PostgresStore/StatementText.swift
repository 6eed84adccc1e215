/// A statement as PostgreSQL reads it.
enum StatementText {
    /// Parameters `?1` become `$1`; what stands in quotes or in a comment is left as it is.
    static func rewritten(_ statement: String) -> String {
        var octets = Array(statement.utf8)
        var place = 0
        while place < octets.count {
            switch octets[place] {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                // A doubled quote within ends one and begins the next.
                place = end(of: [octets[place]], in: octets, from: place + 1)
            case UInt8(ascii: "-") where follows("-", place, octets): place = end(of: [10], in: octets, from: place + 2)
            case UInt8(ascii: "/") where follows("*", place, octets):
                place = end(of: Array("*/".utf8), in: octets, from: place + 2)
            case UInt8(ascii: "?") where place + 1 < octets.count && (48...57).contains(octets[place + 1]):
                octets[place] = UInt8(ascii: "$")
                place += 2
            default: place += 1
            }
        }
        return String(decoding: octets, as: UTF8.self)
    }

    private static func follows(_ next: Unicode.Scalar, _ place: Int, _ octets: [UInt8]) -> Bool {
        place + 1 < octets.count && octets[place + 1] == UInt8(ascii: next)
    }

    /// The place after the mark, or the end of the text.
    private static func end(of mark: [UInt8], in octets: [UInt8], from start: Int) -> Int {
        var place = start
        while place + mark.count <= octets.count {
            if octets[place..<place + mark.count].elementsEqual(mark) { return place + mark.count }
            place += 1
        }
        return octets.count
    }
}
