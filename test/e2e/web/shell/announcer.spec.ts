import type { Page } from '@playwright/test';
import { makeSession, permission } from '../../../helpers/make-session.ts';
import { expect, test } from '../fixtures.ts';
import { fill, waiting } from '../inbox/demo-inbox.ts';

/** What a screen reader would say of the page's own announcements, in order. */
async function listen(page: Page): Promise<void> {
  await page.locator('[data-announcer]').waitFor({ state: 'attached' });
  await page.evaluate(`
    globalThis.transcript = [];
    new MutationObserver(() => {
      const text = document.querySelector('[data-announcer]').textContent;
      if (text !== '' && text !== globalThis.transcript.at(-1)) globalThis.transcript.push(text);
    }).observe(document.querySelector('[data-announcer]'), { childList: true, subtree: true, characterData: true });
  `);
}

const transcript = (page: Page): Promise<unknown> => page.evaluate('globalThis.transcript');

test('what happens is said once, in order, and what merely goes on is not', async ({ page, fake, enter }) => {
  const queue = makeSession({ id: 'q', title: 'Refactor the queue', value: 'working', place: 'tmux work:1.0' });
  const docs = makeSession({ id: 'd', title: 'Docs', value: 'working' });
  fill(fake, [queue, docs]);
  await enter();
  await listen(page);
  const now = Date.now();
  const status = (value: typeof queue.status.value) => ({ ...queue.status, value, since: now });

  fake.change(queue.key, { doing: 'Editing src/queue.ts' });
  fake.change(queue.key, {
    status: status('needs_attention'),
    requests: [permission({ id: 'r1', waits: 0, command: 'npm test\n--watch' })],
  });
  await expect.poll(() => transcript(page)).toEqual(['Refactor the queue: claude wants to run: npm test --watch.']);

  fake.change(queue.key, { status: status('working'), requests: [] });
  fake.change(docs.key, { status: status('idle') });
  await expect.poll(() => transcript(page)).toHaveLength(2);

  fake.change(docs.key, { status: status('unknown') });
  await expect.poll(() => transcript(page)).toHaveLength(3);
  fake.change(docs.key, { status: status('ended') });
  await expect.poll(() => transcript(page)).toHaveLength(4);

  for (const session of waiting(5)) fake.put(session);
  await expect
    .poll(() => transcript(page))
    .toEqual([
      'Refactor the queue: claude wants to run: npm test --watch.',
      'Docs is done.',
      'What Docs does is not known.',
      'Docs has ended.',
      '5 new requests. 5 sessions need you.',
    ]);
});

test('a connection that is gone is said, and that it is back, with what happened meanwhile', async ({
  page,
  fake,
  enter,
}) => {
  const docs = makeSession({ id: 'd', title: 'Docs', value: 'working' });
  fill(fake, [docs]);
  await enter();
  await listen(page);
  await fake.stop();
  await expect(page.getByRole('status').filter({ hasText: /^Not connected/ })).toBeAttached();
  fake.change(docs.key, { status: { ...docs.status, value: 'idle' } });
  await fake.start();
  await expect.poll(async () => [await transcript(page)].flat().join(' ')).toBe('Connected again. Docs is done.');
});

test('in the inbox a decision is said with what is left', async ({ page, fake, enter }) => {
  fill(fake, waiting(2));
  await enter('/inbox');
  await page.locator('button[data-key~=a]:enabled').waitFor();
  await page.keyboard.press('a');
  await expect(page.getByRole('status').filter({ hasText: 'Allowed. 1 left.' })).toBeAttached();
  await expect(page.getByRole('link', { name: /^claude wants to run/ })).toBeFocused();
});
