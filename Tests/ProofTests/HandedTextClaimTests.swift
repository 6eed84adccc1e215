import Proof
import Testing

struct HandedTextClaimTests {
    private func isAccepted(_ spec: String, _ old: String, _ new: String, _ claim: RepairClaim) -> Bool {
        PatchGate(rules: PatchRules(editable: ["b.spec.ts"])).judge(
            [FileChange(path: "b.spec.ts", before: spec, after: spec.replacing(old, with: new))], claim: claim
        ).isAccepted
    }

    @Test("Lets exactly the claimed text be handed to a helper of the suite, and nothing else say it")
    func handedTexts() {
        let spec = """
            test('a', async ({ page }) => {
              await shop.open('Cart', 2);
              await expect(link('Cart', page)).toHaveText('Cart');
              await page.goto('Cart');
              await page.getByLabel('Name').fill('Cart');
              await shop.choose(['Cart']);
              test.step('Cart', async () => {});
            });

            """
        var claim = RepairClaim.locator
        claim.handedChanges = [TextChange(from: "Cart", to: "Basket")]
        #expect(isAccepted(spec, "open('Cart'", "open('Basket'", claim))
        #expect(isAccepted(spec, "link('Cart'", "link('Basket'", claim))
        for left in [
            "await expect(shop.row('Cart')).toBeHidden();", "await shop.row('Cart').waitFor({ state: 'hidden' });",
            "expect(await shop.row('Cart').count()).toBe(0);", "await shop.expectGone('Cart');",
            "await expect(page.getByText('Cart')).toBeHidden();", "await expect(list).not.toContainText('Cart');",
        ] {
            let behind = spec.replacing("  await page.goto", with: "  \(left)\n  await page.goto")
            #expect(!isAccepted(behind, "open('Cart'", "open('Basket'", claim), "\(left)")
        }
        let absent = spec.replacing("toHaveText('Cart')", with: "toBeHidden()")
        #expect(!isAccepted(absent, "link('Cart'", "link('Basket'", claim))
        #expect(!isAccepted(spec, "open('Cart'", "open('Bag'", claim))
        #expect(!isAccepted(spec, "open('Cart'", "open('Basket'", .locator))
        #expect(!isAccepted(spec, "open('Cart', 2", "open('Basket', 1", claim))
        for place in ["toHaveText('Cart')", "goto('Cart')", "fill('Cart')", "['Cart']", "step('Cart'"] {
            #expect(!isAccepted(spec, place, place.replacing("Cart", with: "Basket"), claim), "\(place)")
        }
    }
}
