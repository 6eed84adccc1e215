import { storageKeys } from '../constants';
import { expect, test } from '../fixtures';
import { stored } from '../support/storage';

test.beforeEach(async ({ offers }) => {
  await offers.open();
});

test('shows the first page of offers', async ({ offers, page }) => {
  await expect(page).toHaveTitle('Offers | Farm market');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Offers of the week');
  await expect(offers.count).toHaveText('10 offers');
  await expect(offers.list).toHaveCount(6);
  await expect(offers.pager.locator('.pager__current')).toHaveText('Page 1 of 2');
  await expect(offers.pager.locator('a[rel=prev]')).toBeHidden();
});

test('turns to the next page', async ({ offers, page }) => {
  await offers.turnPage();
  await expect(page).toHaveURL('/?page=2');
  await expect(offers.names).toHaveText(['Butter', 'Plums', 'Spinach', 'Yoghurt']);
  await expect(offers.pager.getByText('Next')).not.toBeVisible();
});

test('shows one kind of offers', async ({ offers }) => {
  await offers.tab('Fruit').click();
  await expect(offers.tab('Fruit')).toHaveClass(/tabs__tab--active/);
  await expect(offers.tab('Everything')).not.toHaveClass(/tabs__tab--active/);
  await expect(offers.names).toHaveText(['Apples', 'Pears', 'Plums']);
});

test('says what an offer costs', async ({ offers }) => {
  await expect(offers.offer('Leeks').locator('.offer__price')).toHaveText('€1.10 per piece');
  await expect(offers.list.nth(1).locator('p').last()).toHaveText('from Low Meadow');
});

test('keeps favourites in this browser', async ({ offers, page }) => {
  await offers.star('Carrots').click();
  await expect(offers.star('Carrots')).toHaveAttribute('aria-pressed', 'true');
  expect(await stored(page, storageKeys.favourites)).toBe('["carrots"]');
  await page.reload();
  await expect(offers.star('Carrots')).toHaveAttribute('aria-pressed', 'true');
  await expect(offers.star('Apples')).toHaveAttribute('aria-pressed', 'false');
});

test('adds an offer to the basket', async ({ offers }) => {
  await offers.add('Goat cheese');
  await expect(offers.toast).toHaveText('Goat cheese added to your basket');
  await offers.add('Goat cheese');
  await expect(offers.basketCount).toHaveText('2');
});
