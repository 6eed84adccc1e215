import { defineConfig } from '@playwright/test';
export default defineConfig({
  testDir: './e2e', timeout: 8000, expect: { timeout: 700 }, workers: 1,
  reporter: [['json', { outputFile: 'report.json' }]],
  use: {
    baseURL: 'http://127.0.0.1:4179', testIdAttribute: 'data-qa',
    trace: { mode: 'on', screenshots: false, sources: false },
    launchOptions: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] },
  },
  projects: [{ name: 'modules' }],
  webServer: { command: 'node server.mjs', url: 'http://127.0.0.1:4179/', reuseExistingServer: false },
});
