import { expect, test } from '@playwright/test';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

test.beforeEach(async ({ page }) => {
  await page.goto(pathToFileURL(join(__dirname, '..', 'index.html')).href);
});

test('counts each start', async ({ page }) => {
  await page.getByTestId('start').click();
  await expect(page.getByTestId('elapsed')).toHaveText('1');
});

test('has a heading', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'Stop watch' })).toBeVisible();
});
