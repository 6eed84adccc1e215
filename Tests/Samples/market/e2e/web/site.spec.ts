import { expect, test } from '../fixtures';

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Market' }).getByRole('link', { name: 'Growers' }).click();
});

test('sorts the growers by village', async ({ page }) => {
  await expect(page).toHaveURL('/growers');
  await page.getByRole('columnheader', { name: 'Village' }).getByRole('button').click();
  await expect(page.locator('#growers .grower__name')).toHaveText(['Low Meadow', 'Orchard Hill', 'Stony Field']);
  await expect(page.getByRole('columnheader', { name: 'Village' })).toHaveAttribute('aria-sort', 'ascending');
});

test('tells the opening hours', async ({ page }) => {
  await expect(page.getByRole('region', { name: 'Opening hours' })).toMatchAriaSnapshot(`
    - heading "Opening hours" [level=2]
    - list:
      - listitem: Friday 14 to 18
      - listitem: Saturday 8 to 13
    - paragraph:
      - text: "Come early:"
      - link "the offers"
  `);
});

test('large text stays when the page changes', async ({ page }) => {
  await page.getByRole('button', { name: 'Large text' }).click();
  await expect(page.locator('body')).toHaveClass('text-large');
  await page.goto('/basket');
  await expect(page.locator('body')).toHaveClass('text-large');
});
