import { devices } from '@playwright/test';
import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { demoConversation } from './demo-conversation.ts';
import { DEMO_SOURCES, fillDemo, multiQuestionSession, planSession, rareSessions } from './demo.ts';
import { expect, test } from './fixtures.ts';

const { defaultBrowserType: _unused, ...phone } = devices['iPhone 13'] ?? {};
test.use({ ...phone, viewport: { width: 390, height: 844 } });

const SMALL = `[...document.querySelectorAll('button, a[href], summary, input, textarea')].filter((e) => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 && r.height < 43.5 && !e.closest('.prose') && !e.matches('[data-row-link], input[type=checkbox], .sr-only') && getComputedStyle(e).visibility !== 'hidden' && r.width > 2; }).map((e) => e.outerHTML.slice(0, 120))`;

test('the board fits a phone, and a thumb', async ({ page, fake, enter }) => {
  fillDemo(fake);
  for (const session of [planSession(), multiQuestionSession(), ...rareSessions()]) fake.put(session);
  await enter();
  await expect(page.locator('[data-request]')).toHaveCount(8);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  expect(await page.evaluate(SMALL)).toEqual([]);
});

for (const session of [planSession(), multiQuestionSession(), ...rareSessions()]) {
  test(`a session fits a phone: ${session.requests[0]?.kind ?? ''} ${session.id}`, async ({ page, fake, enter }) => {
    fake.setSources(DEMO_SOURCES);
    fake.put(session);
    fake.say(session.key, ...demoConversation());
    await enter(sessionPath(session.key));
    await page.locator('[data-request]').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await page.evaluate(SMALL)).toEqual([]);
  });
}

test('a thumb decides', async ({ page, fake, enter }) => {
  fillDemo(fake);
  await enter();
  await page.locator('[data-request=r-publish]').getByRole('button', { name: 'Yes', exact: true }).tap();
  await expect(page.locator('[data-request=r-publish] [data-delivery=queued]')).toBeVisible();
});
