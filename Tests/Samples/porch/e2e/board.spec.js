import { expect, test } from '@playwright/test';

import { session } from './sign-in.mjs';

test.use({ storageState: session });

test.beforeEach(({ page }) => page.goto('/parcels'));

test('a neighbour sees what lies on the porch', async ({ page }) => {
  const parcels = page.getByRole('list', { name: 'Parcels' }).getByRole('listitem');
  await expect(parcels).toHaveCount(3);
  await expect(parcels.first()).toHaveText('P-101 for Pier Road 4');
});

test('a neighbour can offer to pick up', async ({ page }) => {
  await page.getByRole('button', { name: 'Offer to pick up' }).click();
});
