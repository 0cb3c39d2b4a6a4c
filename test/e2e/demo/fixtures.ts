import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { DemoProcess } from '../../helpers/demo-process.ts';

interface Fixtures {
  /** Options of `amc --demo`, of a file or a group. */
  demoArgs: string[];
  demo: DemoProcess;
  /** Lets the browser in and goes there. */
  enter: (path?: string) => Promise<void>;
  /** Errors of the page. */
  errors: string[];
}

/** Tests against a running demo: the real server, the built page, simulated agents. */
export const test = base.extend<Fixtures>({
  demoArgs: [[], { option: true }],
  demo: async ({ demoArgs }, use) => {
    const home = mkdtempSync(join(tmpdir(), 'amc-demo-e2e-'));
    const demo = await DemoProcess.start({ PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: home }, demoArgs);
    await use(demo);
    await demo.stop();
    rmSync(home, { recursive: true, force: true });
  },
  errors: async ({ page }, use) => {
    await use(listen(page));
  },
  enter: async ({ page, demo, errors }, use) => {
    void errors;
    await use(async (path) => {
      await page.goto(demo.link);
      await page.locator('[data-connection=live]').waitFor();
      if (path !== undefined) await page.goto(demo.url + path);
      await page.locator('[data-connection=live]').waitFor();
    });
  },
});

export { expect } from '@playwright/test';

function listen(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}
