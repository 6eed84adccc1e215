import type { Page } from '@playwright/test';

export class LoginPage {
  constructor(readonly page: Page) {}

  async open() {
    await this.page.goto('/login');
  }

  async logIn(email: string, password: string) {
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.locator('#login-form button[type=submit]').click();
  }

  get error() {
    return this.page.getByTestId('login-error');
  }
}
