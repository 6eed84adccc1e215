/** Opens the page and waits until its notes are there. */
async function openNotes(page) {
  await page.goto('/');
  await page.locator('.sidebar .count', { hasText: 'note' }).waitFor();
}

async function writeNote(page, title, text = '') {
  await page.getByLabel('Title').fill(title);
  await page.getByPlaceholder('What is on your mind?').fill(text);
  await page.click('button:has-text("Save note")');
}

/** The list item of the note with this title. */
function noteCalled(page, title) {
  return page.locator('.note', { has: page.getByRole('heading', { name: title, exact: true }) });
}

module.exports = { noteCalled, openNotes, writeNote };
