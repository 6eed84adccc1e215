import { expect, test } from '@playwright/test';

test('the server says that it is well', async ({ request }) => {
  const answer = await request.get('/health');
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({ status: 'ok' });
});

test('the style sheet is served', async ({ request }) => {
  const answer = await request.get('/assets/style.css');
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toContain('text/css');
});

test('the product API answers', async ({ request }) => {
  await expect(await request.get('/api/products')).toBeOK();
});

test('the login page opens', async ({ page }) => {
  await page.goto('/login');
  await expect(page).toHaveTitle('Log in – Harbour Goods');
  await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible();
});
