import type { Page } from '@playwright/test';
import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import { makeSession } from '../../../helpers/make-session.ts';
import { expect, test } from '../fixtures.ts';
import { field } from './completing.ts';

const session = makeSession({ id: 'x1', agent: 'codex', title: 'Write the migration', place: 'tmux work:2.0' });
const { key } = session;
const writing = (page: Page) => page.getByRole('group', { name: 'codex is writing' });
const heightOf = async (page: Page) => Number(await page.evaluate('document.documentElement.scrollHeight'));
const SAID = [
  'The table `users` gets a column.\n\n',
  '- `locale`, with a default\n',
  '- an index\n\nDone: **tests pass**.',
];
const prompt = { id: '1', kind: 'prompt', text: 'Add the column', images: 0 } as const;

test.beforeEach(({ fake }) => {
  fake.put(session);
  fake.conversations.set(key, [prompt]);
});

test('words appear as they come, as Markdown, and the record takes their place without a jump', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  await enter(sessionPath(key));
  await page.getByText('Add the column').waitFor();
  let from = 0;
  for (const text of SAID) {
    fake.publish({ type: 'saying', key, itemId: 'm1', from, text, over: false });
    from += text.length;
  }
  await expect(writing(page).getByRole('listitem')).toHaveText(['locale, with a default', 'an index']);
  await expect(writing(page).locator('strong')).toHaveText('tests pass');
  await expect(writing(page)).toHaveAttribute('aria-busy', 'true');
  const before = await writing(page).getByText('The table').boundingBox();
  const height = await heightOf(page);

  fake.publish({ type: 'saying', key, itemId: 'm1', from, text: '', over: true });
  await expect(writing(page)).toHaveAttribute('aria-busy', 'false');
  fake.say(key, { id: '2', kind: 'reply', text: SAID.join(''), at: Date.now() });
  const record = page.getByRole('list', { name: 'Conversation' }).getByText('The table');
  await expect(record).toBeVisible();
  await expect(writing(page)).toHaveCount(0);
  const after = await record.boundingBox();
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThanOrEqual(1);
  expect(Math.abs((await heightOf(page)) - height)).toBeLessThanOrEqual(1);
  expect(offences).toEqual([]);
});

test('what was given up goes, and so does what is heard no more; nothing stale comes back', async ({
  page,
  fake,
  enter,
}) => {
  await enter(sessionPath(key));
  await page.getByText('Add the column').waitFor();
  fake.publish({ type: 'saying', key, itemId: 'm1', from: 0, text: 'I begin with', over: false });
  await expect(writing(page)).toHaveText('I begin with');
  fake.publish({ type: 'saying', key, itemId: 'm1', from: 12, text: '', over: true, dropped: true });
  await expect(writing(page)).toHaveCount(0);

  fake.publish({ type: 'saying', key, itemId: 'm2', from: 0, text: 'Then I', over: false });
  await expect(writing(page)).toHaveText('Then I');
  await fake.stop();
  await expect(page.locator('[data-connection=live]')).toHaveCount(0);
  await expect(writing(page)).toHaveCount(0);
  await fake.start();
  fake.forgetEvents();
  await page.locator('[data-connection=live]').waitFor();
  fake.publish({ type: 'saying', key, itemId: 'm2', from: 6, text: ' go on', over: false });
  fake.publish({ type: 'saying', key, itemId: 'm3', from: 0, text: 'Whole again', over: false });
  await expect(writing(page)).toHaveText('Whole again');
});

test('a turn that is over says nothing more; another session’s words are not shown', async ({ page, fake, enter }) => {
  await enter(sessionPath(key));
  await page.getByText('Add the column').waitFor();
  const other = makeSession({ id: 'x2', agent: 'codex' });
  fake.put(other);
  fake.publish({ type: 'saying', key: other.key, itemId: 'm9', from: 0, text: 'Elsewhere', over: false });
  fake.publish({ type: 'saying', key, itemId: 'm1', from: 0, text: 'Here', over: false });
  await expect(writing(page)).toHaveText('Here');
  fake.change(key, { status: { ...session.status, value: 'idle' } });
  await expect(writing(page)).toHaveCount(0);
});

test('hostile words stay words', async ({ page, fake, enter, offences }) => {
  await enter(sessionPath(key));
  await page.getByText('Add the column').waitFor();
  const text = '<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![p](http://127.0.0.1:9/p.png)';
  fake.publish({ type: 'saying', key, itemId: 'm1', from: 0, text, over: false });
  await expect(writing(page)).toContainText('<img src=x');
  await expect(writing(page).locator('img, a[href^=javascript]')).toHaveCount(0);
  await expect(field(page)).toBeVisible();
  expect(offences).toEqual([]);
});

test('what it thinks and what its command prints stand in folds, and give way to the record', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  await enter(sessionPath(key));
  await page.getByText('Add the column').waitFor();
  const output = page.getByRole('group', { name: 'Output of npm test' });
  const thinking = page.getByRole('group', { name: 'Thinking…' });
  const base = { type: 'saying', key, from: 0, over: false } as const;
  fake.publish({ ...base, itemId: 'r1', of: 'thinking', text: 'The index **matters**' });
  fake.publish({ ...base, itemId: 'c1', of: 'output', title: 'npm test', text: 'ok 1\n\x1b[32mok 2\x1b[0m\n' });
  await expect(output).toContainText('ok 2');
  await expect(output).not.toContainText('ok 1');
  await output.getByText('Output of npm test').click();
  await expect(output.locator('pre')).toHaveText('ok 1\nok 2\n');
  await thinking.getByText('Thinking…').click();
  await expect(thinking.locator('strong')).toHaveText('matters');
  // A page that comes late hears of it as well.
  const late = await page.context().newPage();
  await late.goto(fake.url + sessionPath(key));
  await expect(late.getByRole('group', { name: 'Output of npm test' })).toContainText('ok 2');
  fake.publish({ ...base, itemId: 'c1', of: 'output', title: 'npm test', text: '', over: true });
  fake.publish({ ...base, itemId: 'r1', of: 'thinking', text: '', over: true, dropped: true });
  await expect(output).toHaveCount(0);
  await expect(thinking).toHaveCount(0);
  expect(offences).toEqual([]);
});
