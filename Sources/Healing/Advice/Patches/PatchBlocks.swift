/// Puts blocks into files: where a block does not fit exactly once, it does not fit.
package enum PatchBlocks {
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
            try check(block)
            texts[block.path] = try place(block, in: text)
        }
        return files.compactMap { file in
            texts[file.path].flatMap { $0 == file.text ? nil : PatchQuestion.File(path: file.path, text: $0) }
        }
    }

    private static func check(_ block: PatchBlock) throws {
        guard !block.search.split(whereSeparator: \.isWhitespace).isEmpty else {
            throw AnswerRejected("a block of \(block.path) searches for nothing")
        }
        guard block.search != block.replace else {
            throw AnswerRejected("a block of \(block.path) replaces a text by itself")
        }
        let leftovers = ["<<<<<<<", ">>>>>>>", "```", "... existing code", "…", "«SECRET", "[secret]"]
        if let found = leftovers.first(where: { block.replace.contains($0) && !block.search.contains($0) }) {
            throw AnswerRejected("a block of \(block.path) leaves `\(found)` in the file")
        }
    }

    /// Exactly; else without regard to blanks at line ends; else with all lines shifted by the same indentation.
    private static func place(_ block: PatchBlock, in text: String) throws -> String {
        let exact = text.ranges(of: block.search)
        if exact.count == 1 { return text.replacingCharacters(exact[0], block.replace) }
        guard exact.isEmpty else {
            throw AnswerRejected("a block of \(block.path) fits at \(exact.count) places: search for more lines")
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let wanted = block.search.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for fit in [Fit.trailingBlanks, .indentation] {
            let places = lines.indices.filter { fit.holds(lines, at: $0, wanted) }
            if places.count > 1 {
                throw AnswerRejected("a block of \(block.path) fits at \(places.count) places: search for more lines")
            }
            guard let place = places.first else { continue }
            var result = lines
            let shift = fit.shift(lines[place...], wanted)
            let news = block.replace.split(separator: "\n", omittingEmptySubsequences: false).map { shift(String($0)) }
            result.replaceSubrange(place..<(place + wanted.count), with: block.replace.isEmpty ? [] : news)
            // A file with Windows line ends keeps them.
            return result.map { $0.hasSuffix("\r") ? String($0.dropLast()) : $0 }
                .joined(separator: text.contains("\r\n") ? "\r\n" : "\n")
        }
        throw AnswerRejected(
            "a block of \(block.path) searches for text that does not stand there. Nearest are:\n"
                + nearest(wanted, in: lines))
    }

    private enum Fit {
        case trailingBlanks, indentation

        func holds(_ lines: [String], at start: Int, _ wanted: [String]) -> Bool {
            guard start + wanted.count <= lines.count else { return false }
            let found = lines[start..<(start + wanted.count)]
            switch self {
            case .trailingBlanks:
                return zip(found, wanted).allSatisfy { $0.withoutTrailingBlanks == $1.withoutTrailingBlanks }
            case .indentation:
                guard zip(found, wanted).allSatisfy({ $0.withoutBlanksAround == $1.withoutBlanksAround }) else {
                    return false
                }
                let shifts = Set(
                    zip(found, wanted).filter { !$0.0.withoutBlanksAround.isEmpty }
                        .map { $0.0.indentation.count - $0.1.indentation.count })
                return shifts.count == 1
            }
        }

        func shift(_ found: ArraySlice<String>, _ wanted: [String]) -> (String) -> String {
            guard self == .indentation,
                let pair = zip(found, wanted).first(where: { !$0.0.withoutBlanksAround.isEmpty })
            else { return { $0 } }
            let (real, said) = (pair.0.indentation, pair.1.indentation)
            if real.count >= said.count {
                let more = String(real.prefix(real.count - said.count))
                return { $0.withoutBlanksAround.isEmpty ? $0 : more + $0 }
            }
            let less = said.count - real.count
            return { line in line.indentation.count >= less ? String(line.dropFirst(less)) : line }
        }
    }

    /// Three lines around the one that shares most words with the first searched line.
    private static func nearest(_ wanted: [String], in lines: [String]) -> String {
        let words = Set((wanted.first { !$0.withoutBlanksAround.isEmpty } ?? "").split { !$0.isLetter && !$0.isNumber })
        let scored = lines.indices.map { index in
            (index, words.intersection(lines[index].split { !$0.isLetter && !$0.isNumber }).count)
        }
        guard let best = scored.max(by: { $0.1 < $1.1 })?.0 else { return "" }
        return lines[max(0, best - 1)...min(lines.count - 1, best + 1)].joined(separator: "\n")
    }
}

extension String {
    fileprivate var withoutTrailingBlanks: Substring {
        var rest = self[...]
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }
    fileprivate var withoutBlanksAround: Substring { withoutTrailingBlanks.drop(while: \.isWhitespace) }
    fileprivate var indentation: Substring { prefix { $0 == " " || $0 == "\t" } }

    fileprivate func replacingCharacters(_ range: Range<Index>, _ text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
