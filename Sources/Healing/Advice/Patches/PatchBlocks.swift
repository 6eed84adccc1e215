/// Puts blocks into files: where a block does not fit exactly once, it does not fit.
package enum PatchBlocks {
    /// Block after block; a later one may search for what an earlier one put there.
    /// - Returns: the files that changed.
    /// - Throws: `AnswerRejected` with what is wrong and, where a text was not found, the lines that are nearest to it.
    package static func apply(
        _ blocks: [PatchBlock], to files: [PatchQuestion.File]
    ) throws -> [PatchQuestion.File] {
        var texts = Dictionary(files.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
        for block in blocks {
            guard let text = texts[block.path] else {
                throw AnswerRejected("`\(block.path.prefix(120))` is not among the files that may be changed")
            }
            try check(block, in: text)
            texts[block.path] = try place(block, in: SourceLines(text))
        }
        return files.compactMap { file in
            texts[file.path].flatMap { $0 == file.text ? nil : PatchQuestion.File(path: file.path, text: $0) }
        }
    }

    private static func check(_ block: PatchBlock, in text: String) throws {
        if block.search.allSatisfy(\.isWhitespace) {
            throw AnswerRejected("a block of \(block.path) searches for nothing: name the lines to be replaced")
        }
        if trimmed(block.search) == trimmed(block.replace) {
            throw AnswerRejected("a block of \(block.path) replaces lines by themselves")
        }
        let marks = ["«SECRET", "[secret]"]
        if let mark = marks.first(where: { block.search.contains($0) && !text.contains($0) }) {
            throw AnswerRejected("a block of \(block.path) searches for a line with `\(mark)`: leave such lines out")
        }
        let leftovers = ["<<<<<<<", ">>>>>>>", "```"] + marks
        if let found = leftovers.first(where: { block.replace.contains($0) && !text.contains($0) }) {
            throw AnswerRejected("a block of \(block.path) leaves `\(found)` in the file")
        }
        let gap = SourceLines(block.replace).lines.first { isGap($0) && !block.search.contains($0) }
        if let gap {
            throw AnswerRejected("a block of \(block.path) leaves code out at `\(gap.prefix(80))`: write every line")
        }
    }

    /// A comment that stands for code that the model did not care to repeat.
    private static func isGap(_ line: String) -> Bool {
        let bare = line.blanksRemoved
        guard ["//", "/*", "#", "<!--", "{/*"].contains(where: { bare.hasPrefix($0) }) || bare.hasPrefix("...") else {
            return false
        }
        let says = bare.lowercased()
        return (says.contains("...") || says.contains("…"))
            && (says.contains("existing") || says.contains("rest of") || says.contains("unchanged")
                || says.contains("same as") || !says.contains { $0.isLetter })
    }

    private static func trimmed(_ text: String) -> [Substring] { SourceLines(text).lines.map(\.trailingBlanksRemoved) }

    /// Exactly; else without regard to line ends and blanks before them; else with all lines shifted alike.
    private static func place(_ block: PatchBlock, in file: SourceLines) throws -> String {
        let wanted = SourceLines(block.search).lines
        for fit in [Fit.exact, .trailingBlanks, .indentation] {
            let places = file.places(of: wanted) { fit.shift(from: wanted, to: $0) != nil }
            guard let place = places.first else { continue }
            guard places.count == 1 else {
                throw AnswerRejected("a block of \(block.path) fits at \(places.count) places: search for more lines")
            }
            let found = file.lines[place..<(place + wanted.count)]
            let shift = fit.shift(from: wanted, to: found) ?? .none
            let end = found.first?.utf8.last == UInt8(ascii: "\r") ? "\r" : ""
            var result = file
            result.lines.replaceSubrange(
                found.indices,
                with: block.replace.isEmpty ? [] : SourceLines(block.replace).lines.map { shift.apply(to: $0) + end })
            return result.text
        }
        throw AnswerRejected(
            "a block of \(block.path) searches for lines that do not stand there. Nearest are:\n"
                + file.nearest(to: wanted).joined(separator: "\n"))
    }

    private enum Fit {
        case exact, trailingBlanks, indentation

        /// What makes `wanted` stand where `found` does; nil when nothing does.
        func shift(from wanted: [String], to found: ArraySlice<String>) -> Shift? {
            switch self {
            case .exact: zip(wanted, found).allSatisfy { $0 == $1 } ? Shift.none : nil
            case .trailingBlanks:
                zip(wanted, found).allSatisfy { $0.trailingBlanksRemoved == $1.trailingBlanksRemoved }
                    ? Shift.none : nil
            case .indentation: indentationShift(from: wanted, to: found)
            }
        }

        private func indentationShift(from wanted: [String], to found: ArraySlice<String>) -> Shift? {
            let pairs = zip(wanted, found).filter { !$0.0.blanksRemoved.isEmpty || !$0.1.blanksRemoved.isEmpty }
            guard let first = pairs.first, let shift = Shift(from: first.0.indentation, to: first.1.indentation) else {
                return nil
            }
            let fits = pairs.allSatisfy { said, real in
                said.blanksRemoved == real.blanksRemoved
                    && shift.apply(to: said).indentation == real.indentation
            }
            return fits ? shift : nil
        }
    }

    private enum Shift {
        case none
        case more(Substring)
        case less(Substring)

        init?(from said: Substring, to real: Substring) {
            if real.hasSuffix(said) {
                self = .more(real.dropLast(said.count))
            } else if said.hasSuffix(real) {
                self = .less(said.dropLast(real.count))
            } else {
                return nil
            }
        }

        /// Lines that stand further left than the shift go as far as they can.
        func apply(to line: String) -> String {
            switch self {
            case .none: line
            case .more(let blanks): line.allSatisfy(\.isWhitespace) ? line : blanks + line
            case .less(let blanks): line.hasPrefix(blanks) ? String(line.dropFirst(blanks.count)) : line
            }
        }
    }
}

extension String {
    fileprivate var trailingBlanksRemoved: Substring {
        var rest = self[...]
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }
    fileprivate var blanksRemoved: Substring { trailingBlanksRemoved.drop(while: \.isWhitespace) }
    fileprivate var indentation: Substring { prefix { $0 == " " || $0 == "\t" } }
}
