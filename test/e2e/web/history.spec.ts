import { makeSession } from '../../helpers/make-session.ts';
import { makeDetail, READY } from '../../helpers/make-history.ts';
import { demoConversation } from './demo-conversation.ts';
import { demoHistory, fillHistory, INDEXING } from './demo-history.ts';
import { expect, test } from './fixtures.ts';

/** Where a link stands when it is left by a click: rows that come into sight move it before. */
const LEAVING = `addEventListener('click', ({ target }) => { left = target.closest('a').getBoundingClientRect().y; }, { capture: true, once: true })`;

test('every session ever, by day, with what is known of it', async ({ page, fake, enter, offences }) => {
  fillHistory(fake);
  await enter('/history');
  await expect(page).toHaveTitle('All sessions · AMC');
  await expect(page.getByText('240 sessions')).toBeVisible();
  const first = page.locator('[data-row="claude:h0"]');
  await expect(first).toContainText('Lease renewal in the queue worker');
  await expect(first).toContainText('The queue worker runs some jobs twice.');
  await expect(first).toContainText('billing-api');
  await expect(first).toContainText('fix/lease');
  await expect(first).toContainText('claude opus-4-5 sonnet-4-5');
  await expect(first).toContainText('1 prompt · 2.0M tokens');
  await expect(page.locator('[data-row="claude:h1"]')).toContainText('4.0 MB');
  await expect(page.locator('[data-row="claude:h2"] [data-row-link]')).toHaveText(/^What does the nightly job/);
  await expect(page.locator('[data-row="claude:h6"]')).toContainText('file gone');
  await expect(page.locator('[data-row="claude:h7"]')).toContainText('archived');
  expect(offences).toEqual([]);
});

test('a session that is written down while the list is open comes into it', async ({ page, fake, enter }) => {
  fake.putHistory(makeDetail({ id: 'before', title: 'There before' }));
  fake.setIndex({ ...READY, files: { known: 1, read: 1 } });
  await enter('/history');
  await expect(page.locator('[data-row-link]')).toHaveText(['There before']);
  fake.putHistory(makeDetail({ id: 'new', title: 'Written a moment ago' }));
  fake.setIndex({ ...READY, files: { known: 2, read: 2 } });
  await expect(page.getByText('Written a moment ago')).toBeVisible();
});

test('reads on as somebody goes down, and stops at the end', async ({ page, fake, enter }) => {
  fillHistory(fake);
  await enter('/history');
  await expect(page.locator('[data-row]')).toHaveCount(100);
  await page.locator('[data-row]').last().scrollIntoViewIfNeeded();
  await expect(page.locator('[data-row]')).toHaveCount(200);
  await page.locator('[data-row]').last().scrollIntoViewIfNeeded();
  await expect(page.locator('[data-row]')).toHaveCount(240);
  await expect(page.getByRole('button', { name: 'Older sessions' })).toHaveCount(0);
});

test('filters by words, agent, project and what is gone, in an address that can be kept', async ({
  page,
  fake,
  enter,
}) => {
  fillHistory(fake);
  await enter('/history');
  await page.locator('[data-row]').first().waitFor();
  await page.keyboard.press('f');
  await page.keyboard.type('lease');
  await expect(page.locator('[data-row]')).toHaveCount(30);
  await page.getByRole('button', { name: 'codex' }).click();
  await expect(page.locator('[data-row]')).toHaveCount(6);
  await page.locator('[data-row]').first().getByRole('button', { name: 'billing-api' }).click();
  await expect(page).toHaveURL(/\/history\?q=lease&agent=codex&project=%2Fhome%2Fmara%2Fcode%2Fbilling-api$/);
  await page.reload();
  await expect(page.locator('[data-row]')).toHaveCount(6);
  await page.getByRole('button', { name: 'All projects' }).click();
  await page.getByRole('searchbox').fill('no such words');
  await expect(page.getByText('No session matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('button', { name: 'file gone' }).first().click();
  await expect(page.locator('[data-row]')).toHaveCount(30);
});

test('is reached by a key, walked by keys, and left as it was', async ({ page, fake, enter }) => {
  fillHistory(fake);
  fake.put(makeSession({ id: 'b', title: 'On the board' }));
  fake.conversations.set('codex:h198', demoConversation());
  await enter();
  await page.keyboard.press('h');
  await page.locator('[data-row="claude:h0"]').waitFor();
  await page.keyboard.press('j');
  await expect(page.locator('[data-row="claude:h0"] [data-row-link]')).toBeFocused();
  await page.locator('[data-row]').last().scrollIntoViewIfNeeded();
  const far = page.locator('[data-row="codex:h198"] [data-row-link]');
  await far.scrollIntoViewIfNeeded();
  await page.evaluate(LEAVING);
  await far.click();
  await expect(page.getByText('I found it.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(`${fake.url}/history`);
  await expect(far).toBeInViewport();
  const [before, after] = [await page.evaluate('left'), (await far.boundingBox())?.y];
  expect(Math.abs((after ?? 0) - Number(before))).toBeLessThanOrEqual(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('link', { name: 'On the board' })).toBeVisible();
});

test('a session that is over opens to be read, and never comes onto the board', async ({ page, fake, enter }) => {
  fillHistory(fake);
  fake.conversations.set('claude:h0', demoConversation());
  fake.put(makeSession({ id: 'b', title: 'On the board' }));
  await enter('/s/claude%3Ah0');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lease renewal in the queue worker');
  await expect(page).toHaveTitle('Lease renewal in the queue worker · AMC');
  await expect(page.getByText('I found it.')).toBeVisible();
  await expect(page.getByText('This session is over. Go on with it in a terminal.')).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-row]')).toHaveCount(1);
});

test('what AMC kept of a file that is gone says so', async ({ page, fake, enter }) => {
  fillHistory(fake);
  fake.conversations.set('claude:h6', demoConversation());
  fake.conversationSources.set('claude:h6', 'index');
  await enter('/s/claude%3Ah6');
  await expect(page.locator('[data-source=index]')).toHaveText('The agent’s file is gone. This is the text AMC kept.');
  await expect(page.getByRole('complementary')).toContainText('the agent’s file is gone');
});

test('a conversation of which nothing is left says so', async ({ page, fake, enter }) => {
  fillHistory(fake);
  fake.conversationSources.set('claude:h6', 'none');
  await enter('/s/claude%3Ah6');
  await expect(page.getByText('No record of this conversation was found.')).toBeVisible();
});

test('a session that comes back to life is live again', async ({ page, fake, enter }) => {
  fillHistory(fake);
  fake.conversations.set('claude:h0', demoConversation());
  await enter('/s/claude%3Ah0');
  await expect(page.getByText('This session is over.')).toBeVisible();
  fake.put(makeSession({ id: 'h0', title: 'Lease renewal in the queue worker', place: 'tmux work:1.0' }));
  await expect(page.getByRole('textbox', { name: /^Prompt to/ })).toBeVisible();
});

test('the row of a session that runs shows what it does', async ({ page, fake, enter }) => {
  fake.putHistory(makeDetail({ id: 'h0', lastAt: Date.now() }));
  fake.put(makeSession({ id: 'h0', value: 'working' }));
  await enter('/history');
  await expect(page.locator('[data-row="claude:h0"]')).toContainText('working');
});

test('a list that cannot be read says so, and can be tried again', async ({ page, fake, enter }) => {
  fillHistory(fake, 5);
  await page.route('**/api/history?*', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'x',
        title: 'x',
        status: 500,
        code: 'x',
        fault: 'environment',
        detail: 'The index is locked.',
      }),
    }),
  );
  await enter('/history');
  await expect(page.getByRole('alert')).toContainText('The list could not be read: The index is locked.');
  await page.unroute('**/api/history?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('[data-row]')).toHaveCount(5);
});

test('while AMC reads, the header says how far it is; then it is quiet, and the list is read again', async ({
  page,
  fake,
  enter,
}) => {
  fake.setIndex(INDEXING);
  await enter('/history');
  await expect(page.getByText('Nothing was read yet.')).toBeVisible();
  await expect(page.getByText('AMC is still reading; more may appear.')).toBeVisible();
  const mark = page.getByRole('button', { name: 'Reading what agents wrote' });
  await expect(mark).toContainText('reading 42 %');
  await mark.hover();
  await expect(mark.getByRole('tooltip')).toHaveText(/431 of 1204 files.*884 MB of 2\.1 GB.*about 14 s to go/);
  for (const detail of demoHistory(3)) fake.putHistory(detail);
  fake.setIndex({ ...INDEXING, state: 'ready', files: { known: 3, read: 3 }, etaMs: null });
  await expect(mark).toHaveCount(0);
  await expect(page.locator('[data-row]')).toHaveCount(3);
});

test('an index that failed is among what AMC cannot see, with the reason', async ({ page, fake, enter }) => {
  fake.setIndex({ ...INDEXING, state: 'failed', problem: 'The disk is full.' });
  await enter();
  await expect(page.locator('[data-index]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Health: 1 problem' }).click();
  await expect(page.locator('#health li', { hasText: 'history' })).toContainText('failed');
  await expect(page.locator('#health li', { hasText: 'history' })).toContainText('The disk is full.');
});
