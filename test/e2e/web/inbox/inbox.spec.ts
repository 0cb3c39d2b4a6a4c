import type { Page } from '@playwright/test';
import type { Command } from '../../../../src/contract/command.ts';
import type { Session } from '../../../../src/contract/session.ts';
import type { FakeServer } from '../../../helpers/fake-server.ts';
import { makeSession, MINUTE, permission } from '../../../helpers/make-session.ts';
import { formed, outOfReach } from '../demo-control.ts';
import { multiQuestionSession, planSession } from '../demo.ts';
import { expect, test } from '../fixtures.ts';
import { agentObeys, fill, waiting } from './demo-inbox.ts';

const pane = (page: Page) => page.getByRole('region', { name: /wants to|asks|has a plan|passes on/ });
const queue = (page: Page) => page.getByRole('list', { name: 'What waits for you' }).getByRole('link');
/** It can be decided: long enough on the screen to be meant. */
const armed = (page: Page, key = 'a') => page.locator(`button[data-key~="${key}"]:enabled`).first().waitFor();

function refuses(fake: FakeServer, message: string): void {
  fake.onCommand = ({ id }: Command) => {
    fake.deliver(id, { state: 'delivering' });
    fake.deliver(id, { state: 'refused', reason: { code: 'pane_changed', message } });
  };
}

test('ten requests are decided with ten keys and no scrolling, the longest wait first', async ({
  page,
  fake,
  enter,
}) => {
  fill(fake, waiting(10));
  agentObeys(fake);
  await enter('/inbox');
  for (let index = 0; index < 10; index += 1) {
    await expect(pane(page)).toContainText(`make step-${index}`);
    await expect(page.getByRole('button', { name: 'Yes', exact: true })).toBeInViewport();
    await expect(pane(page).getByText(`make step-${index}`)).toBeInViewport();
    await armed(page);
    await page.keyboard.press('a');
  }
  await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible();
  expect(fake.commands.map(({ action }) => ('requestId' in action ? action.requestId : ''))).toEqual(
    Array.from({ length: 10 }, (_, index) => `r${index}`),
  );
  await expect(page.getByText(/^Since \d\d:\d\d/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'At work' }).getByRole('listitem')).toHaveCount(8);
});

test('a key that comes too soon decides nothing, one that is held decides one', async ({ page, fake, enter }) => {
  fill(fake, waiting(3));
  await enter('/inbox');
  await armed(page);
  const rested = Date.now() + 1_200;
  while (Date.now() < rested) await page.keyboard.down('a');
  await page.keyboard.up('a');
  await expect(page.getByRole('region', { name: 'On their way' })).toContainText('make step-0');
  expect(fake.commands).toHaveLength(1);
  await expect(pane(page)).toContainText('make step-1');
});

test('two questions, of one several options, by keys alone', async ({ page, fake, enter }) => {
  fill(fake, [multiQuestionSession()]);
  await enter('/inbox');
  await armed(page, '1');
  await page.keyboard.press('1');
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Wide/ })).toHaveAttribute('data-key', '1');
  await page.keyboard.press('2');
  await expect(page.getByText('2 of 2 answered')).toBeVisible();
  expect(fake.commands).toHaveLength(0);
  await page.keyboard.press('Enter');
  await expect.poll(() => fake.commands.length).toBe(1);
  const [command] = fake.commands;
  const answers = command?.action.type === 'answer' ? Object.values(command.action.answers) : [];
  expect(answers.map(({ labels }) => labels)).toEqual([['CSV', 'Parquet'], ['Long']]);
});

test('denies with a message, and keeps what was begun while somebody walks on', async ({ page, fake, enter }) => {
  fill(fake, waiting(2));
  await enter('/inbox');
  await armed(page);
  await page.keyboard.press('m');
  await page.keyboard.type('Use the other');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await expect(pane(page)).toContainText('make step-1');
  await page.keyboard.press('k');
  await armed(page);
  await page.keyboard.press('D');
  await expect(page.getByRole('textbox', { name: 'Tell claude what to do instead' })).toHaveValue('Use the other');
  await page.keyboard.type(' one');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => fake.commands.map(({ action }) => action))
    .toEqual([{ type: 'deny', requestId: 'r0', message: 'Use the other one' }]);
});

test('a plan is read whole and approved', async ({ page, fake, enter }) => {
  fill(fake, [planSession()]);
  await enter('/inbox');
  await expect(page.getByRole('heading', { name: 'Move invoices to Postgres without downtime' })).toBeVisible();
  await expect(pane(page).getByRole('table')).toBeVisible();
  await armed(page);
  await page.keyboard.press('a');
  await expect.poll(() => fake.commands.map(({ action }) => action.type)).toEqual(['approve']);
});

test('a form: m goes to its first field, what is wrong is said, Enter sends', async ({ page, fake, enter }) => {
  fill(fake, [formed]);
  await enter('/inbox');
  await armed(page);
  await page.keyboard.press('m');
  await expect(page.getByRole('radio', { name: 'Staging' })).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.type('ops@ledger.example');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This is needed.')).toBeVisible();
  expect(fake.commands).toHaveLength(0);
  await page.getByRole('checkbox', { name: 'Europe' }).check();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => fake.commands.length).toBe(1);
});

test('a refused decision comes back with the reason, and can be made again', async ({ page, fake, enter }) => {
  fill(fake, waiting(3));
  refuses(fake, 'The pane shows something else now.');
  await enter('/inbox');
  await armed(page);
  await page.keyboard.press('a');
  await expect(queue(page).first()).toContainText('came back: refused');
  await expect(pane(page)).toContainText('make step-1');
  await page.getByRole('button', { name: 'Look at it' }).click();
  await expect(pane(page)).toContainText('make step-0');
  await expect(pane(page)).toContainText('The pane shows something else now.');
  await armed(page);
  await page.keyboard.press('d');
  await expect.poll(() => fake.commands.map(({ action }) => action.type)).toEqual(['approve', 'deny']);
});

test('what is not taken by the server comes back too', async ({ page, fake, enter }) => {
  fill(fake, waiting(2));
  fake.commandFault = {
    type: 'about:blank',
    title: 'No',
    status: 409,
    code: 'not_now',
    fault: 'user',
    detail: 'The session is busy.',
  };
  await enter('/inbox');
  await armed(page);
  await page.keyboard.press('a');
  await expect(queue(page).first()).toContainText('not taken');
  fake.commandFault = null;
  await queue(page).first().click();
  await expect(pane(page)).toContainText('The session is busy.');
  await pane(page).getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => fake.commands.length).toBe(1);
});

test('what goes away under the eyes stays there, decides nothing, and makes room when told', async ({
  page,
  fake,
  enter,
}) => {
  const [first, ...others] = waiting(3);
  if (first === undefined) throw new Error('Expected a session');
  fill(fake, [first, ...others]);
  await enter('/inbox');
  await armed(page);
  fake.change(first.key, { requests: [], status: { ...first.status, value: 'working' } });
  await expect(page.getByText('It is not asked any more.')).toBeVisible();
  await expect(pane(page)).toContainText('make step-0');
  for (const key of ['a', 'd', '1', '2', 'm']) await page.keyboard.press(key);
  expect(fake.commands).toHaveLength(0);
  await page.keyboard.press('Enter');
  await expect(pane(page)).toContainText('make step-1');
});

test('walks, opens the session, and comes back to the same request', async ({ page, fake, enter }) => {
  fill(fake, waiting(4));
  await enter('/inbox');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(pane(page)).toContainText('make step-2');
  await expect(queue(page).nth(2)).toBeFocused();
  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { name: 'Waits 2' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pane(page)).toContainText('make step-2');
  await page.reload();
  await expect(pane(page)).toContainText('make step-2');
});

test('what is put off leaves the queue and can be woken', async ({ page, fake, enter }) => {
  fill(fake, waiting(2));
  fake.answers.set('mark', ({ params, body }) => {
    const session = fake.sessions.get(params['key'] ?? '');
    const { snoozedUntil } = body as { snoozedUntil: number | null };
    if (session !== undefined)
      fake.change(session.key, { marks: snoozedUntil === null ? undefined : { snoozedUntil } } as Partial<Session>);
    return { ok: true };
  });
  await enter('/inbox');
  await armed(page);
  await page.keyboard.press('s');
  await page.getByRole('menuitem').first().click();
  await expect(queue(page)).toHaveCount(1);
  await expect(pane(page)).toContainText('make step-1');
  await page.getByRole('button', { name: /^1 snoozed/ }).click();
  await page.getByRole('button', { name: 'Wake Waits 0' }).click();
  await expect(queue(page)).toHaveCount(2);
});

test('what cannot be answered from here says what would help', async ({ page, fake, enter }) => {
  fill(fake, [outOfReach]);
  await enter('/inbox');
  await expect(pane(page)).toContainText('amc hooks install');
  await armed(page, '2');
  await page.keyboard.press('2');
  await expect(page.getByRole('button', { name: 'Copy answer' })).toBeVisible();
  expect(fake.count('POST', '/api/commands')).toBe(0);
});

test('the order is a choice of this browser', async ({ page, fake, enter }) => {
  const [a, b] = waiting(2);
  if (a === undefined || b === undefined) throw new Error('Expected two sessions');
  const risky = permission({ id: 'risky', waits: 5_000, command: 'rm -rf /', risks: ['Deletes everything.'] });
  fill(fake, [a, b, makeSession({ id: 'risk', value: 'needs_attention', for: MINUTE, requests: [risky] })]);
  await enter('/inbox');
  await expect(queue(page).first()).toContainText('make step-0');
  await page.getByRole('combobox', { name: 'In which order' }).selectOption('risk');
  await expect(queue(page).first()).toContainText('rm -rf /');
  await page.reload();
  await expect(queue(page).first()).toContainText('rm -rf /');
});

test('what was decided is told with its receipt, of every client', async ({ page, fake, enter }) => {
  fill(fake, waiting(2));
  agentObeys(fake);
  fake.audited.push({
    seq: 1,
    at: Date.now() - MINUTE,
    commandId: 'c1',
    sessionKey: waiting(1)[0]?.key ?? ('claude:x' as Session['key']),
    sessionTitle: 'Old',
    actor: { by: 'cli' },
    what: 'deny: not now',
    state: 'confirmed',
  });
  fake.audited.push({
    ...(fake.audited[0] as (typeof fake.audited)[0]),
    commandId: 'c0',
    what: 'prompt: deny nothing',
  });
  await enter('/inbox');
  await armed(page);
  await page.keyboard.press('a');
  await page.getByRole('link', { name: 'Decided' }).click();
  await expect(page).toHaveURL(/show=decided/);
  const rows = page
    .locator('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('button') });
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('allow');
  await expect(rows.first()).toContainText('confirmed by claude');
  await expect(rows.nth(1)).toContainText('not now');
});

test('alike ones are looked through in one go', async ({ page, fake, enter }) => {
  fill(fake, waiting(3));
  await enter('/inbox');
  await page.keyboard.press('A');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox')).toHaveCount(3);
  await dialog.getByRole('button', { name: 'Approve all 3' }).click();
  await expect.poll(() => fake.commands.length).toBe(3);
});

test('what led to it stands beside it', async ({ page, fake, enter }) => {
  fill(fake, waiting(1));
  await enter('/inbox');
  const around = page.getByRole('log', { name: 'What led to it' });
  await expect(around).toContainText('The queue worker runs some jobs twice.');
  await expect(around).toContainText('The lease is renewed once');
});
