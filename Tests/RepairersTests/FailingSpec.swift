import JavaScript
import Proof
import Testing

@testable import Repairers

/// A spec whose third line fails.
struct FailingSpec {
    let line: String

    /// What becomes of that line by a change of what it expects, which the gate has to accept.
    func healed(_ message: String, by wording: CommitWording) throws -> String? {
        let spec = SourceText(
            path: "a.spec.js", text: "test('a', async ({ page }) => {\n  await page.goto('/');\n  \(line)\n});\n")
        guard
            let found = ExpectationChange.change(
                message, places: [(file: spec.path, position: SourcePosition(line: 3, column: 12))], in: [spec],
                by: wording)
        else { return nil }
        let after = try SourceEdit.apply(found.edits, to: [spec])[0].text
        let checks = PatchGate(rules: PatchRules(editable: [spec.path]))
            .judge([FileChange(path: spec.path, before: spec.text, after: after)], claim: found.claim)
        #expect(checks.isAccepted, "\(checks.filter { !$0.passed })")
        return after.split(separator: "\n").dropFirst(2).first.map { String($0.dropFirst(2)) }
    }
}

extension CommitWording {
    /// Of one line of the app that another one took the place of.
    init(_ old: String, became new: String, file: String = "app.js") {
        self.init(diff: "--- a/\(file)\n+++ b/\(file)\n@@ -1 +1 @@\n-\(old)\n+\(new)\n") { _ in true }
    }
}
