// The dashboard of a real service, in a real browser. The service has one job of the sample, in which one test went red
// for a renamed test id, and one that is called like an attack.
import { expect, test as base } from '@playwright/test';

const { DASHBOARD_JOB: job, DASHBOARD_TOKEN: token, DASHBOARD_SHOTS: shots } = process.env;
const attack = '<img src=x onerror="document.body.dataset.attacked=1">';

/** A page that must not break its own policy, print an error, or have been taken over. */
const test = base.extend({
  page: async ({ page }, use) => {
    const faults = [];
    // The browser itself prints answers of 4xx and requests that fail, which some of these tests ask for.
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
    });
    await use(page);
    expect(await page.evaluate(() => document.body.dataset.attacked)).toBeUndefined();
    expect(await page.locator('img[src="x"], b[title=attack]').count()).toBe(0);
    expect(faults).toEqual([]);
  },
});

async function open(page, view) {
  await page.addInitScript((text) => sessionStorage.setItem('selfheal.token', text), token);
  await page.goto(`/#/${view}`);
}

test('asks for a token, says that a wrong one is not known, and takes the right one', async ({ page }) => {
  await page.goto('/');
  const dialog = page.getByRole('dialog', { name: 'API token' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Token').fill('wrong');
  await dialog.getByRole('button', { name: 'Use token' }).click();
  await expect(page.getByText('The API token is not known here.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Enter token' }).click();
  await dialog.getByLabel('Token').fill(token);
  await dialog.getByRole('button', { name: 'Use token' }).click();
  await expect(page.getByRole('list', { name: 'Jobs' }).getByRole('link')).toHaveCount(1);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
});

test('lists jobs, filters them, and says so when none fits', async ({ page }) => {
  await open(page, 'jobs');
  const row = page.getByRole('list', { name: 'Jobs' }).getByRole('link', { name: 'acme/clock' });
  await expect(row).toContainText('succeeded');
  await page.getByLabel('State').selectOption('failed');
  await expect(page.getByRole('heading', { name: 'No job fits' })).toBeVisible();
  await page.getByRole('link', { name: 'Clear' }).click();
  await expect(row).toBeVisible();
});

test('shows what was red and why, what was proven, and the change itself', async ({ page }) => {
  await open(page, `jobs/${job}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('acme/clock');
  const failure = page.getByRole('article').filter({ hasText: 'counts each start' }).first();
  await expect(failure).toContainText('test outdated');
  await expect(failure).toContainText('Root cause');
  await expect(failure.locator('.evidence li').first()).toBeVisible();
  await expect(page.locator('.diff .removed')).toContainText("getByTestId('start')");
  await expect(page.locator('.diff .added')).toContainText("getByTestId('begin')");
  await expect(page.locator('.checks .good').first()).toBeVisible();
  await failure.getByRole('button', { name: /Enlarge/ }).click();
  const picture = page.getByRole('dialog', { name: 'Screenshot' }).getByRole('img');
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image) => image.naturalWidth)).toBeGreaterThan(100);
  await page.keyboard.press('Escape');
  await expect(picture).toBeHidden();
});

test('tells once what several tests fail for', async ({ page }) => {
  await open(page, `jobs/${job}`);
  const cause = page.getByRole('article').filter({ has: page.getByRole('heading', { name: '2 tests' }) });
  await expect(cause).toContainText('2 tests fail for one cause');
  await cause.getByText('Tests and evidence').click();
  await expect(cause.getByRole('listitem').filter({ hasText: 'pays at the other till' })).toBeVisible();
});

test('shows a test that is called like an attack as the words that it is', async ({ page }) => {
  await open(page, `jobs/${job}`);
  const hostile = page.getByRole('article').filter({ has: page.getByRole('heading', { name: attack }) });
  await expect(hostile).toContainText('<b title=attack>');
  await page.goto('/#/failures');
  await expect(page.getByRole('list', { name: 'Failures' })).toContainText(attack);
});

test('finds the same cause in all jobs', async ({ page }) => {
  await open(page, 'failures');
  await page.getByRole('list', { name: 'Failures' }).getByRole('link', { name: 'Same cause' }).first().click();
  await expect(page.getByText('All with the cause')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Failures' }).getByRole('listitem')).toHaveCount(1);
});

test('downloads an artifact with the token', async ({ page }) => {
  await open(page, `jobs/${job}`);
  await page.locator('summary').filter({ hasText: /files?,/ }).click();
  const download = page.waitForEvent('download');
  await page.locator('.files').getByRole('button').first().click();
  expect(await (await download).failure()).toBeNull();
});

/** Answers a path as the service would refuse it. */
const refuse = (page, path, status, detail, options) => page.route(path, (route) => route.fulfill({
  status, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', status, detail }),
}), options);

/** Two looks at the service that went well. */
async function look(page) {
  for (let count = 0; count < 2; count += 1) {
    await page.waitForResponse((response) => response.url().endsWith('/api/v1/pause') && response.status() < 400);
  }
}

test('keeps telling that an action was refused, until it is dismissed or another one is done', async ({ page }) => {
  await open(page, `jobs/${job}`);
  await refuse(page, '**/retry', 409, 'This cannot be done: the job runs.');
  await refuse(page, '**/artifacts/*', 404, 'There is no such artifact.');
  const told = page.getByRole('alert');
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(told).toContainText('Running the job again did not work. This cannot be done: the job runs.');
  await look(page);
  await expect(told).toBeVisible();
  await page.locator('summary').filter({ hasText: /files?,/ }).click();
  await page.locator('.files').getByRole('button').first().click();
  await expect(told).toContainText('There is no such artifact.');
  await expect(told).toHaveCount(1);
  await told.getByRole('button', { name: 'Dismiss' }).click();
  await expect(told).toHaveCount(0);
});

for (const status of [401, 403]) {
  test(`asks for another token when an action is answered with ${status}, and then does it`, async ({ page }) => {
    await open(page, `jobs/${job}`);
    let done = 0;
    await page.route('**/retry', (route) => {
      done += 1;
      return route.fulfill({ status: 202, json: {} });
    });
    await refuse(page, '**/retry', status, 'The token may only read.', { times: 1 });
    await page.getByRole('button', { name: 'Run again' }).click();
    const dialog = page.getByRole('dialog', { name: 'API token' });
    await expect(dialog).toContainText('The token may only read.');
    await dialog.getByLabel('Token').fill(token);
    await dialog.getByRole('button', { name: 'Use token' }).click();
    await expect.poll(() => done).toBe(1);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}

test('pauses with a reason, shows it to everybody, writes it down, and resumes', async ({ page }) => {
  await open(page, 'audit');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByLabel('Reason').fill('Deploying by hand');
  await page.getByRole('button', { name: 'Pause healing' }).click();
  await expect(page.getByText('Healing is paused.')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Deploying by hand' })).toBeVisible();
  const entry = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem').first();
  await expect(entry).toContainText('Deploying by hand');
  await expect(entry).toContainText('sam');
  await page.reload();
  await expect(page.getByText('Healing is paused.')).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('Healing is paused.')).toBeHidden();
  await expect(entry).toContainText('resume');
});

test('lists the playbooks with what their guards say', async ({ page }) => {
  await open(page, 'playbooks');
  const card = page.getByRole('listitem').filter({ hasText: 'clear-session' });
  await expect(card).toContainText('ready');
  await expect(card).toContainText('class A');
});

test('says when the service cannot be reached, keeps what it has, and goes on when it can', async ({ page }) => {
  await open(page, 'jobs');
  const row = page.getByRole('list', { name: 'Jobs' }).getByRole('link').first();
  await expect(row).toBeVisible();
  await page.route('**/api/**', (route) => route.abort());
  await expect(page.getByText('The service cannot be reached.')).toBeVisible();
  await expect(row).toBeVisible();
  await page.unroute('**/api/**');
  await expect(page.getByText('The service cannot be reached.')).toBeHidden();
});

test('has no view that is wider than a telephone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, 'jobs');
  for (const view of ['jobs', `jobs/${job}`, 'failures', 'playbooks', 'audit']) {
    await page.goto(`/#/${view}`);
    await expect(page.locator('main h1')).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(() => document.documentElement.scrollWidth), view).toBeLessThanOrEqual(390);
  }
});

test('can be used by keyboard alone', async ({ page }) => {
  await open(page, 'jobs');
  await expect(page.getByRole('list', { name: 'Jobs' }).getByRole('link').first()).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('State')).toBeFocused();
});

test('can be looked at in light and dark, wide and narrow', async ({ page }) => {
  test.skip(!shots, 'needs DASHBOARD_SHOTS, a folder for the pictures');
  await open(page, 'jobs');
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [390, 1440]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      for (const view of ['jobs', `jobs/${job}`, 'failures', 'playbooks', 'audit']) {
        await page.goto(`/#/${view}`);
        await page.waitForLoadState('networkidle');
        const name = `${view.split('/')[0]}${view.includes('/') ? '-one' : ''}-${colorScheme}-${width}`;
        await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
      }
    }
  }
});

test('follows a job from the queue to its end', async ({ page }) => {
  await open(page, `jobs/${job}`);
  await page.getByRole('button', { name: 'Run again' }).click();
  const events = page.getByRole('list', { name: 'Events' });
  await expect(page.locator('.now')).toHaveText('test');
  await expect(events).toContainText('checkout');
  await expect(page.locator('.log [data-kind=done]')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Cancel job' })).toBeVisible();
  if (shots) await page.screenshot({ path: `${shots}/live.png` });
  await expect(events.getByRole('listitem').filter({ hasText: 'failure' }).first()).toBeVisible({ timeout: 300_000 });
  await expect(page.getByRole('heading', { name: 'Failures' })).toBeVisible({ timeout: 300_000 });
  await expect(page.getByText('Attempt', { exact: true })).toBeVisible();
});
