import JavaScript
import Proof
import Testing

@testable import Repairers

struct TestIDAttributeTests {
    private func healed(_ text: String, from old: String = "data-testid", to new: String = "data-qa") throws -> String?
    {
        let source = SourceText(path: "playwright.config.ts", text: text)
        guard let change = TestIDAttribute.change(from: old, to: new, in: source) else { return nil }
        return try SourceEdit.apply(change.edits, to: [source]).first.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test("The attribute that the configuration names is replaced there, in its quotes")
    func replaces() throws {
        #expect(
            try healed("export default { use: { testIdAttribute: \"data-test\" } };", from: "data-test")
                == "export default { use: { testIdAttribute: \"data-qa\" } };")
    }

    @Test("Where the configuration names none, it is named beside the other settings of the whole suite")
    func inserts() throws {
        #expect(
            try healed("export default defineConfig({\n  use: {\n    baseURL: 'http://a',\n  },\n});\n")
                == "export default defineConfig({\n  use: {\n    testIdAttribute: 'data-qa',\n    baseURL: 'http://a',\n  },\n});\n"
        )
        #expect(
            try healed("module.exports = { use: { headless: true }, projects: [{ name: 'a', use: { locale: 'de' } }] }")
                == "module.exports = { use: { testIdAttribute: 'data-qa', headless: true }, projects: [{ name: 'a', use: { locale: 'de' } }] }"
        )
    }

    @Test("The gate lets it pass as what it claims to be: a change of where elements are found, and nothing else")
    func passesTheGate() throws {
        for text in [
            "export default { use: { testIdAttribute: 'data-testid' } };", "export default { use: { locale: 'de' } };",
        ] {
            let source = SourceText(path: "playwright.config.ts", text: text)
            let change = try #require(TestIDAttribute.change(from: "data-testid", to: "data-qa", in: source))
            let after = try #require(try healed(text))
            let checks = PatchGate(rules: PatchRules(editable: [source.path])).judge(
                [FileChange(path: source.path, before: text, after: after)], claim: change.claim)
            #expect(checks.isAccepted, "\(checks.filter { !$0.passed })")
            let other = after.replacing("use:", with: "retries: 3, use:")
            let wrong = PatchGate(rules: PatchRules(editable: [source.path])).judge(
                [FileChange(path: source.path, before: text, after: other)], claim: change.claim)
            #expect(!wrong.isAccepted)
        }
    }

    @Test(
        "What cannot be read for sure is left alone",
        arguments: [
            // No place for it, and a name that is computed.
            "export default { testDir: 'e2e' };", "export default { use: { testIdAttribute: name } };",
            // Another one than the app had, or two.
            "export default { use: { testIdAttribute: 'data-cy' } };",
            "export default { projects: [{ use: { testIdAttribute: 'data-testid' } }, { use: { testIdAttribute: 'data-testid' } }] };",
            "export default { projects: [{ use: { locale: 'de' } }] };", "export default { use: {",
        ])
    func refuses(text: String) throws {
        #expect(try healed(text) == nil)
    }

    @Test("Without a name in the configuration only Playwright's own attribute can have been the old one")
    func knowsTheStandard() throws {
        #expect(try healed("export default { use: {} };", from: "data-test") == nil)
        #expect(
            try healed("export default { use: {} };") == "export default { use: { testIdAttribute: 'data-qa' } };")
    }
}
