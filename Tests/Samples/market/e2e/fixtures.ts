import { test as base } from '@playwright/test';

import { BasketPage } from './pages/basket-page';
import { CheckoutPage } from './pages/checkout-page';
import { OffersPage } from './pages/offers-page';

type Fixtures = {
  offers: OffersPage;
  basket: BasketPage;
  checkout: CheckoutPage;
  /** Puts an offer into the visitor's basket without the pages. */
  choose: (id: string, amount?: number) => Promise<void>;
};

export const test = base.extend<Fixtures>({
  offers: async ({ page }, use) => use(new OffersPage(page)),
  basket: async ({ page }, use) => use(new BasketPage(page)),
  checkout: async ({ page }, use) => use(new CheckoutPage(page)),
  choose: async ({ page }, use) =>
    use(async (id, amount = 1) => {
      const answer = await page.request.post('/api/basket', { data: { id, amount } });
      base.expect(answer, `choose ${id}`).toBeOK();
    }),
});

export { expect } from '@playwright/test';
