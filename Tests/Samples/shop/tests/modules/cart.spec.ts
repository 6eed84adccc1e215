import { expect, putIntoCart, test } from '../fixtures';

test('an empty cart says so', async ({ cart }) => {
  await cart.open();
  await expect(cart.emptyNote).toHaveText('Your cart is empty.');
});

test('adds up the lines', async ({ cart, page }) => {
  await putIntoCart(page, 'enamel-mug', 2);
  await putIntoCart(page, 'notebook');
  await cart.open();
  await expect(cart.line('enamel-mug').locator('.line-sum')).toHaveText('€29.00');
  await expect(cart.subtotal).toHaveText('€41.00');
  await expect(cart.total).toHaveText('€41.00');
});

test('changes a quantity', async ({ cart, page }) => {
  await putIntoCart(page, 'enamel-mug');
  await cart.open();
  await cart.setQuantity('Enamel mug', 4);
  await expect(cart.total).toHaveText('€58.00');
  await expect(page.getByTestId('cart-count')).toHaveText('4');
});

test('removes a line', async ({ cart, page }) => {
  await putIntoCart(page, 'enamel-mug');
  await putIntoCart(page, 'notebook');
  await cart.open();
  await cart.remove('Enamel mug');
  await expect(cart.line('enamel-mug')).toHaveCount(0);
  await expect(cart.total).toHaveText('€12.00');
});

test('takes a discount code off the total', async ({ cart, page }) => {
  await putIntoCart(page, 'wool-blanket');
  await cart.open();
  await expect(cart.total).toHaveText('€89.00');
  await cart.applyCoupon('harbour10');
  await expect(cart.discount).toHaveText('€8.90');
  await expect(cart.total).toHaveText('€80.10');
});

test('refuses an unknown discount code', async ({ cart, page }) => {
  await putIntoCart(page, 'wool-blanket');
  await cart.open();
  await cart.applyCoupon('PIRATE');
  await expect(page.getByText('This code is not valid')).toBeVisible();
  await expect(cart.total).toHaveText('€89.00');
});
