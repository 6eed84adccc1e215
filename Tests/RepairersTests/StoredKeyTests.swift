import JavaScript
import Testing

@testable import Repairers

struct StoredKeyTests {
    private static let storage = SourceText(
        path: "e2e/support/storage.ts",
        text: "export const stored = (page, key) => page.evaluate((key) => localStorage.getItem(key), key);")
    private static let constants = SourceText(
        path: "e2e/constants.ts", text: "export const keys = { favourites: 'market.favourites', name: 'market.name' };")
    private static let spec = SourceText(
        path: "e2e/offers.spec.ts", text: "expect(await stored(page, keys.favourites)).toBe('[\"market.favourites\"]');"
    )

    private func healed(
        _ message: String = "Expected: \"[1]\"\nReceived: null", to new: String = "market.starred",
        in sources: [SourceText] = [storage, constants, spec]
    ) throws -> [String: String]? {
        let wording = CommitWording(
            diff: """
                diff --git a/public/offers.js b/public/offers.js
                --- a/public/offers.js
                +++ b/public/offers.js
                @@ -1 +1 @@
                -const key = 'market.favourites';
                +const key = '\(new)';

                """
        ) { _ in true }
        guard let change = StoredKey.change(message, in: sources, by: wording) else { return nil }
        return try SourceEdit.apply(change.edits, to: sources)
            .reduce(into: [:]) { $0[$1.path] = String(decoding: $1.bytes, as: UTF8.self) }
    }

    @Test("A key that the commit renamed is read under its new name, where the suite names it")
    func renames() throws {
        #expect(
            try healed() == [
                "e2e/constants.ts": "export const keys = { favourites: 'market.starred', name: 'market.name' };"
            ])
    }

    @Test("A key is left alone when something was stored, no storage is read, or the new one is no key")
    func refuses() throws {
        #expect(try healed("Expected: \"[1]\"\nReceived: \"[2]\"") == nil)
        #expect(try healed(in: [Self.constants, Self.spec]) == nil)
        #expect(try healed(to: "all favourites") == nil)
    }

    @Test("What a test types is no key, whatever it says")
    func keepsInput() throws {
        let spec = SourceText(path: "a.spec.ts", text: "await page.getByLabel('Plan').fill('market.favourites');")
        #expect(try healed(in: [Self.storage, spec]) == nil)
    }

    @Test("What is expected of the stored value is not a key")
    func keepsExpectations() throws {
        let spec = SourceText(path: "a.spec.ts", text: "expect(await stored('x')).toBe('market.favourites');")
        #expect(try healed(in: [Self.storage, spec]) == nil)
    }
}
