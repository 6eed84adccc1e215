import { expect, putIntoCart, test } from '../fixtures';

const address = { name: 'Anna Harbour', street: 'Pier 4', city: 'Porthaven' };

test('a guest is asked to log in first', async ({ cart, page }) => {
  await putIntoCart(page, 'enamel-mug');
  await cart.open();
  await cart.goToCheckout();
  await expect(page).toHaveURL('/login?next=%2Fcheckout');
});

test('a customer orders what is in the cart', async ({ cart, checkout, customerPage }) => {
  await putIntoCart(customerPage, 'head-torch', 2);
  await cart.open();
  await cart.goToCheckout();
  await expect(checkout.amountDue).toHaveText('€66.00');
  await checkout.fillAddress(address);
  await checkout.placeOrder();
  await expect(customerPage.getByRole('heading', { name: 'Thank you for your order' })).toBeVisible();
  await expect(checkout.orderNumber).toHaveText(/^H-\d+$/);
  await expect(customerPage.getByTestId('cart-count')).toHaveText('0');
});

test('an incomplete address is refused field by field', async ({ checkout, customerPage }) => {
  await putIntoCart(customerPage, 'head-torch');
  await checkout.open();
  await checkout.fillAddress({ ...address, city: '' });
  await checkout.placeOrder();
  await expect(checkout.problem('city')).toHaveText('Enter your city');
  await expect(customerPage.getByLabel('Town')).toHaveAttribute('aria-invalid', 'true');
});
