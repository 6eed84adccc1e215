import { expect, test } from '../fixtures';

test('shows price and stock', async ({ page, product }) => {
  await product.open('wool-blanket');
  await expect(product.price).toHaveText('€89.00');
  await expect(page.locator('.product .stock')).toHaveText('In stock');
});

test('adds the chosen quantity to the cart', async ({ page, product }) => {
  await product.open('notebook');
  await product.add(3);
  await expect(product.status).toHaveText('Added to your cart');
  await expect(page.getByTestId('cart-count')).toHaveText('3');
});

test('a sold-out product cannot be added', async ({ page, product }) => {
  await product.open('desk-lamp');
  await expect(page.getByText('Sold out', { exact: true })).toBeVisible();
  await expect(product.addButton).toBeDisabled();
});
