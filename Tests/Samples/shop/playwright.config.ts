import { defineConfig, devices } from '@playwright/test';

// Several suites can run on one machine at once, each with a PORT of its own.
const port = Number(process.env.PORT ?? 4173);
const baseURL = `http://127.0.0.1:${port}`;
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  fullyParallel: true,
  workers: 2,
  forbidOnly: !!process.env.CI,
  timeout: 15_000,
  expect: { timeout: 3_000 },
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL,
    actionTimeout: 5_000,
    navigationTimeout: 10_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || undefined,
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'health', testDir: './tests/health' },
    { name: 'contracts', testDir: './tests/contracts' },
    { name: 'modules', testDir: './tests/modules' },
  ],
  webServer: {
    command: 'node server.js',
    url: `${baseURL}/health`,
    env: { PORT: String(port) },
    reuseExistingServer: false,
    timeout: 15_000,
  },
});
