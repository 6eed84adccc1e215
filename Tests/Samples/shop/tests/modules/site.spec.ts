import { audit } from '../audit';
import { expect, test } from '../fixtures';

test('the main navigation leads to the about page', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'About us' }).click();
  await expect(page).toHaveTitle('About us – Harbour Goods');
});

test('the returns question opens', async ({ page }) => {
  await page.goto('/about');
  await page.getByText('How do I return something?').click();
  await expect(page.getByText('Send it back within 30 days')).toBeVisible();
});

test('the login form can be read by assistive technology', async ({ page }) => {
  await page.goto('/login');
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - heading "Log in" [level=1]
    - textbox "E-mail"
    - textbox "Password"
    - button "Log in"
  `);
});

test('the login form passes the accessibility audit', async ({ login, page }) => {
  await login.open();
  expect(await audit(page)).toEqual([]);
});
