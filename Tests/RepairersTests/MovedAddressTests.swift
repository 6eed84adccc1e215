import JavaScript
import Proof
import Testing

@testable import Repairers

struct MovedAddressTests {
    private let wording = CommitWording(
        diff: """
            --- a/server.js
            +++ b/server.js
            @@ -1 +1 @@
            -app.get('/cart', show);
            +app.get('/basket', show);
            """
    ) { _ in true }

    private func change(_ text: String, asked: [String]) throws -> String? {
        let spec = SourceText(path: "a.spec.js", text: text)
        guard let found = MovedAddress.change([spec], asked: asked, by: wording) else { return nil }
        let after = try SourceEdit.apply(found.edits, to: [spec])
        let gate = PatchGate(rules: PatchRules(editable: ["a.spec.js"]))
        let checks = gate.judge([FileChange(path: spec.path, before: text, after: after[0].text)], claim: found.claim)
        #expect(checks.isAccepted, "\(checks.filter { !$0.passed })")
        return after[0].text
    }

    private let refused = ["http://127.0.0.1:3000/cart?a=1"]

    @Test("An address that moved is changed wherever the suite names it, in patterns too")
    func moves() throws {
        let spec = """
            test('a', async ({ page }) => {
              await page.goto('/cart');
              await page.goto(`/cart?x=1`);
              await page.waitForURL('**/cart');
              await expect(page).toHaveURL(/\\/cart$/);
              await expect(page).toHaveURL('http://localhost:3000/cart/2');
            });
            """
        #expect(try change(spec, asked: refused) == spec.replacing("/cart", with: "/basket"))
    }

    @Test("Others that only begin alike, and words with a stroke, stay")
    func leavesOthers() throws {
        let spec = "await page.goto('/carts');\nawait page.getByText('a/cart');\n"
        #expect(try change(spec, asked: refused) == nil)
    }

    @Test("A test that did not ask for it is not about it")
    func wantsEvidence() throws {
        #expect(try change("await page.goto('/cart');\n", asked: ["http://127.0.0.1:3000/carts"]) == nil)
        #expect(try change("await page.goto('/cart');\n", asked: []) == nil)
    }

    @Test(
        "A move to an address that the app itself was refused is a mistake, wherever the app is hung",
        arguments: [
            ("http://127.0.0.1:3000/basket", true), ("http://127.0.0.1:3000/basket/?from=menu", true),
            ("http://127.0.0.1:3000/shop/basket#top", true), ("http://127.0.0.1:3000/cart", false),
            ("http://127.0.0.1:3000/basket/7", false), ("http://127.0.0.1:3000/my-basket", false),
        ])
    func leavesMistakes(refused: String, isMistake: Bool) {
        #expect(wording.withoutMoves(to: [refused]).texts.isEmpty == isMistake)
    }

    @Test("Words that are no address stay, whatever was refused")
    func keepsWords() {
        let words = CommitWording(diff: "--- a/a.js\n+++ b/a.js\n@@ -1 +1 @@\n-say('Cart');\n+say('/');") { _ in true }
        #expect(words.withoutMoves(to: ["http://127.0.0.1:3000/"]) == words)
    }
}
