/// What a source of the app shows to people and which fields of data it uses, line by line.
package struct SourceWords: Hashable, Sendable {
    package private(set) var texts: Set<String> = []
    /// Names of fields that it reads or writes.
    package private(set) var fields: Set<String> = []

    package init(_ source: String, file: String) {
        for line in source.split(whereSeparator: \.isNewline) {
            let segments = LineSegments(String(line), file: file)
            if !Self.dataEndings.contains(where: file.hasSuffix) { fields.formUnion(segments.fields) }
            for case .text(let text) in segments.segments {
                texts.insert(text)
                let words = text.split(separator: " ")
                if CommitWording.isList(words) { texts.formUnion(words.map(String.init)) }
            }
        }
    }
}

extension SourceWords {
    /// Their keys are no fields that somebody reads.
    private static let dataEndings = [".yaml", ".yml", ".json", ".toml", ".md", ".txt", ".csv", ".css", ".scss"]
}

extension LineSegments {
    /// Names of fields that the line reads or writes: `answer.total`, `answer['total']`, `{ total: 3 }`, `{ total }`.
    var fields: Set<String> {
        // What comes out of another file is no field of an answer.
        if segments.first == .name("import") { return [] }
        return Set(segments.indices.compactMap(field(at:)))
    }

    private func field(at place: Int) -> String? {
        switch segments[place] {
        case .name(let name):
            let isField = isMember(place) && !isHandedOn(place - 4) || isWritten(place) && !isHandedOn(place)
            return isField ? name : nil
        case .text(let text): return isSubscript(place) ? text : nil
        case .other: return nil
        }
    }

    /// `answer['total']`, not the list `['total']`.
    private func isSubscript(_ place: Int) -> Bool {
        guard sign(place - 1) == "[", sign(place + 1) == "]", segments.indices.contains(place - 2) else { return false }
        return if case .name = segments[place - 2] { true } else { [")", "]"].contains(sign(place - 2)) }
    }

    /// Whether what was opened last on the line is a brace, or nothing: `send(rows, total, filters)` names variables.
    private func isWithinBraces(_ place: Int) -> Bool {
        var open: [String] = []
        for sign in segments.indices.prefix(while: { $0 < place }).compactMap(sign) {
            if ["{", "(", "["].contains(sign) { open.append(sign) }
            if ["}", ")", "]"].contains(sign) { _ = open.popLast() }
        }
        return open.last ?? "{" == "{"
    }

    /// A call is a method, and `...total` a variable.
    private func isMember(_ place: Int) -> Bool {
        sign(place - 1) == "." && sign(place - 2) != "." && sign(place + 1) != "("
    }

    private func isWritten(_ place: Int) -> Bool {
        // `is ? total : 0` has no key.
        if isKey(place) {
            return sign(place + 1) == ":" ? sign(place - 1) != "?" : isWithinBraces(place)
        }
        // `{ total = 0 }` of a parameter.
        if ["{", ","].contains(sign(place - 1)), sign(place + 1) == "=" {
            return !["=", ">"].contains(sign(place + 2))
        }
        // A line of braces that others open and close.
        return place == 0 && (segments.count == 1 || sign(1) == "}" || sign(1) == "," && segments.count == 2)
    }

    /// A copy with one field adjusted hands the field on and shows it to nobody: `{ ...cart, total: cart.total + 1 }`.
    private func isHandedOn(_ key: Int) -> Bool {
        guard sign(key + 1) == ":", sign(key + 3) == ".", segments.indices.contains(key),
            segments.indices.contains(key + 4), segments[key] == segments[key + 4]
        else { return false }
        let copied: [Segment] = [.other("."), .other("."), .other("."), segments[key + 2]]
        return segments.indices.contains { segments[$0...].starts(with: copied) }
    }
}
