/// Lowercase hexadecimal digits as octets. Names of jobs and commits are read for every row and every request, and going
/// through their characters would take longer than the rest of it.
enum HexadecimalDigits {
    private static let all = Array("0123456789abcdef".utf8)

    static func contains(_ octet: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(octet)
    }

    /// 0 to 15, of a digit.
    static func value(of octet: UInt8) -> Int64 {
        Int64(octet) - (octet <= UInt8(ascii: "9") ? Int64(UInt8(ascii: "0")) : Int64(UInt8(ascii: "a")) - 10)
    }

    /// - Parameter place: 0 for the last digit.
    static func digit(_ place: Int, of number: UInt64) -> UInt8 { all[Int(number >> (4 * UInt64(place)) & 0xF)] }
}
