import { test as base, type Page } from '@playwright/test';
import { FakeServer } from '../../helpers/fake-server.ts';

interface Fixtures {
  fake: FakeServer;
  /** Opens the page as a browser that has been let in, and waits until it is live. */
  enter: (path?: string) => Promise<void>;
  /** What a clean page never does: CSP reports, dialogs, errors, requests to anywhere else. */
  offences: string[];
}

/** Every test of the page: a fake server of its own, and nothing may go wrong beside what is tested. */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  fake: async ({}, use) => {
    const fake = new FakeServer();
    await fake.start();
    await use(fake);
    await fake.stop();
  },
  offences: async ({ page, fake }, use) => {
    const offences: string[] = [];
    await watch(page, fake, offences);
    await use(offences);
  },
  enter: async ({ page, fake, offences }, use) => {
    void offences;
    await use(async (path = '/login') => {
      await page.goto(fake.loginUrl(path));
      await page.locator('[data-connection=live]').waitFor();
      // The screen itself may come a moment later.
      await page.locator('h1').first().waitFor({ state: 'attached' });
    });
  },
});

export { expect } from '@playwright/test';

/** Goes there as a link does: the page stays, with all it has read. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`);
}

async function watch(page: Page, fake: FakeServer, offences: string[]): Promise<void> {
  page.on('dialog', (dialog) => {
    offences.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => offences.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(fake.url) && !request.url().startsWith('data:'))
      offences.push(`request: ${request.url()}`);
  });
  await page.exposeFunction('amcReport', (text: string) => offences.push(text));
  await page.addInitScript({
    content: `document.addEventListener('securitypolicyviolation', ({ effectiveDirective, sample }) => amcReport('csp: ' + effectiveDirective + ' ' + sample));`,
  });
}
