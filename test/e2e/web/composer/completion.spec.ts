import type { Page } from '@playwright/test';
import { slashAction, slashCompletions } from '../../../../src/agents/codex/slash-actions.ts';
import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import { makeSession } from '../../../helpers/make-session.ts';
import { barriers } from '../barriers.ts';
import { expect, test } from '../fixtures.ts';
import { caret, chosen, CLAUDE_COMMANDS, CODEX_SKILLS, completing, field, menu, options } from './completing.ts';

const claude = makeSession({ id: 'c1', title: 'Refactor the queue', place: 'tmux work:1.0', value: 'idle' });
const codex = makeSession({
  id: 'x1',
  agent: 'codex',
  title: 'Write the migration',
  place: 'tmux work:2.0',
  value: 'idle',
});

test.beforeEach(async ({ fake }) => {
  fake.put(claude);
  fake.put(codex);
});

/** A session's page with the caret in its field. */
async function write(page: Page, enter: (path: string) => Promise<void>, session = claude) {
  await enter(sessionPath(session.key));
  await field(page).focus();
}

test('AC-1 opens at the beginning and behind a blank, nowhere else', async ({ page, fake, enter, offences }) => {
  completing(fake, ['/', '@']);
  await write(page, enter);
  await page.keyboard.type('/');
  await expect(menu(page)).toBeVisible();
  for (const before of ['look at ', 'line\n']) {
    await field(page).fill(before);
    await page.keyboard.press('End');
    await page.keyboard.type('/');
    await expect(menu(page)).toBeVisible();
  }
  await field(page).fill('a');
  await page.keyboard.type('/c');
  await expect(menu(page)).toBeHidden();
  await field(page).fill('/etc/hosts');
  await expect(menu(page)).toBeHidden();
  expect(offences).toEqual([]);
});

test('AC-2, AC-3 a slash for Claude, a dollar for Codex, and the other one is a letter', async ({
  page,
  fake,
  enter,
}) => {
  const asked = completing(fake, ['/', '@']);
  await write(page, enter);
  await page.keyboard.type('/');
  await expect(options(page).first()).toHaveText(/^\/code-review/);
  await field(page).fill('');
  await page.keyboard.type('$mig');
  await expect(menu(page)).toBeHidden();
  expect(asked.map(({ trigger }) => trigger)).not.toContain('$');

  completing(fake, ['$', '@']);
  await write(page, enter, codex);
  await page.keyboard.type('$mig');
  await expect(options(page)).toHaveText([/^\$migrate/]);
  await field(page).fill('');
  await page.keyboard.type('/mig');
  await expect(menu(page)).toBeHidden();
});

test('AC-4, AC-5 rows tell the name with its trigger, what it does and whence; by the alphabet', async ({
  page,
  fake,
  enter,
}) => {
  completing(fake, ['/', '@']);
  await write(page, enter);
  await page.keyboard.type('/');
  await expect(options(page)).toHaveText(
    CLAUDE_COMMANDS.map(({ label, detail = '', from = '' }) => `${label}${detail}${from}`),
  );
});

test('AC-6 what is typed filters without regard to case, beginnings first', async ({ page, fake, enter }) => {
  const asked = completing(fake, ['/', '@']);
  await write(page, enter);
  await page.keyboard.type('/RE');
  await expect(options(page)).toHaveText([/^\/Release-notes/, /^\/code-review/]);
  await page.keyboard.type('l');
  await expect(options(page)).toHaveText([/^\/Release-notes/]);
  await page.keyboard.press('Backspace');
  await expect(options(page)).toHaveCount(2);
  expect(asked).toHaveLength(1);
});

test('AC-7 the arrow keys move the choice, around its ends, always in sight', async ({ page, fake, enter }) => {
  const many = Array.from({ length: 40 }, (_, n) => `/do-${String(n).padStart(2, '0')}`);
  completing(fake, ['/', '@'], { '/': many.map((name) => ({ insert: name, label: name })), $: [] });
  await write(page, enter);
  await page.keyboard.type('/');
  await expect(chosen(page)).toHaveText('/do-00');
  await page.keyboard.press('ArrowDown');
  await expect(chosen(page)).toHaveText('/do-01');
  await expect(field(page)).toHaveAttribute('aria-activedescendant', (await chosen(page).getAttribute('id')) ?? '');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(chosen(page)).toHaveText('/do-39');
  await expect(chosen(page)).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('ArrowDown');
  await expect(chosen(page)).toHaveText('/do-00');
  await expect(chosen(page)).toBeInViewport({ ratio: 1 });
});

for (const key of ['Enter', 'Tab']) {
  test(`AC-8 ${key} puts the choice in, with a blank behind it, and sends nothing`, async ({ page, fake, enter }) => {
    completing(fake, ['/', '@']);
    await write(page, enter);
    await page.keyboard.type('first /co then');
    for (let step = 0; step < ' then'.length; step += 1) await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('m');
    await expect(chosen(page)).toHaveText(/^\/compact/);
    await page.keyboard.press(key);
    await expect(field(page)).toHaveValue('first /compact then');
    expect(await caret(page)).toEqual([15, 15]);
    await expect(menu(page)).toBeHidden();
    await expect(field(page)).toBeFocused();
    expect(fake.commands).toEqual([]);
  });
}

test('AC-8 with a mouse or a finger', async ({ page, fake, enter }) => {
  completing(fake, ['$', '@']);
  await write(page, enter, codex);
  await page.keyboard.type('$');
  await options(page).nth(1).hover();
  await expect(chosen(page)).toHaveText(/^\$migrate/);
  await options(page).nth(1).click();
  await expect(field(page)).toHaveValue('$migrate ');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('users');
  await expect(field(page)).toHaveValue('$migrate users');
});

test('AC-9 Escape, a press elsewhere and taking the trigger out close it, and nothing is put in', async ({
  page,
  fake,
  enter,
}) => {
  completing(fake, ['/', '@']);
  await write(page, enter);
  await page.keyboard.type('/co');
  await page.keyboard.press('Escape');
  await expect(menu(page)).toBeHidden();
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('m');
  await expect(menu(page)).toBeHidden();
  await expect(field(page)).toHaveValue('/com');

  await field(page).fill('');
  await page.keyboard.type('/co');
  await expect(menu(page)).toBeVisible();
  await field(page).click();
  await expect(menu(page)).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(menu(page)).toBeHidden();
  await expect(field(page)).toHaveValue('/co');

  await field(page).fill('');
  await page.keyboard.type('/');
  await expect(menu(page)).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(menu(page)).toBeHidden();
  await expect(field(page)).toHaveValue('');
});

test('Escape takes a list back that is still on its way, and the field keeps the keys', async ({
  page,
  fake,
  enter,
}) => {
  completing(fake, ['/', '@']);
  const answer = fake.answers.get('completions');
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  fake.answers.set('completions', async (input) => {
    await released;
    return answer?.(input);
  });
  await write(page, enter);
  await page.keyboard.type('/co');
  await page.keyboard.press('Escape');
  await expect(field(page)).toBeFocused();
  release();
  await page.keyboard.type('m');
  await expect(field(page)).toHaveValue('/com');
  await expect(menu(page)).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(field(page)).not.toBeFocused();
});

test('AC-10 left and right do nothing while it is open; it stands at the trigger', async ({ page, fake, enter }) => {
  completing(fake, ['/', '@']);
  await write(page, enter);
  await page.keyboard.type('/co');
  await expect(menu(page)).toBeVisible();
  const atStart = await menu(page).boundingBox();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  expect(await caret(page)).toEqual([3, 3]);
  await expect(chosen(page)).toHaveText(/^\/code-review/);
  await field(page).fill('some words before it and ');
  await page.keyboard.press('End');
  await page.keyboard.type('/co');
  await expect(menu(page)).toBeVisible();
  const behind = await menu(page).boundingBox();
  expect((behind?.x ?? 0) - (atStart?.x ?? 0)).toBeGreaterThan(100);
  const box = await field(page).boundingBox();
  expect((behind?.y ?? 0) + (behind?.height ?? 0)).toBeLessThan((box?.y ?? 0) + 12);
});

test('AC-11 none fits: it says so, and Enter sends what is there', async ({ page, fake, enter }) => {
  completing(fake, ['/', '@']);
  await write(page, enter);
  await page.keyboard.type('/zzz');
  await expect(page.getByText('No matching skills')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveValue('');
  await expect.poll(() => fake.commands.map(({ action }) => action)).toEqual([{ type: 'prompt', text: '/zzz' }]);
});

test('AC-12 what the agent has is there when the field is entered, and nothing is asked while nobody types', async ({
  page,
  fake,
  enter,
}) => {
  const asked = completing(fake, ['/', '@']);
  await enter(sessionPath(claude.key));
  await field(page).waitFor();
  expect(asked).toEqual([]);
  await field(page).focus();
  await expect.poll(() => asked.length).toBe(1);
  await page.keyboard.type('/ship it');
  expect(asked).toHaveLength(1);
});

test('files of the project, in the words of the agent', async ({ page, fake, enter }) => {
  const asked = completing(fake, ['/', '@']);
  await write(page, enter);
  await page.keyboard.type('fix @queue');
  await expect(options(page)).toHaveText(['queue.tssrc/', 'worker.tssrc/queue/', 'queueing.mddocs/']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveValue('fix @src/queue/worker.ts ');
  await page.keyboard.type('and @blank');
  await expect(options(page)).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(field(page)).toHaveValue('fix @src/queue/worker.ts and @"src/with blank.ts" ');
  await page.keyboard.type('@none-such');
  await expect(page.getByText('No matching files')).toBeVisible();
  expect(asked.findLast(({ trigger }) => trigger === '@')?.text).toBe('none-such');
});

test('what could not be looked up says why, and comes with the next letter', async ({ page, fake, enter }) => {
  completing(fake, ['/', '@']);
  await write(page, enter);
  const real = fake.answers.get('completions');
  await page.route('**/completions?*', (route) => route.abort());
  await page.keyboard.type('@q');
  await expect(page.getByText(/^Could not look:/)).toBeVisible();
  await page.unroute('**/completions?*');
  if (real !== undefined) fake.answers.set('completions', real);
  await page.keyboard.type('u');
  await expect(options(page).first()).toHaveText('queue.tssrc/');
});

test('a command of Codex becomes what it stands for, and says so with its receipt', async ({ page, fake, enter }) => {
  completing(fake, ['/', '$', '@'], { '/': slashCompletions(() => true), $: CODEX_SKILLS });
  fake.meant = (action) => (action.type === 'prompt' ? (slashAction(action.text) ?? action) : action);
  await write(page, enter, codex);
  await page.keyboard.type('/com');
  await expect(chosen(page)).toHaveText(/^\/compact/);
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveValue('/compact ');
  for (const text of ['', '/plan', '/rename Ship in spring', '/compact but keep the API']) {
    if (text !== '') await field(page).fill(text);
    await page.keyboard.press('Enter');
    await expect(field(page)).toHaveValue('');
  }
  const told = page.locator('[data-conversation-place] [data-command]');
  await expect(told).toHaveText([/^Compactqueued/, /^Mode: Planqueued/, /^Rename: Ship in springqueued/, /^queued/]);
  await expect(page.getByText('/compact but keep the API')).toBeVisible();
  expect(fake.commands.map(({ action }) => action)).toEqual([
    { type: 'compact' },
    { type: 'mode', mode: 'plan' },
    { type: 'rename', title: 'Ship in spring' },
    { type: 'prompt', text: '/compact but keep the API' },
  ]);
  const evidence = { source: 'app_server', at: Date.now(), detail: 'app-server: the thread was compacted' } as const;
  fake.deliver('cmd-1', { state: 'delivering' });
  fake.deliver('cmd-1', { state: 'confirmed', evidence });
  await expect(told.first()).toContainText('confirmed by codex');
});

test('a list of Codex is its own after one of Claude', async ({ page, fake, enter }) => {
  completing(fake, ['$', '@']);
  await write(page, enter, codex);
  await page.keyboard.type('$');
  await expect(options(page)).toHaveCount(CODEX_SKILLS.length);
});

test('nothing is in the way of anybody while the menu is open', async ({ page, fake, enter }) => {
  completing(fake, ['/', '@']);
  await write(page, enter);
  await page.keyboard.type('/');
  await expect(menu(page)).toBeVisible();
  expect(await barriers(page)).toEqual([]);
});
