import { expect, test } from '@playwright/test';

import { session } from './sign-in.mjs';

test.use({ storageState: session });

test('the welcome page leads to the parcels', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'See the parcels' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('On the porch');
});
