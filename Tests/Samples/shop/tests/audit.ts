import type { Page } from '@playwright/test';

/** The rules of accessibility that a page breaks, by the names that axe-core gives to them. */
export function audit(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const hasName = (field: HTMLInputElement) => field.labels?.length || field.ariaLabel;
    const rules: Record<string, boolean> = {
      label: [...document.querySelectorAll('input')].every(hasName),
      'landmark-one-main': document.querySelectorAll('main').length === 1,
      'page-has-heading-one': document.querySelector('h1') !== null,
    };
    return Object.keys(rules).filter((name) => !rules[name]);
  });
}
