/// Text as a terminal would show it, without what steers the terminal.
package enum ANSIText {
    /// `text` without its control sequences: colours, cursor movements, window titles and hyperlinks.
    /// Source: ECMA-48 §5.4 (CSI), xterm control sequences (OSC). A sequence that never ends swallows the rest.
    package static func stripped(_ text: String) -> String {
        guard text.utf8.contains(escape) else { return text }
        var plain: [UInt8] = []
        plain.reserveCapacity(text.utf8.count)
        var bytes = text.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == escape else {
                plain.append(byte)
                continue
            }
            switch bytes.next() {
            case UInt8(ascii: "["): skipControlSequence(&bytes)
            case UInt8(ascii: "]"): skipSystemCommand(&bytes)
            default: break  // a two-byte sequence
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private static let escape: UInt8 = 0x1b

    /// Parameters, then one final byte from `@` to `~`.
    private static func skipControlSequence(_ bytes: inout String.UTF8View.Iterator) {
        while let byte = bytes.next(), !(0x40...0x7e).contains(byte) {}
    }

    /// Ends with BEL or with ESC and a backslash.
    private static func skipSystemCommand(_ bytes: inout String.UTF8View.Iterator) {
        while let byte = bytes.next() {
            if byte == 0x07 { return }
            if byte == escape {
                _ = bytes.next()
                return
            }
        }
    }
}
