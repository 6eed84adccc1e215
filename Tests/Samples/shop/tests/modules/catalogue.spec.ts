import { expect, test } from '../fixtures';

test.beforeEach(({ catalogue }) => catalogue.open());

test('shows all products', async ({ catalogue }) => {
  await expect(catalogue.cards).toHaveCount(9);
  await expect(catalogue.resultCount).toHaveText('9 products');
});

test('search narrows the list', async ({ catalogue }) => {
  await catalogue.search.fill('blanket');
  await expect(catalogue.names()).toHaveText(['Wool blanket']);
  await expect(catalogue.resultCount).toHaveText('1 product');
});

test('says so when nothing is found', async ({ catalogue }) => {
  await catalogue.search.fill('submarine');
  await expect(catalogue.resultCount).toHaveText('No products found');
  await expect(catalogue.cards).toHaveCount(0);
});

test('filters by category', async ({ catalogue }) => {
  await catalogue.category.selectOption('Outdoor');
  await expect(catalogue.names()).toHaveText(['Head torch', 'Water bottle', 'Wool blanket']);
});

test('sorts by price', async ({ catalogue }) => {
  await catalogue.category.selectOption('Desk');
  await catalogue.sort.selectOption({ label: 'Price, high to low' });
  await expect(catalogue.names()).toHaveText(['Desk lamp', 'Brass pen', 'Dotted notebook']);
});

test('adds to the cart from the list', async ({ catalogue, page }) => {
  await catalogue.card('enamel-mug').getByRole('button', { name: 'Add to cart' }).click();
  await expect(page.getByTestId('cart-count')).toHaveText('1');
});

test('a card leads to its product', async ({ catalogue, page }) => {
  await catalogue.card('brass-pen').getByRole('link', { name: 'Brass pen' }).click();
  await expect(page).toHaveURL('/products/brass-pen');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Brass pen');
});
