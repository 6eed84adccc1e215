import type { Page } from '@playwright/test';

export type Address = { name: string; street: string; city: string };

export class CheckoutPage {
  constructor(readonly page: Page) {}

  async open() {
    await this.page.goto('/checkout');
  }

  async fillAddress({ name, street, city }: Address) {
    await this.page.getByLabel('Full name').fill(name);
    await this.page.getByLabel('Street and number').fill(street);
    await this.page.getByLabel('Town').fill(city);
  }

  async placeOrder() {
    await this.page.getByRole('button', { name: 'Place order' }).click();
  }

  get amountDue() {
    return this.page.getByTestId('amount-due');
  }

  get orderNumber() {
    return this.page.getByTestId('order-number');
  }

  problem(field: keyof Address) {
    return this.page.getByTestId(`problem-${field}`);
  }
}
