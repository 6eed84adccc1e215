import type { Page } from '@playwright/test';

export class BasketPage {
  constructor(readonly page: Page) {}

  async open() {
    await this.page.goto('/basket');
  }

  get rows() {
    return this.page.locator('#basket tbody tr.basket__row');
  }

  get total() {
    return this.page.getByTestId('total');
  }

  get discount() {
    return this.page.getByTestId('discount');
  }

  get dialog() {
    return this.page.getByRole('dialog', { name: 'Empty the basket?' });
  }

  row(product: string) {
    return this.rows.filter({ hasText: product });
  }

  async remove(product: string) {
    await this.row(product).getByRole('button', { name: 'Remove' }).click();
  }

  async startEmptying() {
    await this.page.locator('#empty-basket').click();
  }
}
