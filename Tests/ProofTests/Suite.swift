import Proof

/// A small suite: a spec, its page object and its configuration.
enum Suite {
    static let spec = """
        import { test, expect } from '@playwright/test';
        import { Shop } from './shop';
        import { ids } from './ids';

        const TITLE = 'Shop';

        test.describe('cart', () => {
          test.beforeEach(async ({ page }) => {
            await page.goto('/');
          });

          test('adds an item', async ({ page }) => {
            const shop = new Shop(page);
            await shop.add.click();
            await page.getByRole('button', { name: 'Pay', exact: true }).click();
            await expect(page.getByTestId('count')).toHaveText('1');
            await expect(page.locator('.total').first()).toContainText('€', { timeout: 5000 });
            expect(await page.textContent('#name')).toBe('Ada');
            await expect(page).toHaveTitle(TITLE);
          });

          test('removes an item', async ({ page }) => {
            await page.click('#remove');
            await page.getByTestId(ids.undo).click();
            await expect(page.getByText('Error')).not.toBeVisible();
            await expect(page.locator('.row')).toHaveCount(0);
            await expect(page.getByLabel('Note')).toHaveValue(/none/);
          });
        });

        """

    static let pageObject = """
        import type { Page } from '@playwright/test';

        export class Shop {
          readonly add = this.page.getByTestId('add');
          constructor(private readonly page: Page) {}

          async pay() {
            await this.page.getByText('Pay').click();
            await expect(this.page.getByText('Paid')).toBeVisible();
          }
        }

        """

    static let constants = "export const ids = { undo: 'undo', label: 'Undo' };\n"

    static let configuration = """
        import { defineConfig } from '@playwright/test';
        export default defineConfig({
          retries: 1,
          testMatch: '*.spec.ts',
          use: { baseURL: 'http://127.0.0.1:3000', testIdAttribute: 'data-testid' },
          projects: [{ name: 'health' }],
        });

        """

    static let files = [
        "tests/a.spec.ts": spec, "tests/shop.ts": pageObject, "tests/ids.ts": constants,
        "playwright.config.ts": configuration,
    ]

    /// One replacement in one file; the rest of the suite stays as it is.
    static func change(_ path: String, _ old: String, _ new: String) -> FileChange {
        let before = files[path] ?? ""
        return FileChange(path: path, before: before, after: before.replacing(old, with: new))
    }
}
