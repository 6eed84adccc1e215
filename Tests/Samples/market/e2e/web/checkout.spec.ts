import { cards, customer, storageKeys } from '../constants';
import { expect, test } from '../fixtures';
import { stored } from '../support/storage';

test.beforeEach(async ({ checkout, choose }) => {
  await choose('plums', 2);
  await checkout.open();
});

test('orders and pays by card', async ({ checkout, page }) => {
  await expect(checkout.payButton).toBeDisabled();
  await checkout.fillIn(customer);
  await checkout.enterCard(cards.good);
  await expect(checkout.card).toHaveText('Card ending in 4242');
  await checkout.pay();
  await expect(page).toHaveURL('/orders/M-1');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('See you on Saturday, Marta Lind!');
  await expect(page.getByRole('list', { name: 'Ordered' }).getByRole('listitem')).toHaveText(['2 kg Plums']);
  await expect(page.getByTestId('basket-count')).toHaveText('0');
});

test('refuses a card number that is too short', async ({ checkout }) => {
  await checkout.enterCard(cards.short);
  await expect(checkout.payment.getByRole('alert')).toHaveText('A card number has 16 digits');
  await expect(checkout.payButton).toBeDisabled();
});

test('refuses an order without a name', async ({ checkout, page }) => {
  await checkout.fillIn({ ...customer, name: '  ' });
  await checkout.enterCard(cards.good);
  await checkout.pay();
  await expect(page.getByRole('alert')).toHaveText('Please tell us your name');
  await expect(page).toHaveURL('/checkout');
});

test('remembers the name for the next order', async ({ checkout, page }) => {
  await checkout.fillIn(customer);
  await checkout.enterCard(cards.good);
  await checkout.pay();
  await expect(page.getByTestId('order-number')).toHaveText('M-1');
  expect(await stored(page, storageKeys.name)).toBe(customer.name);
  await checkout.open();
  await expect(checkout.name).toHaveValue(customer.name);
});
