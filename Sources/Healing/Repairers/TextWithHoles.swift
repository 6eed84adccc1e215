/// Text with holes in it, `${…}`, `{{…}}` or `{…}`, in which code stands.
struct TextWithHoles {
    enum Piece {
        case text(String)
        /// Without the braces around it.
        case code([Character])
    }

    let content: [Character]
    private(set) var pieces: [Piece] = []
    /// Whether every hole is closed.
    private(set) var isClosed = true

    init(_ content: [Character]) {
        self.content = content
        var text: [Character] = []
        var place = 0
        while place < content.count {
            if content[place] == "$", place + 1 < content.count, content[place + 1] == "{" {
                place += 1
                continue
            }
            guard content[place] == "{" else {
                text.append(content[place])
                place += 1
                continue
            }
            pieces.append(.text(String(text)))
            text = []
            let end = Self.end(ofHoleAt: place, in: content)
            isClosed = isClosed && end != nil
            pieces.append(.code(Self.code(in: content[place..<(end ?? content.count)], isClosed: end != nil)))
            place = end ?? content.count
        }
        pieces.append(.text(String(text)))
    }

    /// What stands outside of the holes.
    var said: String {
        pieces.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    }

    private static func code(in hole: ArraySlice<Character>, isClosed: Bool) -> [Character] {
        let code = Array(isClosed ? hole.dropFirst().dropLast() : hole.dropFirst())
        // `{{ count }}` is one hole.
        guard isClosed, code.first == "{", end(ofHoleAt: 0, in: code) == code.count else { return code }
        return Array(code.dropFirst().dropLast())
    }

    // MARK: Where something ends

    /// Behind the brace that closes the one at `start`; nil when none does. Braces in strings count only where the strings
    /// cannot be told: an apostrophe may be one of a word.
    static func end(ofHoleAt start: Int, in content: [Character]) -> Int? {
        end(from: start, in: content) ?? endByBraces(from: start, in: content)
    }

    /// Where the string that is opened at `start` is closed. What stands in `${…}` of a template is code of its own.
    static func end(ofStringAt start: Int, in content: [Character]) -> Int? {
        if content[start] == "`", let behind = end(from: start, in: content) { return behind - 1 }
        return endOfPlainString(at: start, in: content)
    }

    /// Behind what closes the brace or the template at `start`, in one pass.
    private static func end(from start: Int, in content: [Character]) -> Int? {
        var open: [Character] = []
        var place = start
        while place < content.count {
            let character = content[place]
            if open.last == "`" {
                if character == "\\" {
                    place += 1
                } else if character == "`" {
                    open.removeLast()
                } else if character == "$", place + 1 < content.count, content[place + 1] == "{" {
                    open.append("{")
                    place += 1
                }
            } else if character == "{" || character == "`" {
                open.append(character)
            } else if character == "}" {
                open.removeLast()
            } else if character == "'" || character == "\"" {
                place = endOfPlainString(at: place, in: content) ?? place
            }
            place += 1
            if open.isEmpty { return place }
        }
        return nil
    }

    private static func endByBraces(from start: Int, in content: [Character]) -> Int? {
        var depth = 0
        for place in start..<content.count {
            if content[place] == "{" { depth += 1 }
            if content[place] == "}" { depth -= 1 }
            if depth == 0 { return place + 1 }
        }
        return nil
    }

    private static func endOfPlainString(at start: Int, in content: [Character]) -> Int? {
        var place = start + 1
        while place < content.count {
            if content[place] == "\\" {
                place += 2
            } else if content[place] == content[start] {
                return place
            } else {
                place += 1
            }
        }
        return nil
    }
}
