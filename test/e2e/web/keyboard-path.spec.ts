import type { Locator, Page } from '@playwright/test';
import { makeSession, MINUTE, question } from '../../helpers/make-session.ts';
import { planSession } from './demo.ts';
import { expect, test } from './fixtures.ts';
import { agentObeys, fill, waiting } from './inbox/demo-inbox.ts';
import { found, put, session } from './reading/scene.ts';

/** Which table; two options. */
const asked = question({
  id: 'which',
  waits: 10_000,
  questions: [
    {
      id: 'q1',
      text: 'Which table?',
      multiSelect: false,
      takesFreeText: true,
      options: [{ label: 'The old one' }, { label: 'The new one' }],
    },
  ],
});

/** What has the focus, if somebody can see that it has it: a part of the page, or a screen that just opened. Never nothing. */
const FOCUS = `(() => {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return 'nothing has the focus';
  if (!focused.checkVisibility({ visibilityProperty: true })) return 'what has the focus is hidden';
  return focused.matches(':focus-visible, #main') ? 'seen' : 'the focus is not seen: ' + focused.outerHTML.slice(0, 120);
})()`;

/** One key, after which the focus is somewhere and seen. */
async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await expect.poll(() => page.evaluate(FOCUS), { message: `after ${key}` }).toBe('seen');
}

/** It can be decided: long enough on the screen to be meant. */
const armed = (page: Page, key: string) => page.locator(`button[data-key~="${key}"]:enabled`).first().waitFor();

test('from the board through the inbox into a session and back, without a mouse', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  test.setTimeout(90_000);
  put(fake);
  fake.onSearch = ({ q }) => found(fake, q);
  fill(fake, [
    ...waiting(2),
    { ...planSession(), requests: planSession().requests.map((plan) => ({ ...plan, openedAt: Date.now() - 20_000 })) },
    makeSession({
      id: 'asks',
      title: 'Asks',
      value: 'needs_attention',
      for: MINUTE / 6,
      place: 'tmux work:9.0',
      requests: [asked],
    }),
  ]);
  agentObeys(fake);
  const pane = page.getByRole('region', { name: /wants to|asks|has a plan/ });

  await enter();
  await press(page, 'j');
  await press(page, 'i');
  await expect(pane).toContainText('make step-0');
  await armed(page, 'a');
  await press(page, 'a');

  await expect(pane).toContainText('make step-1');
  await armed(page, 'a');
  await press(page, 'm');
  await expect(page.getByRole('textbox', { name: 'Tell claude what to do instead' })).toBeFocused();
  await page.keyboard.type('Use the other one');
  await press(page, 'Enter');

  await expect(pane.getByRole('heading', { name: 'Move invoices to Postgres without downtime' })).toBeVisible();
  await armed(page, 'a');
  await press(page, 'a');

  await expect(pane).toContainText('Which table?');
  await armed(page, '2');
  await press(page, '2');

  await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible();
  await expect
    .poll(() => fake.commands.map(({ action }) => action.type))
    .toEqual(['approve', 'deny', 'approve', 'answer']);
  expect(fake.commands[1]?.action).toMatchObject({ message: 'Use the other one' });

  await press(page, 'Escape');
  const row = page.getByRole('link', { name: session.title });
  for (let rows = 0; rows < 6 && !(await hasFocus(row)); rows += 1) await press(page, 'j');
  await expect(row).toBeFocused();
  await press(page, 'Enter');
  await expect(page.getByRole('list', { name: 'Conversation' })).toContainText('There are three callers.');

  await press(page, 'Shift+F');
  await expect(page.getByRole('textbox', { name: 'Find in this conversation' })).toBeFocused();
  await page.keyboard.type('caller');
  const bar = page.getByRole('search', { name: 'Find in this conversation' });
  await expect(bar.getByRole('status')).toContainText('found');
  await press(page, 'Enter');
  await press(page, 'Escape');
  await expect(bar).toHaveCount(0);

  await press(page, 'l');
  const turns = page.getByRole('dialog', { name: 'Turns' });
  await turns.getByRole('listitem').first().waitFor();
  await press(page, 'ArrowDown');
  await press(page, 'Enter');
  await expect(turns).toHaveCount(0);

  await press(page, 'Shift+P');
  await expect(page.getByRole('complementary', { name: 'Timeline' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Timeline' })).toBeFocused();
  await press(page, 'ArrowRight');
  await press(page, 'Enter');
  await expect(page.getByRole('complementary', { name: 'Files' })).toBeVisible();
  await press(page, 'Escape');

  await press(page, 'c');
  await expect(page.getByRole('textbox', { name: /^Prompt to/ })).toBeFocused();
  await page.keyboard.type('And now the tests.');
  await press(page, 'Enter');
  await expect.poll(() => fake.commands.at(-1)?.action).toMatchObject({ type: 'prompt', text: 'And now the tests.' });

  // Out of the field: the keys are the page's again, and Tab goes on from there.
  await page.keyboard.press('Escape');
  await press(page, 'Escape');
  await expect(page).toHaveURL(`${fake.url}/`);
  // The list knows which row was left: the keys go on from there.
  await row.waitFor();
  await press(page, 'k');
  await press(page, 'j');
  await expect(row).toBeFocused();
  expect(offences).toEqual([]);
});

function hasFocus(link: Locator): Promise<boolean> {
  return link.evaluate((element) => element.matches(':focus'));
}
