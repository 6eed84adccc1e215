const { defineConfig } = require('@playwright/test');

const port = Number(process.env.PORT ?? 4273);
const baseURL = `http://127.0.0.1:${port}`;

module.exports = defineConfig({
  testDir: './tests',
  fullyParallel: true,
  workers: 2,
  timeout: 15_000,
  expect: { timeout: 3_000 },
  reporter: 'list',
  use: {
    baseURL,
    actionTimeout: 5_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || undefined,
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  webServer: {
    command: 'node server.js',
    url: `${baseURL}/health`,
    env: { PORT: String(port) },
    reuseExistingServer: false,
    timeout: 15_000,
  },
});
