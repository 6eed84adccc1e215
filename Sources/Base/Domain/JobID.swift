import Synchronization

/// Names one healing job: a UUID of version 7, so that ids sort by the time they were made. Source: RFC 9562 §5.7.
package struct JobID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let text: String

    /// Accepts the canonical text form in lower case only, so that an id is safe as a file name and in a path.
    package init?(_ text: String) {
        guard text.utf8.count == Self.length else { return nil }
        for (place, octet) in text.utf8.enumerated() {
            let fits = Self.hyphens.contains(place) ? octet == Self.hyphen : HexadecimalDigits.contains(octet)
            guard fits else { return nil }
        }
        self.text = text
    }

    private static let length = 36
    private static let hyphens = [8, 13, 18, 23]
    private static let hyphen = UInt8(ascii: "-")

    package init(at time: Timestamp, random: inout some RandomNumberGenerator) {
        let milliseconds = UInt64(bitPattern: time.milliseconds) & 0xFFFF_FFFF_FFFF
        self.init(head: milliseconds << 12 | (random.next() as UInt64) & 0x0FFF, random: &random)
    }

    /// - Parameter head: 48 bits of milliseconds since 1970, and 12 bits that order ids of one millisecond.
    private init(head: UInt64, random: inout some RandomNumberGenerator) {
        let high = (head >> 12) << 16 | 0x7000 | head & 0x0FFF
        let low = 0x8000_0000_0000_0000 | (random.next() as UInt64) >> 2
        var octets: [UInt8] = []
        octets.reserveCapacity(Self.length)
        for half in [high, low] {
            for place in (0..<16).reversed() {
                if Self.hyphens.contains(octets.count) { octets.append(Self.hyphen) }
                octets.append(HexadecimalDigits.digit(place, of: half))
            }
        }
        text = String(decoding: octets, as: UTF8.self)
    }

    private static let newest = Mutex<UInt64>(0)

    /// Ids of one process grow in the order in which they were made. Source: RFC 9562 §6.2, method 3.
    package static func next() -> Self {
        var random = SystemRandomNumberGenerator()
        let now = UInt64(bitPattern: Timestamp.now().milliseconds) & 0xFFFF_FFFF_FFFF
        let fresh = now << 12 | (random.next() as UInt64) & 0x07FF
        let head = newest.withLock { newest in
            newest = max(newest + 1, fresh)
            return newest
        }
        return Self(head: head, random: &random)
    }

    package var description: String { text }

    /// When it was made, to the millisecond.
    package var time: Timestamp {
        let digits = text.utf8.prefix(13).filter { $0 != Self.hyphen }
        let milliseconds = digits.reduce(0) { $0 << 4 | HexadecimalDigits.value(of: $1) }
        return Timestamp(milliseconds: milliseconds)
    }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(text) is not a job id"))
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
