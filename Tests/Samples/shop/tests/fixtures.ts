import { test as base, type Page } from '@playwright/test';

import { CartPage } from './pages/cart-page';
import { CataloguePage } from './pages/catalogue-page';
import { CheckoutPage } from './pages/checkout-page';
import { LoginPage } from './pages/login-page';
import { ProductPage } from './pages/product-page';

export const customer = {
  email: process.env.TEST_EMAIL || 'anna@example.com',
  password: process.env.TEST_PASSWORD || 'correct horse',
};

type Fixtures = {
  cart: CartPage;
  catalogue: CataloguePage;
  checkout: CheckoutPage;
  login: LoginPage;
  product: ProductPage;
  /** A page whose visitor is logged in. */
  customerPage: Page;
};

export const test = base.extend<Fixtures>({
  cart: async ({ page }, use) => use(new CartPage(page)),
  catalogue: async ({ page }, use) => use(new CataloguePage(page)),
  checkout: async ({ page }, use) => use(new CheckoutPage(page)),
  login: async ({ page }, use) => use(new LoginPage(page)),
  product: async ({ page }, use) => use(new ProductPage(page)),
  customerPage: async ({ page }, use) => {
    // By the API: how a person logs in is the business of login.spec.ts alone.
    const answer = await page.request.post('/api/session', { data: customer });
    expect(answer, 'log in').toBeOK();
    await use(page);
  },
});

export const expect = test.expect;

/** Puts something into the cart of the page's visitor without the user interface. */
export async function putIntoCart(page: Page, slug: string, quantity = 1) {
  const answer = await page.request.post('/api/cart/lines', { data: { slug, quantity } });
  expect(answer, `put ${slug} into the cart`).toBeOK();
}
