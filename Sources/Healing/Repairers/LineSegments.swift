/// A line of source taken apart as far as it matters for what a commit replaced: texts in quotes and between tags, names,
/// numbers. Of any language that quotes its strings; no parser, since a line alone has no grammar.
struct LineSegments: Hashable {
    enum Segment: Hashable {
        case text(String)
        case name(String)
        case other(String)
    }

    private(set) var segments: [Segment] = []
    /// The texts with holes among them.
    private(set) var runs: [TextRun] = []
    /// How many holes are around what is being read.
    private var nesting = 0

    private static let markupEndings = [".html", ".htm", ".jsx", ".tsx", ".vue", ".svelte", ".hbs", ".ejs", ".njk"]
    private static let lengthLimit = 4000
    /// What stands in more holes than these is not taken apart.
    private static let nestingLimit = 8

    init(_ line: String, file: String) {
        guard line.utf8.count <= Self.lengthLimit else { return }
        let text = line.trimmed
        let isMarkup = Self.markupEndings.contains { file.hasSuffix($0) }
        let isPlain = !text.contains { "<>()=;`\"".contains($0) }
        if isMarkup, isPlain, text.contains(where: \.isLetter), text.contains("{") {
            // Text with holes, such as `{{ count }} left`.
            readPieces(TextWithHoles(Array(text)))
        } else if isMarkup, Self.isSaid(text) {
            readPieces(TextWithHoles(Array(text)))
        } else if isMarkup, isPlain, text.contains(where: \.isLetter) {
            segments = [.text(text)]
        } else if text.hasPrefix("<") || text.contains("</") {
            readMarkup(Array(text))
        } else {
            readCode(Array(text))
        }
    }

    /// Whether a line without tags is text whose holes hold any code, such as `{{ price(total) }} in your basket`.
    private static func isSaid(_ line: String) -> Bool {
        guard line.contains("{{") || line.contains("${"), !line.hasPrefix("<") else { return false }
        let text = TextWithHoles(Array(line))
        return text.isClosed && text.said.contains(where: \.isLetter)
            && !text.said.contains { "<>()=;`\"".contains($0) }
    }

    /// The segments that differ, where the lines are alike but for them. Where a condition may have been turned round,
    /// nobody can say which text took the place of which.
    func replaced(by other: LineSegments) -> [(Segment, Segment)] {
        guard segments.count == other.segments.count else { return [] }
        let differing = segments.indices.filter { segments[$0] != other.segments[$0] }
        let unsure = textsBesideOtherCode(in: other)
        let isOtherChoice = (hasCondition || other.hasCondition) && differing.contains { isOtherCode($0, other) }
        return differing.compactMap { place in
            let (old, new) = (segments[place], other.segments[place])
            if case .text = old, isOtherChoice || unsure.contains(place) { return nil }
            if case .name = old, !isKey(place) || !other.isKey(place) { return nil }
            return (old, new)
        }
    }

    /// Whether a segment that differs changes what the line does: all but texts, keys, names of tags and attributes.
    private func isOtherCode(_ place: Int, _ other: LineSegments) -> Bool {
        switch (segments[place], other.segments[place]) {
        case (.text, .text): false
        case (.name, .name): !isKey(place) || !other.isKey(place)
        case (.other(let old), .other(let new)): !(old.first?.isLetter ?? false) || !(new.first?.isLetter ?? false)
        default: true
        }
    }

    /// Whether it decides something, as far as one line tells.
    private var hasCondition: Bool {
        segments.indices.contains { place in
            if case .name(let word) = segments[place] { return Self.conditions.contains(word) }
            guard let first = sign(place) else { return false }
            let second = sign(place + 1) ?? ""
            return first == "?" && second != "." || ["&&", "||", "==", "!="].contains(first + second)
        }
    }

    private static let conditions: Set<String> = ["if", "case", "elif", "unless", "when"]

    /// nil when nothing stands there, or a text or a name.
    func sign(_ place: Int) -> String? {
        guard segments.indices.contains(place), case .other(let text) = segments[place] else { return nil }
        return text
    }

    /// `total: 3`, or `total` alone between braces and commas. Behind a condition a colon may begin what is done then.
    func isKey(_ place: Int) -> Bool {
        let (before, after) = (sign(place - 1), sign(place + 1))
        guard before != "." else { return false }
        let isBehindSeparator = ["{", ","].contains(before)
        if after == ":" { return isBehindSeparator || place == 0 || !hasCondition }
        return isBehindSeparator && ["}", ","].contains(after)
    }

    /// How much of the longer line both have in common, the same either way; from 0.5 on they may be versions of one.
    func likeness(_ other: LineSegments) -> Double {
        let most = max(segments.count, other.segments.count)
        guard most > 0, !other.segments.isEmpty else { return 0 }
        var rest = other.segments
        var common = 0.0
        for segment in segments {
            guard let place = rest.firstIndex(of: segment) else { continue }
            rest.remove(at: place)
            common += 1
        }
        // A text alone in its line has nothing else in common with what replaces it.
        return (common + (segments.count == other.segments.count ? 0.5 : 0)) / Double(most)
    }

    // MARK: Code

    private mutating func readCode(_ line: [Character]) {
        var place = 0
        while place < line.count {
            let character = line[place]
            if "\"'`".contains(character), let end = TextWithHoles.end(ofStringAt: place, in: line) {
                readString(Array(line[place + 1..<end]), quote: character)
                place = end + 1
            } else if character.isLetter || character == "_" || character == "$" {
                let end =
                    line[place...].firstIndex { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "$" } ?? line.count
                segments.append(.name(String(line[place..<end])))
                place = end
            } else if character.isNumber {
                let end = line[place...].firstIndex { !$0.isNumber && $0 != "." && $0 != "_" } ?? line.count
                segments.append(.other(String(line[place..<end])))
                place = end
            } else {
                if !character.isWhitespace { segments.append(.other(String(character))) }
                place += 1
            }
        }
    }

    /// A string with tags in it is markup; what stands in `${…}` is code.
    private mutating func readString(_ content: [Character], quote: Character) {
        let text = String(content)
        if text.contains("<"), text.contains(">") { return readMarkup(content) }
        guard quote == "`" else { return append(text: text) }
        readPieces(TextWithHoles(content))
    }

    private mutating func readPieces(_ text: TextWithHoles) {
        guard nesting < Self.nestingLimit else { return segments.append(.other(String(text.content))) }
        nesting += 1
        defer { nesting -= 1 }
        var run = TextRun(start: segments.count)
        for piece in text.pieces {
            let start = segments.count
            switch piece {
            case .text(let words):
                append(text: words)
                run.add(text: words, at: start..<segments.count)
            case .code(let code):
                readCode(code)
                run.add(holeAt: start..<segments.count)
            }
        }
        if !run.holes.isEmpty { runs.append(run) }
    }

    /// A piece of a template keeps its space: ` tickets` is another text than the name `tickets`.
    private mutating func append(text: String) {
        if !text.trimmed.isEmpty { segments.append(.text(text)) }
    }

    // MARK: Markup

    private mutating func readMarkup(_ content: [Character]) {
        var text: [Character] = []
        var place = 0
        while place < content.count {
            guard content[place] == "<", place + 1 < content.count,
                content[place + 1].isLetter || "/!".contains(content[place + 1])
            else {
                text.append(content[place])
                place += 1
                continue
            }
            readText(text)
            text = []
            place = readTag(content, from: place)
        }
        readText(text)
    }

    private mutating func readText(_ text: [Character]) {
        // Before the first and behind the last tag of a line stands code, where a string of markup begins or ends.
        let trimmed = String(text).trimmed
        let pieces = TextWithHoles(Array(trimmed))
        let outside = pieces.isClosed ? pieces.said : trimmed
        if outside.contains(where: { "`;=(".contains($0) }) {
            readCode(Array(trimmed))
        } else if trimmed.contains("{") {
            readPieces(pieces)
        } else {
            append(text: trimmed)
        }
    }

    /// - Returns: the place behind the tag.
    private mutating func readTag(_ content: [Character], from start: Int) -> Int {
        var place = start + 1
        while place < content.count, content[place] != ">" {
            let character = content[place]
            if "\"'".contains(character), let end = TextWithHoles.end(ofStringAt: place, in: content) {
                readPieces(TextWithHoles(Array(content[place + 1..<end])))
                place = end + 1
            } else if character == "{" {
                let end = TextWithHoles.end(ofHoleAt: place, in: content) ?? content.count
                readCode(content[place..<end].filter { $0 != "{" && $0 != "}" })
                place = end
            } else if character.isLetter {
                let end =
                    content[place...].firstIndex { !$0.isLetter && !$0.isNumber && !"-:_".contains($0) }
                    ?? content.count
                segments.append(.other(String(content[place..<end])))
                place = end
            } else {
                place += 1
            }
        }
        return place + 1
    }
}

extension String {
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// As a person reads it: runs of space are one.
    var normalised: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
