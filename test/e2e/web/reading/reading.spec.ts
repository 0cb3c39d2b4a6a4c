import type { Page } from '@playwright/test';
import { sessionPath } from '../../../../src/web/lib/session-path.ts';
import { routes } from '../../../../src/contract/routes.ts';
import { fakePage } from '../../../helpers/fake-history-pages.ts';
import { expect, test } from '../fixtures.ts';
import { ITEMS_OF_TURN, longConversation, put, richConversation, session, SUBAGENT, TURNS } from './scene.ts';

const path = sessionPath(session.key);
const entry = (page: Page, id: string) => page.locator(`[data-conversation] > [data-entry$=" ${id}"]`);
const conversation = (page: Page) => page.getByRole('list', { name: 'Conversation' });

test.describe('a long conversation', () => {
  test.beforeEach(async ({ fake, enter, page }) => {
    put(fake, longConversation());
    await enter(path);
    await conversation(page).waitFor();
  });

  test('finds what is not on the page, goes there and on, and back with Esc', async ({ page, offences }) => {
    await page.keyboard.press('Shift+F');
    const field = page.getByRole('textbox', { name: 'Find in this conversation' });
    await expect(field).toBeFocused();
    await field.fill('heron');
    const bar = page.getByRole('search', { name: 'Find in this conversation' });
    await expect(bar.getByRole('status')).toHaveText('2 found');
    await expect(page.getByText('The herons are here.')).toHaveCount(0);
    await page.keyboard.press('Shift+Enter');
    await expect(bar.getByRole('status')).toHaveText('2 of 2');
    await expect(page.getByText('One heron stays.')).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(bar.getByRole('status')).toHaveText('1 of 2');
    await expect(page.getByText('The herons are here.')).toBeInViewport();
    // What goes through the places keeps the keys.
    await expect(field).toBeFocused();
    const lit = await page.evaluate(`[...CSS.highlights.get('found')].map(String)`);
    expect(lit).toEqual(['heron']);
    await bar.getByRole('button', { name: '1 more in subagents' }).click();
    await expect(page.getByText('No heron among them.')).toBeInViewport();
    await expect(page).toHaveURL(new RegExp(`agent=${SUBAGENT}`));
    await field.focus();
    await page.keyboard.press('Escape');
    await expect(bar).toHaveCount(0);
    await expect(conversation(page)).toBeVisible();
    expect(offences).toEqual([]);
  });

  test('finds what came a moment ago, before the index knows it', async ({ page, fake }) => {
    fake.onSearch = () => ({ hits: [], next: null, exhausted: true, tookMs: 1, complete: false });
    fake.say(session.key, { kind: 'reply', id: 'late', text: 'A kingfisher came.' });
    await page.getByText('A kingfisher came.').waitFor();
    await page.getByRole('button', { name: 'Find in this conversation' }).click();
    await page.getByRole('textbox', { name: 'Find in this conversation' }).fill('kingf');
    const bar = page.getByRole('search', { name: 'Find in this conversation' });
    await expect(bar.getByRole('status')).toHaveText('1 found');
    await expect(bar).toContainText('AMC is still reading this conversation');
    await page.getByRole('textbox', { name: 'Find in this conversation' }).fill('no such bird');
    await expect(bar.getByRole('status')).toHaveText('Nothing found');
  });

  test('lists every turn, also those that are not held, and goes to one', async ({ page, offences }) => {
    await page.keyboard.press('l');
    const list = page.getByRole('dialog', { name: 'Turns' });
    await expect(list.getByRole('listitem')).toHaveCount(TURNS);
    await expect(list.getByRole('listitem').first()).toContainText('Question 0: what about column 0');
    await list.getByRole('textbox', { name: 'Narrow down' }).fill('column 3 ');
    await page.keyboard.press('Enter');
    await expect(list).toHaveCount(0);
    await expect(entry(page, 'p3')).toBeInViewport();
    await expect(entry(page, 'p3')).toBeFocused();
    await page.keyboard.press('l');
    await expect(list.getByRole('button', { name: /^.*Question 3:/ })).toHaveAttribute('aria-current', 'location');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(entry(page, 'p4')).toBeInViewport();
    expect(offences).toEqual([]);
  });

  test('tells what a turn cost, where all of it is on the page and has a price', async ({ page, fake }) => {
    const used = (turn: number, tokens: number, cost: number | null) => ({
      id: `u${turn}-${tokens}`,
      offset: turn * ITEMS_OF_TURN + 1,
      tokens,
      cost,
    });
    const items = longConversation();
    fake.answers.set('conversation', async ({ query }) => ({
      ...(await fakePage({ items, query: routes.conversation.query.parse(query) })),
      usage: [used(20, 9_000, 0.3), used(22, 12_400, 0.4), used(22, 3_000, 0.35), used(23, 800, null)],
    }));
    await page.reload();
    await conversation(page).waitFor();
    for (const shown of [23, 22]) {
      await page.keyboard.press('[');
      await expect(entry(page, `p${shown}`)).toBeFocused();
    }
    await page.keyboard.press('l');
    const turn = (n: number) =>
      page.getByRole('dialog', { name: 'Turns' }).getByRole('button', { name: new RegExp(`Question ${n}:`) });
    await expect(turn(22)).toContainText('$0.75');
    await expect(turn(22).getByTitle('15.4k tokens, without what its subagents used')).toBeVisible();
    await expect(turn(23)).toContainText('800 tokens');
    // Its beginning is not on the page: nobody can say what all of it cost.
    await expect(turn(20)).toBeVisible();
    await expect(turn(20)).not.toContainText('$');
  });

  test('goes turn by turn with [ and ], reading on where it must', async ({ page }) => {
    for (const turn of [23, 22, 21, 20, 19]) {
      await page.keyboard.press('[');
      await expect(entry(page, `p${turn}`)).toBeFocused();
      await expect(entry(page, `p${turn}`)).toBeInViewport();
    }
    await page.keyboard.press(']');
    await expect(entry(page, 'p20')).toBeFocused();
  });
});

test.describe('a conversation with everything in it', () => {
  test.beforeEach(async ({ fake, enter, page }) => {
    put(fake, richConversation());
    await enter(path);
    await conversation(page).waitFor();
  });

  test('opens a subagent’s thread where it was started, when asked to', async ({ page, fake, offences }) => {
    const call = entry(page, 'agent');
    const asked = (): boolean => fake.seen.some(({ path: one }) => one.endsWith('/conversation'));
    await call.locator('summary').first().click();
    const before = fake.seen.length;
    expect(asked()).toBe(true);
    await call.getByText('Read its conversation here').click();
    const thread = page.getByRole('region', {
      name: 'Conversation of the subagent Explore · Find every caller of writeCsv',
    });
    await expect(thread).toContainText('Three callers: statement, ledger, nightly.');
    expect(fake.seen.slice(before).filter(({ path: one }) => one.endsWith('/conversation'))).toHaveLength(1);
    await thread.getByText('writeCsv\\(').click();
    await expect(thread.locator('pre')).toContainText('src/nightly.ts:120');
    await call.getByText('Read its conversation here').click();
    await expect(thread).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Open its conversation' })).toHaveAttribute(
      'href',
      `${path}?agent=${SUBAGENT}`,
    );
    expect(offences).toEqual([]);
  });

  test('colours code without touching its text, and copies it', async ({ page, context, offences }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const block = entry(page, 'r1').locator('.copied-block');
    await expect(block.locator('[data-look=keyword]', { hasText: 'export' }).first()).toBeVisible();
    await expect(block.locator('[data-look=comment]')).toHaveText(
      '// Quotes what a cell holds, and doubles the quotes in it.',
    );
    await block.hover();
    await block.getByRole('button', { name: 'Copy' }).click();
    await expect(block.getByRole('status')).toHaveText('Copied');
    const copied = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(copied).toBe(await block.locator('code').textContent());
    await entry(page, 'run').locator('summary').first().click();
    await entry(page, 'run').getByRole('button', { name: 'Copy command' }).click();
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe('npm test -- export');
    await entry(page, 'run').getByRole('button', { name: 'Copy output' }).click();
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toContain('14 passed');
    expect(offences).toEqual([]);
  });

  test('shows a change side by side where there is room, word by word, and remembers that', async ({
    page,
    offences,
  }) => {
    await entry(page, 'edit').locator('summary').first().click();
    const diff = page.getByRole('figure', { name: 'Change to src/export/csv.ts' });
    await expect(diff.locator('mark')).toHaveText(['quoted(', ')']);
    await expect(diff.getByRole('table')).toHaveCount(0);
    await diff.getByRole('button', { name: 'Before and after side by side' }).click();
    const line = diff.getByRole('row', { name: 'out.push(quoted(' });
    await expect(line.getByRole('cell')).toHaveCount(2);
    await expect(line.getByRole('cell').first()).toContainText('out.push(cell.text);');
    await page.reload();
    await entry(page, 'edit').locator('summary').first().click();
    await expect(diff.getByRole('table')).toBeVisible();
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(diff.getByRole('table')).toHaveCount(0);
    await expect(diff.getByRole('button', { name: /side by side/ })).toHaveCount(0);
    expect(offences).toEqual([]);
  });

  test('shows the pictures of a prompt and of a tool from the agent’s record, and one of them whole', async ({
    page,
    offences,
  }) => {
    const pictures = entry(page, 'p1').getByRole('button', { name: /^Image \d of 2$/ });
    await expect(pictures).toHaveCount(2);
    await pictures.first().click();
    const whole = page.getByRole('dialog', { name: 'Image 1 of 2' });
    await expect(whole.getByRole('img')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(whole).toBeHidden();
    await entry(page, 'shot').locator('summary').first().click();
    await expect(entry(page, 'shot').getByRole('button', { name: 'Image 1 of 1' })).toBeVisible();
    expect(offences).toEqual([]);
  });

  test('prints what is said, by daylight, without what is there to be pressed', async ({ page }) => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(session.title);
    await expect(entry(page, 'p1')).toContainText('Quote every cell');
    await expect(entry(page, 'run').locator('summary').first()).toBeVisible();
    for (const gone of ['Send', 'Copy', 'Find in this conversation', 'Board', 'More about this message'])
      await expect(page.getByRole('button', { name: gone, exact: true })).toHaveCount(0);
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Back to the board' })).toHaveCount(0);
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('light');
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.length).toBeGreaterThan(5_000);
  });
});
