package import JavaScript
import Proof

/// A step that goes to the next page of a list, in front of the statement that looks for something which stands there now.
package enum TurnedPage {
    /// - Parameters:
    ///   - control: locator of what leads to the next page, as a test would write it behind `page.`.
    ///   - name: the same in a few words.
    ///   - places: of the failing step, innermost first.
    ///   - file: spec of the failing test.
    /// - Returns: nil when no statement of the spec stands there on lines of its own, or it cannot be given a `page` to act on.
    package static func change(
        control: String, described name: String, places: [(file: String, position: SourcePosition)],
        in file: SourceText
    ) -> SuiteChange? {
        let script = Script(file)
        for place in places where place.file == file.path {
            guard let offset = file.offset(of: place.position), let index = script.tokenIndex(at: offset),
                let start = statement(around: index, in: script), let fixture = fixture(for: start, in: script)
            else { continue }
            let byte = script.tokens[start].range.lowerBound
            let indent = String(decoding: file.bytes[beginningOfLine(before: byte, in: file)..<byte], as: UTF8.self)
            let end = (file.text.contains(";") ? ";" : "") + (file.text.contains("\r\n") ? "\r\n" : "\n")
            let edit = TextEdit(
                place: SourcePlace(file: file.path, range: byte..<byte),
                replacement: "await page.\(control).click()\(end)\(indent)")
            return SuiteChange(
                .nextPage, edits: fixture + [edit], claim: .freeForm(),
                why:
                    "Since the commit the list has pages, and what the test looks for stands on a later one; it goes there as a "
                    + "user does, with the \(name).",
                confidence: 0.75)
        }
        return nil
    }

    /// The first token of the statement, in the innermost block; nil when it does not begin its line, or may be done more than
    /// once or not at all.
    private static func statement(around index: Int, in script: Script) -> Int? {
        let brackets = script.ancestors(of: index)
        guard !brackets.contains(where: { isTriedAgain($0, in: script) }),
            let block = brackets.first(where: { isBlock($0, in: script) }),
            let start = (block + 1...max(index, block + 1)).last(where: { token in
                script.parent(of: token) == block && beginsStatement(token, in: script)
            }), script.isToken(start, "await") || script.isToken(start, "const") || script.isToken(start, "let"),
            !isBody(start, in: script)
        else { return nil }
        let byte = script.tokens[start].range.lowerBound
        let line = script.source.bytes[beginningOfLine(before: byte, in: script.source)..<byte]
        return line.allSatisfy { $0 == 32 || $0 == 9 } ? start : nil
    }

    /// Braces with statements in them; those of an object follow something else.
    private static func isBlock(_ index: Int, in script: Script) -> Bool {
        script.isToken(index, "{")
            && ["=>", ")", ";", "{", "}", "else", "try", "finally", "do"].contains(script.text(index - 1))
    }

    private static func beginsStatement(_ index: Int, in script: Script) -> Bool {
        script.isToken(index - 1, ";") || script.isToken(index - 1, "{") || script.startsStatement(index)
    }

    /// The body of a condition or a loop, without braces.
    private static func isBody(_ index: Int, in script: Script) -> Bool {
        if script.isToken(index - 1, "else") || script.isToken(index - 1, "do") { return true }
        guard script.isToken(index - 1, ")"), let open = script.partner(of: index - 1) else { return false }
        return ["if", "for", "while", "await", "with"].contains(script.text(open - 1))
    }

    /// `expect.poll(…)`, `expect(…).toPass()`
    private static func isTriedAgain(_ index: Int, in script: Script) -> Bool {
        guard script.isToken(index, "("), let close = script.partner(of: index) else { return false }
        return script.isToken(index - 1, "poll")
            || script.isToken(close + 1, ".") && script.isToken(close + 2, "toPass")
    }

    /// What gives the page to the test around it; empty where the test has the page already, nil where there is no test that
    /// could ask for it, or `page` is another one in this file.
    private static func fixture(for index: Int, in script: Script) -> [TextEdit]? {
        for block in script.ancestors(of: index) where script.isToken(block, "{") {
            guard script.isToken(block - 1, "=>"), script.isToken(block - 2, ")"),
                let open = script.partner(of: block - 2)
            else { continue }
            let close = block - 2
            // A function that has a name of its own is called for other things, too.
            guard let call = script.parent(of: open), script.isToken(call, "(") else { return nil }
            if (open..<close).contains(where: { script.isName($0) && script.isToken($0, "page") }) { return [] }
            guard isTest(call - 1, in: script) else { continue }
            let isEmpty = open + 1 == close
            guard isEmpty || script.isToken(open + 1, "{"), !declaresPage(script) else { return nil }
            let byte = script.tokens[isEmpty ? open : open + 1].range.upperBound
            return [
                TextEdit(
                    place: SourcePlace(file: script.path, range: byte..<byte),
                    replacement: isEmpty ? "{ page }" : " page,")
            ]
        }
        return nil
    }

    private static func declaresPage(_ script: Script) -> Bool {
        script.tokens.indices.contains { index in
            script.isToken(index, "page") && script.isName(index) && !script.isToken(index - 1, ".")
                && (["let", "const", "var"].contains(script.text(index - 1)) || script.isToken(index + 1, "="))
        }
    }

    private static func isTest(_ index: Int, in script: Script) -> Bool {
        let name = script.text(index)
        return script.isName(index) && !script.isToken(index - 1, ".")
            && (name == "test" || name == "it" || name.hasSuffix("Test"))
    }

    private static func beginningOfLine(before byte: Int, in file: SourceText) -> Int {
        (file.bytes[..<byte].lastIndex(of: 10) ?? -1) + 1
    }
}
