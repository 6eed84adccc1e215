/// The host and port of an address. Source: RFC 3986 §3.2, RFC 9110 §7.2: no user information, and a host is given.
enum Authority {
    static func isValid(_ octets: ArraySlice<UInt8>) -> Bool {
        if octets.first == UInt8(ascii: "[") {
            guard let end = octets.firstIndex(of: UInt8(ascii: "]")) else { return false }
            return isAddress(octets[..<end].dropFirst()) && isPort(octets[(end + 1)...])
        }
        let end = octets.firstIndex(of: Octet.colon) ?? octets.endIndex
        return isName(octets[..<end]) && isPort(octets[end...])
    }

    private static func isName(_ octets: ArraySlice<UInt8>) -> Bool {
        guard !octets.isEmpty else { return false }
        return octets.allSatisfy { Octet.isUnreservedOrSubDelimiter($0) || $0 == Octet.percent }
            && PercentEncoding.isValid(octets)
    }

    /// Checks the letters of an IPv6 address, not its form: nobody connects to it.
    private static func isAddress(_ octets: ArraySlice<UInt8>) -> Bool {
        octets.contains(Octet.colon)
            && octets.allSatisfy { Octet.hexValue($0) != nil || $0 == Octet.colon || $0 == Octet.dot }
    }

    /// Nothing, or a colon and a number; RFC 3986 lets the number be missing.
    private static func isPort(_ octets: ArraySlice<UInt8>) -> Bool {
        guard let first = octets.first else { return true }
        let digits = octets.dropFirst()
        guard first == Octet.colon, digits.allSatisfy(Octet.isDigit) else { return false }
        return digits.isEmpty || Int(String(decoding: digits, as: UTF8.self)).map { $0 <= 65535 } ?? false
    }
}
