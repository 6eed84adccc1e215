import type { Page } from '@playwright/test';

/** What the page's origin keeps below this key, or null. */
export function stored(page: Page, key: string) {
  return page.evaluate((name) => localStorage.getItem(name), key);
}
