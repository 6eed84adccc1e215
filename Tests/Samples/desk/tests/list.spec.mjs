import { expect, test } from '@playwright/test';
import { DeskPage } from './pages/desk-page.mjs';

test('filters by status', async ({ page }) => {
  const desk = new DeskPage(page);
  await desk.open();
  await desk.status.selectOption('waiting');
  await expect(desk.subjects).toHaveText(['Cannot print']);
  await expect(desk.summary).toHaveText('1 of 1 tickets');
});

test('finds words of the subject', async ({ page }) => {
  const desk = new DeskPage(page);
  await desk.open();
  await desk.words.fill('DOOR');
  await expect(desk.subjects).toHaveText(['Badge does not open the door']);
  await expect(desk.summary).toHaveText('1 of 4 tickets');
});

test('takes a ticket', async ({ page }) => {
  const desk = new DeskPage(page);
  await desk.open();
  await page.getByTestId('row-2').getByRole('button', { name: 'Take' }).click();
  await expect(desk.row(2).locator('.assignee')).toHaveText('me');
  await expect(desk.row(2).getByRole('button', { name: 'Take' })).toHaveCount(0);
});

test('closes a ticket', async ({ page }) => {
  const desk = new DeskPage(page);
  await desk.open();
  await page.getByTestId('row-1').getByRole('button', { name: 'Close' }).click();
  await expect(page.getByTestId('row-1').locator('.status')).toHaveText('closed');
});

test('a closed ticket is found among the closed ones', async ({ page }) => {
  const desk = new DeskPage(page);
  await desk.open();
  await desk.close(4);
  await desk.status.selectOption('closed');
  await expect(desk.subjects).toHaveText(['Badge does not open the door']);
});
