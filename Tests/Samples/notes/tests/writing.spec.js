const { expect, test } = require('@playwright/test');
const { noteCalled, openNotes, writeNote } = require('./helpers');

test.beforeEach(async ({ page }) => {
  await openNotes(page);
});

test('a new notebook is empty', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My notes');
  await expect(page.getByTestId('note-count')).toHaveText('0 notes');
});

test('writes a note', async ({ page }) => {
  await writeNote(page, 'Shopping', 'Tea and bread');
  await expect(page.locator('.note .note-title')).toHaveText('Shopping');
  await expect(page.locator('.note .note-text')).toHaveText('Tea and bread');
  await expect(page.getByLabel('Title')).toHaveValue('');
});

test('keeps the note after a reload', async ({ page }) => {
  await writeNote(page, 'Shopping');
  await expect(noteCalled(page, 'Shopping')).toBeVisible();
  await page.reload();
  await expect(noteCalled(page, 'Shopping')).toBeVisible();
});

test('refuses a note without a title', async ({ page }) => {
  await writeNote(page, '  ', 'Nothing');
  await expect(page.getByRole('alert')).toHaveText('A note needs a title');
  await expect(page.locator('.note')).toHaveCount(0);
});
