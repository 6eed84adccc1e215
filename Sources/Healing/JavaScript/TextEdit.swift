/// Replaces some bytes of one file by a text.
package struct TextEdit: Hashable, Sendable {
    package let place: SourcePlace
    package let replacement: String

    package init(place: SourcePlace, replacement: String) {
        self.place = place
        self.replacement = replacement
    }
}

/// Why edits cannot be applied; nothing was changed.
package struct EditConflict: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable { case overlap(TextEdit), outsideText, insideCharacter, unknownFile }

    package let edit: TextEdit
    package let reason: Reason

    package init(edit: TextEdit, reason: Reason) {
        self.edit = edit
        self.reason = reason
    }

    package var description: String {
        let place = "\(edit.place.file), bytes \(edit.place.range.lowerBound) to \(edit.place.range.upperBound)"
        switch reason {
        case .overlap(let other):
            return
                "two edits of \(place) and of bytes \(other.place.range) touch the same text: apply one, then read again"
        case .outsideText: return "the edit of \(place) lies outside the text: it was made for another version"
        case .insideCharacter: return "the edit of \(place) would cut a character: it was made for another version"
        case .unknownFile: return "the edit of \(place) names a file that is not given: pass its text"
        }
    }
}

/// Applies edits that do not touch one another.
package enum SourceEdit {
    /// Edits of other files are refused. Two insertions at the same place overlap, because their order is not known.
    package static func apply(_ edits: [TextEdit], to source: SourceText) throws(EditConflict) -> SourceText {
        let sorted = edits.sorted {
            ($0.place.range.lowerBound, $0.place.range.upperBound) < (
                $1.place.range.lowerBound, $1.place.range.upperBound
            )
        }
        var bytes: [UInt8] = []
        var last: TextEdit?
        var end = 0
        for edit in sorted {
            try check(edit, after: last, in: source)
            bytes += source.bytes[end..<edit.place.range.lowerBound]
            bytes += Array(edit.replacement.utf8)
            end = edit.place.range.upperBound
            last = edit
        }
        bytes += source.bytes[end...]
        return SourceText(path: source.path, text: String(decoding: bytes, as: UTF8.self))
    }

    /// Applies edits of several files; files without edits are not in the result.
    package static func apply(_ edits: [TextEdit], to sources: [SourceText]) throws(EditConflict) -> [SourceText] {
        var changed: [SourceText] = []
        let byFile = Dictionary(grouping: edits, by: \.place.file)
        for (file, edits) in byFile.sorted(by: { $0.key < $1.key }) {
            guard let source = sources.first(where: { $0.path == file }) else {
                throw EditConflict(edit: edits[0], reason: .unknownFile)
            }
            changed.append(try apply(edits, to: source))
        }
        return changed
    }

    private static func check(_ edit: TextEdit, after last: TextEdit?, in source: SourceText) throws(EditConflict) {
        let range = edit.place.range
        guard edit.place.file == source.path else { throw EditConflict(edit: edit, reason: .unknownFile) }
        guard range.upperBound <= source.bytes.count, range.lowerBound >= 0 else {
            throw EditConflict(edit: edit, reason: .outsideText)
        }
        for end in [range.lowerBound, range.upperBound] where end < source.bytes.count {
            guard source.bytes[end] & 0xC0 != 0x80 else { throw EditConflict(edit: edit, reason: .insideCharacter) }
        }
        guard let last else { return }
        let isSamePlace = last.place.range.lowerBound == range.lowerBound
        if last.place.range.upperBound > range.lowerBound || isSamePlace {
            throw EditConflict(edit: edit, reason: .overlap(last))
        }
    }
}
