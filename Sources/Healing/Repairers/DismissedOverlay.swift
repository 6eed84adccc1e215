package import JavaScript
import Proof

/// Something that came over the page with the commit, closed the way a user closes it, wherever it shows up in a file's tests.
package enum DismissedOverlay {
    /// - Parameters:
    ///   - overlay: locator of what is in the way, as a test would write it without `page.`.
    ///   - button: the same of what closes it.
    ///   - file: spec of the failing test.
    /// - Returns: nil when the file has no test function that could be given a hook.
    package static func change(
        overlay: String, button: String, described name: String, in file: SourceText
    ) -> SuiteChange? {
        let script = Script(file)
        guard let root = testFunction(in: script), !file.text.contains("addLocatorHandler(page.\(overlay)") else {
            return nil
        }
        let place = endOfImports(in: script)
        let semicolon = file.text.contains(";") ? ";" : ""
        let hook = """

            \(root).beforeEach(async ({ page }) => {
              await page.addLocatorHandler(page.\(overlay), async () => {
                await page.\(button).click()\(semicolon)
              })\(semicolon)
            })\(semicolon)

            """
        let edit = TextEdit(place: SourcePlace(file: file.path, range: place..<place), replacement: hook)
        return SuiteChange(
            .overlay, edits: [edit], claim: .freeForm(),
            why: "Since the commit \(name) lies over the page; the tests close it as a user does, with `\(button)`.",
            confidence: 0.75)
    }

    private static func testFunction(in script: Script) -> String? {
        for index in script.tokens.indices where script.isName(index) && !script.isToken(index - 1, ".") {
            let name = script.text(index)
            guard name == "test" || name == "it" || name.hasSuffix("Test") else { continue }
            if script.isToken(index + 1, "(") || script.isToken(index + 1, ".") { return name }
        }
        return nil
    }

    /// The byte behind the line of the last import or `require` at the top level.
    private static func endOfImports(in script: Script) -> Int {
        var end = 0
        for index in script.tokens.indices {
            let isImport =
                script.isToken(index, "import") && script.parent(of: index) == nil
                && !script.isToken(index + 1, "(")
            let isRequire =
                script.isToken(index, "require") && script.isToken(index + 1, "(")
                && script.parent(of: index) == nil
            guard isImport || isRequire else { continue }
            var last = index
            if isImport {
                while last + 1 < script.tokens.count, script.kind(last) != .string { last += 1 }
            } else {
                last = script.partner(of: index + 1) ?? index
            }
            if script.isToken(last + 1, ";") { last += 1 }
            end = script.tokens[last].range.upperBound
        }
        let bytes = script.source.bytes
        while end > 0, end < bytes.count, bytes[end] != 10 { end += 1 }
        return end > 0 && end < bytes.count ? end + 1 : end
    }
}
