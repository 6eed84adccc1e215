/// The character classes of the grammar, and the few octets that it names.
enum Octet {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let percent: UInt8 = 0x25
    static let asterisk: UInt8 = 0x2A
    static let comma: UInt8 = 0x2C
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let equals: UInt8 = 0x3D
    static let question: UInt8 = 0x3F
    static let at: UInt8 = 0x40
    static let backslash: UInt8 = 0x5C

    /// Source: RFC 9110 §5.6.2, tchar.
    static func isToken(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x2D,
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2E, 0x5E...0x60, 0x7C, 0x7E:
            true
        default: false
        }
    }

    /// Source: RFC 9110 §5.5: visible, space, tab or above ASCII; no other control octet.
    static func isFieldValue(_ octet: UInt8) -> Bool {
        octet >= space && octet != 0x7F || octet == tab
    }

    static func isBlank(_ octet: UInt8) -> Bool {
        octet == space || octet == tab
    }

    static func isDigit(_ octet: UInt8) -> Bool {
        octet &- 0x30 < 10
    }

    /// Source: RFC 3986 §2.3 and §2.2, unreserved and sub-delims.
    static func isUnreservedOrSubDelimiter(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x26...0x2E,
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x21, 0x24, 0x3B, 0x3D, 0x5F, 0x7E:
            true
        default: false
        }
    }

    static func hexValue(_ octet: UInt8) -> UInt8? {
        switch octet {
        case 0x30...0x39: octet - 0x30
        case 0x41...0x46: octet - 0x41 + 10
        case 0x61...0x66: octet - 0x61 + 10
        default: nil
        }
    }

    static func lowercased(_ octet: UInt8) -> UInt8 {
        octet &- 0x41 < 26 ? octet | 0x20 : octet
    }
}
