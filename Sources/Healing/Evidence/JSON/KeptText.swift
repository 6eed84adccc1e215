/// The beginning of a text, as long as it may be.
struct KeptText {
    private var octets: [UInt8] = []
    /// The first half of a pair that stands for one character.
    private var high: UInt16?
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func append(_ piece: ArraySlice<UInt8>) {
        if piece.isEmpty { return }
        close()
        octets.append(contentsOf: piece.prefix(limit - octets.count))
    }

    mutating func append(_ octet: UInt8) {
        close()
        if octets.count < limit { octets.append(octet) }
    }

    mutating func append(unit: UInt16) {
        if let high, (0xdc00...0xdfff).contains(unit) {
            self.high = nil
            let combined = 0x10000 + (UInt32(high) - 0xd800) << 10 + (UInt32(unit) - 0xdc00)
            return append(Unicode.Scalar(combined))
        }
        close()
        if (0xd800..<0xdc00).contains(unit) { high = unit } else { append(Unicode.Scalar(unit)) }
    }

    /// - Parameter scalar: nil for a lone half, which becomes U+FFFD.
    private mutating func append(_ scalar: Unicode.Scalar?) {
        let encoded = String(Character(scalar ?? "\u{fffd}")).utf8
        if octets.count + encoded.count <= limit { octets.append(contentsOf: encoded) }
    }

    private mutating func close() {
        guard high != nil else { return }
        high = nil
        append(nil)
    }

    mutating func string() -> String {
        close()
        return String(decoding: octets, as: UTF8.self)
    }
}
