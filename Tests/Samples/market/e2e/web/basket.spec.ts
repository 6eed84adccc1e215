import { expect, test } from '../fixtures';

test.beforeEach(async ({ basket, choose }) => {
  await choose('goat-cheese', 3);
  await choose('leeks', 2);
  await basket.open();
});

test('adds up what was chosen', async ({ basket }) => {
  await expect(basket.rows).toHaveCount(2);
  await expect(basket.rows.first().locator('td').first()).toHaveText('3 piece');
  await expect(basket.row('Leeks').locator('.basket__sum')).toHaveText('€2.20');
  await expect(basket.discount).toHaveText('€1.08');
  await expect(basket.total).toHaveText('€20.47');
});

test('removes a product', async ({ basket, page }) => {
  await basket.remove('Goat cheese');
  await expect(basket.rows).toHaveCount(1);
  await expect(basket.total).toHaveText('€2.20');
  await expect(page.getByTestId('basket-count')).toHaveText('2');
});

test('asks before it empties the basket', async ({ basket }) => {
  await basket.startEmptying();
  await expect(basket.dialog).toBeVisible();
  await basket.dialog.getByRole('button', { name: 'No, keep it' }).click();
  await expect(basket.dialog).toBeHidden();
  await expect(basket.rows).toHaveCount(2);
});

test('empties the basket', async ({ basket, page }) => {
  await basket.startEmptying();
  await basket.dialog.getByRole('button', { name: 'Yes, empty it' }).click();
  await expect(page.locator('.basket-empty')).toHaveText('There is nothing in your basket yet.');
  await expect(basket.rows).toHaveCount(0);
});
