import { devices } from '@playwright/test';
import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { makeSession } from '../../helpers/make-session.ts';
import { demoConversation, toolConversation } from './demo-conversation.ts';
import { fillHistory, INDEXING, richDetail } from './demo-history.ts';
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

test('a conversation with every tool fits a phone', async ({ page, fake, enter }) => {
  const session = makeSession({ id: 'tools', value: 'idle', place: 'tmux work:2.1' });
  fake.put(session);
  fake.putHistory(richDetail('tools'));
  fake.say(session.key, ...toolConversation());
  await enter(`${sessionPath(session.key)}?at=12`);
  await page.locator('[data-marked]').waitFor();
  await page.getByRole('button', { name: 'Details' }).click();
  for (let depth = 0; depth < 3; depth += 1)
    await page.evaluate(`document.querySelectorAll('details:not([open])').forEach((fold) => { fold.open = true; })`);
  await page.getByRole('figure').first().waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  expect(await page.evaluate(SMALL)).toEqual([]);
});

test('what can be done with a message is under the thumb', async ({ page, fake, enter }) => {
  const session = makeSession({ id: 'tools', value: 'idle', place: 'tmux work:2.1' });
  fake.put(session);
  fake.say(session.key, ...toolConversation());
  await enter(sessionPath(session.key));
  await page.locator('[data-entry="reply r1"]').getByRole('button', { name: 'More about this message' }).tap();
  await page.getByRole('button', { name: 'Show raw record' }).tap();
  await expect(page.getByRole('region', { name: 'Raw record' }).locator('pre')).toBeInViewport();
});

test('the list of all sessions and the search fit a phone', async ({ page, fake, enter }) => {
  fillDemo(fake);
  fillHistory(fake, 40);
  fake.setIndex(INDEXING);
  await enter();
  await page.getByRole('button', { name: 'Menu' }).tap();
  await page.getByRole('link', { name: 'All sessions' }).tap();
  await page.locator('.history-row').first().waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  // A finger presses the row as a whole; only a mouse can press its project.
  expect(await page.evaluate(SMALL.replace("!e.closest('.prose')", "!e.closest('.prose, .history-project')"))).toEqual(
    [],
  );
  await page.getByRole('button', { name: 'Menu' }).tap();
  await page.getByRole('link', { name: 'Search' }).tap();
  await page.getByText('these words in this order').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  expect(await page.evaluate(SMALL)).toEqual([]);
  await page.getByRole('searchbox').fill('lease');
  await page.locator('.hit').first().waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  expect(await page.evaluate(SMALL)).toEqual([]);
});

test('a thumb decides', async ({ page, fake, enter }) => {
  fillDemo(fake);
  await enter();
  await page.locator('[data-request=r-publish]').getByRole('button', { name: 'Yes', exact: true }).tap();
  await expect(page.locator('[data-request=r-publish] [data-delivery=queued]')).toBeVisible();
});
