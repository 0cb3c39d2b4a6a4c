import { defineConfig } from '@playwright/test';
import { HEADLESS, QUIET } from './test/helpers/chromium.ts';

// It is noon where the tests run: "today" and "at 14:05" do not depend on when they are run.
const ahead = 12 - new Date().getUTCHours();
const NOON = `Etc/GMT${ahead < 0 ? '+' : '-'}${Math.abs(ahead)}`;
process.env['TZ'] = NOON;

/** The page in a real browser: the machine's own Chromium, nothing downloaded. */
export default defineConfig({
  // Pictures are for looking at, not for passing.
  testIgnore: process.env['AMC_PICTURES'] === undefined ? ['**/pictures*.spec.ts'] : [],
  outputDir: 'test-results/e2e',
  snapshotPathTemplate: 'test/e2e/snapshots/{arg}{ext}',
  // Real agents one at a time, and from the start: beside them there is always a page. Then two pages side by side.
  workers: 2,
  projects: [
    { name: 'agents', testDir: 'test/e2e/agents', workers: 1 },
    { name: 'demo', testDir: 'test/e2e/demo' },
    { name: 'pages', testDir: 'test/e2e/web' },
  ],
  // Real agents on a busy machine: one more look before a failure is believed; the report names it flaky.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    locale: 'en-GB',
    timezoneId: NOON,
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: HEADLESS, args: QUIET },
  },
});
