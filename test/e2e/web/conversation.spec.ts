import type { Page } from '@playwright/test';
import type { LooseItem } from '../../helpers/fake-history-pages.ts';
import { makeSession } from '../../helpers/make-session.ts';
import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { demoConversation, toolConversation } from './demo-conversation.ts';
import { richDetail } from './demo-history.ts';
import { expect, test } from './fixtures.ts';

const session = makeSession({ id: 'tools', title: 'CSV export', value: 'idle', place: 'tmux work:2.1' });
const path = sessionPath(session.key);
const tool = (page: Page, type: string) => page.locator(`details[data-tool=${type}]`);
const entry = (page: Page, id: string) => page.locator(`[data-entry$=" ${id}"]`);

async function choose(page: Page, id: string, what: string): Promise<void> {
  await entry(page, id).hover();
  await entry(page, id).getByRole('button', { name: 'More about this message' }).click();
  await page.getByRole('button', { name: what }).click();
}

test.describe('tools', () => {
  test.beforeEach(async ({ fake, enter }) => {
    fake.put(session);
    fake.putHistory(richDetail('tools'));
    fake.conversations.set(session.key, toolConversation());
    await enter(path);
  });

  test('a command is a line in a terminal, with what it said', async ({ page, offences }) => {
    const shell = tool(page, 'shell');
    await shell.locator('summary').click();
    await expect(shell.locator('pre')).toContainText('$ npm test -- export\nnpm run lint\n ✓ src/export/csv.test.ts');
    await expect(shell).toContainText('in /home/mara/code/ledger/web');
    expect(offences).toEqual([]);
  });

  test('a change is a diff, as the agent told it', async ({ page }) => {
    const edit = tool(page, 'edit');
    await expect(edit.locator('summary')).toContainText('Edit 2 files src/export/csv.ts, src/export/old-csv.ts');
    await edit.locator('summary').click();
    const changed = page.getByRole('figure', { name: 'Change to src/export/csv.ts' });
    await expect(changed).toContainText('+2');
    await expect(changed.getByText('out.push(quoted(cell))')).toBeVisible();
    await expect(page.getByRole('figure', { name: 'Change to src/export/old-csv.ts' })).toContainText('deleted');
  });

  test('reading, searching and fetching are one line each', async ({ page }) => {
    await expect(tool(page, 'read').locator('summary')).toHaveText(/Read src\/export\/statement\.ts:40–99/);
    await expect(tool(page, 'search').locator('summary')).toHaveText(/Search .*writeCsv\\\(.*/);
    await expect(tool(page, 'search').locator('summary')).toContainText('in src/');
    await expect(tool(page, 'web').locator('summary')).toHaveText(/Fetch https:\/\/example\.org\/rfc\/4180/);
    await expect(tool(page, 'mcp').locator('summary')).toHaveText(/tracker · create_issue Invoice export/);
  });

  test('what is to be done is a list with checks; of two, the newer one is open', async ({ page, fake }) => {
    await expect(page.locator('[data-todo=done]')).toHaveText(/Read how statements/);
    await expect(page.locator('[data-todo=active]')).toHaveText(/Write the CSV writer/);
    fake.say(session.key, {
      kind: 'tool_call',
      id: 'todo2',
      callId: 'todo2',
      tool: 'TodoWrite',
      summary: '',
      input: '',
      view: { type: 'todo', items: [{ text: 'Celebrate', state: 'pending' }] },
    });
    await expect(page.locator('[data-todo]')).toHaveText([/Celebrate/]);
  });

  test('a plan and a question are open to be read', async ({ page }) => {
    await expect(tool(page, 'plan').locator('li strong')).toHaveText('every');
    await expect(tool(page, 'question')).toContainText('Which separator should the export use?');
    await expect(tool(page, 'question').locator('li')).toHaveText(['Comma', 'Semicolon', 'Tab']);
    await expect(tool(page, 'question').locator('pre')).toHaveText('Semicolon');
  });

  test('a subagent is folded, with the way to its own conversation and back', async ({ page, fake }) => {
    fake.conversations.set(`${session.key}#a1b2c3`, demoConversation().slice(2, 9));
    await expect(tool(page, 'subagent').locator('summary')).toContainText(
      'Subagent Explore Find every caller of writeCsv',
    );
    await page.getByRole('link', { name: 'Open its conversation' }).click();
    await expect(page).toHaveURL(`${fake.url}${path}?agent=a1b2c3`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      'Subagent Explore · Find every caller of writeCsv',
    );
    await expect(page.getByText('I found it. The lease is renewed')).toBeVisible();
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await page.getByRole('link', { name: 'Back to its session' }).last().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('CSV export');
  });

  test('what was left out of a result comes when asked for', async ({ page, fake }) => {
    const whole = `${'line\n'.repeat(4_000)}the very end`;
    fake.wholeItems.set('runr', { kind: 'tool_result', id: 'runr', callId: 'run', ok: true, output: whole, offset: 0 });
    await tool(page, 'shell').locator('summary').click();
    await page.getByRole('button', { name: 'Show all (18,412 more characters)' }).click();
    await expect(tool(page, 'shell').locator('pre')).toContainText('the very end');
    await expect(page.getByRole('button', { name: /Show all/ })).toHaveCount(0);
  });

  test('a record that cannot be read says so', async ({ page }) => {
    await page.route('**/records/*', (route) => route.abort());
    await tool(page, 'shell').locator('summary').click();
    await page.getByRole('button', { name: /Show all/ }).click();
    await expect(tool(page, 'shell').getByRole('alert')).toContainText('Could not be read whole');
  });

  test('notes have their kind, and a shape where they matter', async ({ page }) => {
    for (const [kind, text] of [
      ['rate_limit', 'Rate limit'],
      ['error', 'API error 529'],
      ['interrupted', 'Interrupted by you'],
      ['compacted', '142k tokens became 12k'],
    ] as const)
      await expect(page.locator(`[data-note=${kind}]`, { hasText: text }).locator('svg')).toBeVisible();
    await expect(page.locator('[data-note=model] svg')).toHaveCount(0);
    await expect(page.locator('[data-note=command_output]')).toContainText('D src/export/old-csv.ts');
  });

  test('a prompt says how it came, and what was attached', async ({ page }) => {
    await expect(entry(page, 'p1').getByRole('list', { name: 'with 2 images' })).toBeVisible();
    await expect(entry(page, 'p1')).toContainText('docs/invoice-flow.pdf');
    await expect(entry(page, 'p4')).toContainText('queued while it worked');
  });

  test('the raw record is there on demand, in the agent’s own words', async ({ page, fake, offences }) => {
    await choose(page, 'r1', 'Show raw record');
    const raw = page.getByRole('region', { name: 'Raw record' });
    await expect(raw.locator('pre')).toContainText('"kind": "reply"');
    await expect(raw.locator('pre')).toBeInViewport();
    await raw.getByRole('button', { name: 'Hide raw record' }).click();
    await expect(raw).toHaveCount(0);
    await choose(page, 'run', 'Show raw record');
    await expect(raw.locator('pre')).toHaveCount(2);
    // Record 0 is asked for its pictures.
    expect(fake.seen.filter(({ path: asked }) => /\/records\/(?!0$)/.test(asked))).toHaveLength(3);
    expect(offences).toEqual([]);
  });

  test('a link to a message opens there, and the text can be copied', async ({ page, context, fake }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await choose(page, 'n3', 'Copy link');
    await expect(entry(page, 'n3')).toContainText('Copied');
    const link = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(link).toBe(`${fake.url}${path}?at=25`);
    await choose(page, 'run', 'Copy text');
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toContain('Tests  14 passed');
    await page.goto(link);
    await expect(page.locator('[data-marked]')).toContainText('Interrupted by you');
    await expect(page.locator('[data-marked]')).toBeFocused();
  });

  test('the menu closes by Esc, which goes nowhere else', async ({ page, fake }) => {
    await entry(page, 'r1').hover();
    await entry(page, 'r1').getByRole('button', { name: 'More about this message' }).click();
    await expect(page.getByRole('button', { name: 'Copy link' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Copy link' })).toHaveCount(0);
    await expect(page).toHaveURL(`${fake.url}${path}`);
  });

  test('what the index knows stands beside it', async ({ page }) => {
    const facts = page.getByRole('complementary', { name: 'About this session' });
    await expect(facts).toContainText('38 % of 200k');
    await expect(facts).toContainText('18.2k in, 44.3k out');
    await expect(facts).toContainText('opus-4-5, sonnet-4-5');
    await facts.getByText('4 files, 3 edited').click();
    await expect(facts.locator('li', { hasText: 'src/export/csv.ts' })).toContainText('5 edits, 3 reads');
    await expect(facts.getByRole('link', { name: 'example.org/ledger/pull/412' })).toHaveAttribute(
      'rel',
      'noopener noreferrer nofollow',
    );
    await expect(facts.getByRole('link', { name: 'claude:h7' })).toHaveAttribute('href', '/s/claude%3Ah7');
    await expect(facts.getByRole('link', { name: /Explore/ })).toHaveAttribute('href', `${path}?agent=a1b2c3`);
  });
});

test('what was rewound is hidden until asked for, and marked then', async ({ page, fake, enter }) => {
  fake.put(session);
  fake.conversations.set(session.key, demoConversation());
  fake.branches.set(session.key, [
    { id: 0, from: 0, to: 9, forkedAt: null, live: true },
    { id: 1, from: 9, to: null, forkedAt: 4, live: true },
  ]);
  await enter(path);
  await expect(page.locator('[data-note=rewound]')).toContainText('1 message was rewound.');
  await expect(page.getByText('I found it.')).toHaveCount(0);
  await page.getByRole('link', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(`${fake.url}${path}?at=4&branches=all`);
  await expect(entry(page, 'c9')).toHaveAttribute('data-rewound', '');
  await expect(entry(page, 'c10')).not.toHaveAttribute('data-rewound', '');
  await page.goBack();
  await expect(page.getByText('I found it.')).toHaveCount(0);
  await page.goForward();
  await page.getByRole('link', { name: 'Hide it' }).click();
  await expect(page.locator('[data-note=rewound]')).toBeVisible();
});

test('a link to something rewound shows it', async ({ page, fake, enter }) => {
  fake.put(session);
  fake.conversations.set(session.key, demoConversation());
  fake.branches.set(session.key, [
    { id: 0, from: 0, to: 9, forkedAt: null, live: true },
    { id: 1, from: 9, to: null, forkedAt: 4, live: true },
  ]);
  await enter(`${path}?at=8`);
  await expect(page).toHaveURL(`${fake.url}${path}?at=8&branches=all`);
  await expect(page.locator('[data-marked]')).toContainText('I found it.');
});

const reply = (index: number): LooseItem => ({ kind: 'reply', id: `m${index}`, text: `Message number ${index}` });
const replies = (length: number): LooseItem[] => Array.from({ length }, (_, index) => reply(index));
const message = (page: Page, index: number) => page.getByText(`Message number ${index}`, { exact: true });
/** How many are held, and the first and last of them. */
const held = (page: Page) =>
  page.evaluate(
    `(() => { const ids = [...document.querySelectorAll('[data-entry]')].map((e) => Number(e.dataset.entry.slice(7))); return { most: ids.length <= 400, whole: ids.every((id, index) => id === ids[0] + index) }; })()`,
  );

test.describe('a long conversation', () => {
  test.beforeEach(({ fake }) => {
    fake.put(session);
    fake.conversations.set(session.key, replies(2_000));
  });

  test('opens at a message, goes both ways, and follows again at its end', async ({ page, fake, enter }) => {
    test.setTimeout(90_000);
    await enter(`${path}?at=1200`);
    await expect(page.locator('[data-marked]')).toHaveText(/Message number 1200$/);
    await expect(page.locator('[data-marked]')).toBeInViewport();
    await expect(message(page, 1_150)).toBeAttached();
    await expect(message(page, 1_999)).toHaveCount(0);
    await message(page, 1_160).scrollIntoViewIfNeeded();
    await expect(message(page, 1_060)).toBeAttached();
    await expect(message(page, 1_160)).toBeInViewport();
    fake.say(session.key, reply(2_000));
    await page.mouse.move(600, 450);
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 4_000);
          expect(await held(page)).toEqual({ most: true, whole: true });
          return message(page, 2_000).count();
        },
        { timeout: 60_000 },
      )
      .toBe(1);
    await page.keyboard.press('End');
    await expect(message(page, 2_000)).toBeInViewport();
    fake.say(session.key, reply(2_001));
    await expect(message(page, 2_001)).toBeInViewport();
    expect(await held(page)).toEqual({ most: true, whole: true });
  });

  test('stays light while somebody reads up, and what is read stays where it is', async ({ page, enter }) => {
    test.setTimeout(90_000);
    await enter(path);
    await expect(message(page, 1_999)).toBeInViewport();
    await page.mouse.move(600, 450);
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, -3_000);
          expect(await held(page)).toEqual({ most: true, whole: true });
          return message(page, 1_300).count();
        },
        { timeout: 60_000 },
      )
      .toBe(1);
    await expect(message(page, 1_999)).toHaveCount(0);
    const mark = message(page, 1_350);
    await mark.scrollIntoViewIfNeeded();
    await expect(mark).toBeInViewport();
    await page.getByRole('button', { name: 'To the end' }).click();
    await expect(message(page, 1_999)).toBeInViewport();
  });

  test('stays light however long it grows', async ({ page, fake, enter }) => {
    await enter(path);
    await expect(message(page, 1_999)).toBeInViewport();
    for (let index = 2_000; index < 2_500; index += 100) {
      fake.say(session.key, ...Array.from({ length: 100 }, (_, step) => reply(index + step)));
      await expect(message(page, index + 99)).toBeInViewport();
    }
    expect(await held(page)).toEqual({ most: true, whole: true });
  });

  test('counts only what came, not what was read', async ({ page, fake, enter }) => {
    await enter(path);
    await message(page, 1_905).scrollIntoViewIfNeeded();
    await expect(message(page, 1_820)).toBeAttached();
    await expect(page.getByRole('button', { name: 'To the end' })).toBeVisible();
    fake.say(session.key, reply(2_000));
    await expect(page.getByRole('button', { name: '1 new message', exact: true })).toBeVisible();
  });
});
