import { defineConfig, devices } from '@playwright/test';

// The environment is somebody else's: it runs before the suite and after it.
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: './e2e',
  globalSetup: './e2e/sign-in.mjs',
  workers: 1,
  timeout: 20_000,
  expect: { timeout: 4_000 },
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env.BASE_URL,
    actionTimeout: 4_000,
    navigationTimeout: 10_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || undefined,
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
});
