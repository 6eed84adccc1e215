/// Cuts text to a limit before its secrets are taken out. Half a secret no longer looks like one, and is not the value that is
/// known, so that a cut backs off to where it parts no word, and leaves out a value that is begun under a secret's name.
package enum CutText {
    /// What stands without a blank for longer is no secret that anybody types or stores.
    private static let backOffBytes = 4096

    /// The beginning of a text; all of it when it is not too long.
    package static func beginning(of text: String, limitBytes: Int) -> String {
        guard text.utf8.count > limitBytes else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: max(0, limitBytes))
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return beginning(of: text, before: end)
    }

    /// - Parameter end: where to cut at the latest.
    package static func beginning(of text: String, before end: String.Index) -> String {
        guard end < text.endIndex else { return text }
        var kept = text[..<end]
        if !isBlank(text.utf8[end]), let last = kept.utf8.last, !isBlank(last) {
            let window = kept.utf8.suffix(backOffBytes)
            if let blank = window.lastIndex(where: isBlank) {
                kept = kept[..<blank]
            } else {
                kept = kept[..<(window.lastIndex(where: isEdge).map(window.index(after:)) ?? window.startIndex)]
            }
        }
        let line = kept.utf8.suffix(backOffBytes).lastIndex(of: newline) ?? kept.utf8.suffix(backOffBytes).startIndex
        if let begun = SecretShapes.begun(atEndOf: kept[line...]) { kept = kept[..<begun] }
        return String(kept)
    }

    /// The end of a text, from the next line on where the cut parts one; all of it when it is not too long.
    package static func end(of text: String, limitBytes: Int) -> String {
        guard text.utf8.count > limitBytes else { return text }
        var start = text.utf8.index(text.endIndex, offsetBy: -max(0, limitBytes))
        while start < text.endIndex, start.samePosition(in: text.unicodeScalars) == nil {
            start = text.utf8.index(after: start)
        }
        guard text.utf8[text.utf8.index(before: start)] != newline else { return String(text[start...]) }
        let window = text[start...].utf8.prefix(backOffBytes)
        // A newline that ends the text begins nothing.
        func next(_ place: String.Index?) -> String.Index? {
            place.map { text.utf8.index(after: $0) }.flatMap { $0 < text.endIndex ? $0 : nil }
        }
        let begin =
            next(window.firstIndex(of: newline)) ?? next(window.firstIndex(where: isBlank))
            ?? next(window.firstIndex(where: isEdge)) ?? window.endIndex
        return String(text[begin...])
    }

    private static let newline = UInt8(ascii: "\n")

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    /// Ends the parts of an address, of a call, of JSON: only where there is no blank, since a password may have one of them.
    private static func isEdge(_ byte: UInt8) -> Bool { edges.contains(byte) }

    private static let edges = Set(#"/?&=,;:"'`<>()[]{}|"#.utf8)
}
