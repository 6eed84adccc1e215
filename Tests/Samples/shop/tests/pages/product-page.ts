import type { Locator, Page } from '@playwright/test';

export class ProductPage {
  readonly price: Locator;
  readonly quantity: Locator;
  readonly addButton: Locator;
  readonly status: Locator;

  constructor(readonly page: Page) {
    this.price = page.getByTestId('product-price');
    this.quantity = page.getByLabel('Quantity');
    this.addButton = page.getByRole('button', { name: 'Add to cart' });
    this.status = page.getByTestId('add-status');
  }

  async open(slug: string) {
    await this.page.goto(`/products/${slug}`);
  }

  async add(quantity = 1) {
    await this.quantity.fill(String(quantity));
    await this.addButton.click();
  }
}
