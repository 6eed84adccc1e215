import Evidence

/// Compares text the way one text selector asks for. Source: `createTextMatcher` of Playwright.
struct TextMatcher: Sendable {
    enum Rule: Sendable {
        /// Substring, letter case ignored.
        case contains([UInt8])
        /// The whole normalised text.
        case equals(String)
        /// One run of text nodes of the element itself, normalised.
        case ownTextEquals(String)
        case regex(JavaScriptRegex)
    }
    let rule: Rule

    /// - Parameter isInternal: the forms that locators write, `"text"i` and `"text"s`; else those of `text=`.
    /// - Returns: nil when the body is no such form, for example a regular expression that cannot be read.
    init?(_ body: String, isInternal: Bool) {
        if body.hasPrefix("/"), let slash = body.lastIndex(of: "/"), slash > body.startIndex {
            let source = body[body.index(after: body.startIndex)..<slash]
            guard let regex = JavaScriptRegex(String(source), flags: String(body[body.index(after: slash)...])) else {
                return nil
            }
            rule = .regex(regex)
            return
        }
        var quoted = body[...]
        var isExact = true
        if isInternal, let flag = quoted.last, flag == "i" || flag == "s", quoted.count > 2,
            quoted.dropLast().last == "\""
        {
            isExact = flag == "s"
            quoted = quoted.dropLast()
        }
        guard quoted.count > 1, let quote = quoted.first, quote == quoted.last, quote == "\"" || quote == "'" else {
            rule = .contains(Array(body.whitespaceNormalized.lowercased().utf8))
            return
        }
        let unquoted = isInternal ? JSONString.decode(String(quoted)) : Self.unescaped(quoted.dropFirst().dropLast())
        guard let text = unquoted?.whitespaceNormalized else { return nil }
        rule = !isExact ? .contains(Array(text.lowercased().utf8)) : isInternal ? .equals(text) : .ownTextEquals(text)
    }

    init(containing text: String) { rule = .contains(Array(text.whitespaceNormalized.lowercased().utf8)) }

    func matches(_ text: String) -> Bool {
        switch rule {
        case .contains(let part): Array(text.whitespaceNormalized.lowercased().utf8).containsRun(part)
        case .equals(let whole), .ownTextEquals(let whole): text.whitespaceNormalized == whole
        case .regex(let regex): regex.matches(text)
        }
    }

    /// How the text of `id` matches: by itself, only together with a child that matches too, or not at all.
    func match(_ id: Int, in index: PageIndex) -> Match {
        guard !index.isTextSkipped(id), holds(id, in: index) else { return .none }
        let page = index.page
        let children = page.childElements(id) + (page.shadowRoot(of: id).map { [$0] } ?? [])
        return children.contains { holds($0, in: index) } ? .selfAndChildren : .onlySelf
    }

    enum Match: Sendable { case none, onlySelf, selfAndChildren }

    /// The text of `id` as a whole matches, whichever part of it does.
    func holds(_ id: Int, in index: PageIndex) -> Bool {
        switch rule {
        case .contains(let part): return index.foldedTexts[id].containsRun(part)
        case .equals(let whole): return index.normalizedTexts[id] == whole
        case .regex(let regex): return regex.matches(index.texts[id])
        case .ownTextEquals(let text):
            let runs = ElementText.immediate(id, in: index.page)
            return text.isEmpty && runs.isEmpty || runs.contains { $0.whitespaceNormalized == text }
        }
    }

    private static func unescaped(_ text: Substring) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(character)
                isEscaped = false
            }
        }
        return result
    }
}

extension [UInt8] {
    /// `run` occurs in it without gaps.
    func containsRun(_ run: [UInt8]) -> Bool {
        guard let first = run.first else { return true }
        guard count >= run.count else { return false }
        return indices.prefix(count - run.count + 1).contains { start in
            self[start] == first && self[start..<start + run.count].elementsEqual(run)
        }
    }
}
