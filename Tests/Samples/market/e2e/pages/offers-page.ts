import type { Locator, Page } from '@playwright/test';

export class OffersPage {
  readonly list: Locator;
  readonly names: Locator;
  readonly count: Locator;
  readonly toast: Locator;
  readonly basketCount: Locator;
  readonly pager: Locator;

  constructor(readonly page: Page) {
    this.list = page.getByRole('list', { name: 'Offers' }).getByRole('listitem');
    this.names = page.locator('.offers > .offer .offer__name');
    this.count = page.locator('p.offers-count');
    this.toast = page.getByTestId('toast');
    this.basketCount = page.getByTestId('basket-count');
    this.pager = page.getByRole('navigation', { name: 'Pages' });
  }

  async open() {
    await this.page.goto('/');
  }

  offer(name: string) {
    return this.list.filter({ has: this.page.getByRole('heading', { name, exact: true }) });
  }

  star(name: string) {
    return this.page.getByRole('button', { name: `Favourite ${name}` });
  }

  tab(name: string) {
    return this.page.getByRole('navigation', { name: 'Kinds' }).getByRole('link', { name });
  }

  async add(name: string) {
    await this.offer(name).getByRole('button', { name: 'Add to basket' }).click();
  }

  async turnPage() {
    await this.pager.getByRole('link', { name: 'Next' }).click();
  }
}
