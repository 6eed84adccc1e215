import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  timeout: 600_000,
  expect: { timeout: 15_000 },
  workers: 1,
  reporter: 'line',
  use: {
    baseURL: process.env.DASHBOARD_URL,
    actionTimeout: 15_000,
    launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: ['--no-sandbox'] },
  },
});
