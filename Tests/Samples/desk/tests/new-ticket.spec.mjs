import { expect, test } from '@playwright/test';
import { DeskPage } from './pages/desk-page.mjs';

let desk;

test.beforeEach(async ({ page }) => {
  desk = new DeskPage(page);
  await desk.open();
  await desk.startTicket();
});

test('creates a ticket', async () => {
  await desk.dialog.subject.fill('The heating is cold');
  await desk.dialog.customer.fill('Noor');
  await desk.dialog.priority.selectOption('high');
  await desk.dialog.create();
  await expect(desk.row(5).locator('.subject')).toHaveText('The heating is cold');
  await expect(desk.row(5).locator('.priority')).toHaveText('high');
});

test('a ticket without a subject is refused', async () => {
  await desk.dialog.customer.fill('Noor');
  await desk.dialog.create();
  await expect(desk.dialog.problem).toHaveText('A ticket needs a subject');
});

test('cancel leaves the list as it was', async () => {
  await desk.dialog.subject.fill('Never mind');
  await desk.dialog.cancel();
  await expect(desk.dialog.root).toBeHidden();
  await expect(desk.rows).toHaveCount(4);
});
