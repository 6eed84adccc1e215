import type { FrameLocator, Locator, Page } from '@playwright/test';

export class CheckoutPage {
  readonly name: Locator;
  readonly card: Locator;
  readonly payment: FrameLocator;
  readonly payButton: Locator;

  constructor(readonly page: Page) {
    this.name = page.getByLabel('Your name');
    this.card = page.getByTestId('card');
    this.payment = page.frameLocator('iframe[name="payment"]');
    this.payButton = page.getByRole('button', { name: /^Pay €/ });
  }

  async open() {
    await this.page.goto('/checkout');
  }

  async fillIn({ name, day }: { name: string; day: string }) {
    await this.name.fill(name);
    await this.page.getByRole('group', { name: 'Pick-up day' }).getByRole('radio', { name: day }).check();
  }

  async enterCard(number: string) {
    await this.payment.getByLabel('Card number').fill(number);
    await this.payment.getByRole('button', { name: 'Use this card' }).click();
  }

  async pay() {
    await this.payButton.click();
  }
}
