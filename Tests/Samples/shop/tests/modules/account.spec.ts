import { customer, expect, putIntoCart, test } from '../fixtures';

test('logs in with e-mail and password', async ({ login, page }) => {
  await login.open();
  await login.logIn(customer.email, customer.password);
  await expect(page).toHaveURL('/');
  await expect(page.getByTestId('greeting')).toHaveText(/^Hello, /);
});

test('a wrong password is refused with a message', async ({ login, page }) => {
  await login.open();
  await login.logIn(customer.email, 'not the password');
  await expect(login.error).toHaveText('E-mail or password is wrong');
  await expect(page).toHaveURL('/login');
});

test('logs out', async ({ customerPage: page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page.getByRole('link', { name: 'Log in' })).toBeVisible();
  await expect(page.getByTestId('greeting')).toHaveCount(0);
});

test('lists past orders', async ({ checkout, customerPage: page }) => {
  await putIntoCart(page, 'water-bottle', 2);
  await checkout.open();
  await checkout.fillAddress({ name: 'Anna Harbour', street: 'Pier 4', city: 'Porthaven' });
  await checkout.placeOrder();
  await expect(checkout.orderNumber).toHaveText(/^H-\d+$/);
  const number = await checkout.orderNumber.innerText();
  await page.getByRole('link', { name: 'See your orders' }).click();
  const order = page.getByTestId('order-row').filter({ hasText: number });
  await expect(order).toContainText('2 × Water bottle');
  await expect(order).toContainText('€42.00');
});
