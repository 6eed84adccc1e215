/// Octets written as `%` and two hexadecimal digits. Source: RFC 3986 §2.1.
enum PercentEncoding {
    static func isValid(_ octets: ArraySlice<UInt8>) -> Bool {
        var index = octets.startIndex
        while let found = octets[index...].firstIndex(of: Octet.percent) {
            guard decode(octets, at: found) != nil else { return false }
            index = found + 3
        }
        return true
    }

    /// Decodes all but the octets in `kept`, which stay as they were written.
    /// - Returns: nil when an encoding is malformed or the result is not UTF-8.
    static func decode(_ octets: ArraySlice<UInt8>, keeping kept: [UInt8] = []) -> String? {
        guard octets.contains(Octet.percent) else { return String(validating: octets, as: UTF8.self) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(octets.count)
        var index = octets.startIndex
        while index < octets.endIndex {
            guard octets[index] == Octet.percent else {
                decoded.append(octets[index])
                index += 1
                continue
            }
            guard let value = decode(octets, at: index) else { return nil }
            if kept.contains(value) {
                decoded += octets[index..<index + 3]
            } else {
                decoded.append(value)
            }
            index += 3
        }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func decode(_ octets: ArraySlice<UInt8>, at index: Int) -> UInt8? {
        guard index + 2 < octets.endIndex, let high = Octet.hexValue(octets[index + 1]),
            let low = Octet.hexValue(octets[index + 2])
        else { return nil }
        return high << 4 | low
    }
}
