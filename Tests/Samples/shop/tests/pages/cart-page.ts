import type { Locator, Page } from '@playwright/test';

export class CartPage {
  readonly summary: Locator;
  readonly subtotal: Locator;
  readonly discount: Locator;
  readonly total: Locator;
  readonly emptyNote: Locator;

  constructor(readonly page: Page) {
    this.summary = page.getByTestId('cart-summary');
    this.subtotal = this.summary.getByTestId('cart-subtotal');
    this.discount = this.summary.getByTestId('cart-discount');
    this.total = this.summary.getByTestId('cart-total');
    this.emptyNote = page.getByTestId('cart-empty');
  }

  async open() {
    await this.page.goto('/cart');
  }

  line(slug: string) {
    return this.page.getByTestId(`line-${slug}`);
  }

  async setQuantity(name: string, quantity: number) {
    const field = this.page.getByLabel(`Quantity of ${name}`);
    await field.fill(String(quantity));
    await field.press('Enter');
  }

  async remove(name: string) {
    await this.page.getByRole('button', { name: `Remove ${name}` }).click();
  }

  async applyCoupon(code: string) {
    await this.summary.getByLabel('Discount code').fill(code);
    await this.summary.getByRole('button', { name: 'Apply' }).click();
  }

  async goToCheckout() {
    await this.summary.getByRole('link', { name: 'Go to checkout' }).click();
    // The next page's forms work only once it has loaded.
    await this.page.waitForURL(/\/(checkout|login)/);
  }
}
