const { expect, test } = require('@playwright/test');
const { noteCalled, openNotes, writeNote } = require('./helpers');

test.beforeEach(async ({ page }) => {
  await openNotes(page);
  await writeNote(page, 'First');
  await expect(noteCalled(page, 'First')).toBeVisible();
  await writeNote(page, 'Second');
  await expect(noteCalled(page, 'Second')).toBeVisible();
});

test('counts the notes', async ({ page }) => {
  await expect(page.getByTestId('note-count')).toHaveText('2 notes');
});

test('a pinned note comes first', async ({ page }) => {
  await expect(page.locator('.note-title')).toHaveText(['Second', 'First']);
  await noteCalled(page, 'First').getByRole('button', { name: 'Pin' }).click();
  await expect(page.locator('.note-title')).toHaveText(['First', 'Second']);
  await expect(page.locator('.note.pinned')).toHaveCount(1);
});

test('deletes a note for good', async ({ page }) => {
  await noteCalled(page, 'First').getByRole('button', { name: 'Delete' }).click();
  await expect(page.locator('.note-title')).toHaveText(['Second']);
  await page.reload();
  await expect(page.locator('.note-title')).toHaveText(['Second']);
});

test('an archived note moves to the archive', async ({ page }) => {
  await noteCalled(page, 'First').getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByTestId('note-count')).toHaveText('1 note');
  await page.click('.sidebar a.archive-link');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Archive');
  await expect(page.locator('.note-title')).toHaveText(['First']);
});

test('search looks at the words of title and text', async ({ page }) => {
  await page.getByPlaceholder('Search notes').fill('sec');
  await expect(page.locator('.note-title')).toHaveText(['Second']);
  await page.fill('input[type=search]', '');
  await expect(page.locator('.note-title')).toHaveCount(2);
});
