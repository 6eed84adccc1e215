import { defineConfig } from '@playwright/test';

const port = Number(process.env.PORT ?? 4473);
const baseURL = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: './e2e',
  fullyParallel: true,
  workers: 2,
  timeout: 15_000,
  expect: { timeout: 3_000 },
  reporter: 'list',
  use: {
    baseURL,
    testIdAttribute: 'data-test',
    actionTimeout: 5_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || undefined,
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'api', testMatch: 'api/*.spec.ts' },
    { name: 'web', testMatch: 'web/*.spec.ts' },
  ],
  webServer: {
    command: 'node server.js',
    url: `${baseURL}/health`,
    env: { PORT: String(port) },
    reuseExistingServer: false,
    timeout: 15_000,
  },
});
