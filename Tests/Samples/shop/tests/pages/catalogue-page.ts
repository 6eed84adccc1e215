import type { Locator, Page } from '@playwright/test';

export class CataloguePage {
  readonly search: Locator;
  readonly category: Locator;
  readonly sort: Locator;
  readonly resultCount: Locator;
  readonly cards: Locator;

  constructor(readonly page: Page) {
    this.search = page.getByPlaceholder('Mug, lamp, blanket…');
    this.category = page.getByLabel('Category');
    this.sort = page.getByLabel('Sort by');
    this.resultCount = page.getByTestId('result-count');
    this.cards = page.getByRole('list', { name: 'Products' }).getByRole('listitem');
  }

  async open() {
    await this.page.goto('/');
  }

  card(slug: string) {
    return this.page.getByTestId(`product-${slug}`);
  }

  names() {
    return this.cards.getByRole('heading');
  }
}
