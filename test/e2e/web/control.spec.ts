import { sessionPath } from '../../../src/web/lib/session-path.ts';
import {
  elicitation,
  makeSession,
  MINUTE,
  offers,
  permission,
  plan,
  proseQuestion,
  question,
  stuck,
  trust,
} from '../../helpers/make-session.ts';
import { crowded, formed, linked, outOfReach } from './demo-control.ts';
import { expect, test } from './fixtures.ts';

const asking = makeSession({ id: 'q', title: 'Storage', value: 'needs_attention', place: 'tmux work:1.0' });
const evidence = { source: 'transcript', at: Date.now(), detail: 'transcript: accepted' } as const;

test('what to look at twice stands beside the whole command, with who asks and where', async ({
  page,
  fake,
  enter,
}) => {
  fake.put(crowded);
  await enter(sessionPath(crowded.key));
  const first = page.locator('[data-request=r-rm]');
  await expect(first.getByRole('list', { name: 'Look at twice' }).getByRole('listitem')).toHaveCount(2);
  await expect(page.locator('[data-request=r-sub]')).toContainText('asked by its subagent explore');
  await expect(page.locator('[data-request=r-sub]')).toContainText('in /home/mara/code/ledger/db');
  await expect(page.locator('[data-waiting] h2')).toHaveText([/1 of 3/, /2 of 3/, /3 of 3/]);
  // A key decides the first of them, and only there it is shown.
  await page.locator('[data-request=r-rm] button[data-key~=a]:enabled').waitFor();
  await expect(page.locator('[data-request=r-sub] kbd').first()).toBeHidden();
  await page.keyboard.press('a');
  await expect(page.locator('[data-delivery=queued]')).toHaveCount(1);
  expect(fake.commands.map(({ action }) => action)).toEqual([
    { type: 'approve', requestId: 'r-rm', choiceId: 'allow' },
  ]);
});

test('a form is checked field by field, and sent as text and labels', async ({ page, fake, enter, offences }) => {
  fake.put(formed);
  await enter(sessionPath(formed.key));
  await page.getByRole('textbox', { name: 'Tell' }).fill('mara');
  await page.getByRole('button', { name: 'Send', exact: true }).first().click();
  await expect(page.getByText('This has to be an e-mail address.')).toBeVisible();
  await expect(page.getByText('This is needed.')).toHaveCount(2);
  expect(fake.commands).toHaveLength(0);
  await page.getByRole('textbox', { name: 'Tell' }).fill('mara@example.org');
  await page.getByRole('textbox', { name: 'Replicas' }).fill('three');
  await page.getByRole('textbox', { name: 'Tell' }).focus();
  await page.getByRole('radio', { name: 'Canary (5 %)' }).check();
  await page.getByRole('checkbox', { name: 'America' }).check();
  await page.getByRole('checkbox', { name: 'Only try' }).check();
  await expect(page.getByText('This has to be a whole number.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Replicas' }).fill('3');
  await page.getByRole('textbox', { name: 'Replicas' }).press('Enter');
  await expect(page.locator('[data-delivery=queued]')).toBeVisible();
  expect(fake.commands.map(({ action }) => action)).toEqual([
    {
      type: 'answer',
      requestId: 'r-form',
      answers: {
        target: { labels: ['Canary (5 %)'] },
        mail: { labels: [], text: 'mara@example.org' },
        replicas: { labels: [], text: '3' },
        regions: { labels: ['America'] },
        dry: { labels: [], text: 'true' },
      },
    },
  ]);
  expect(offences).toEqual([]);
});

test('a page to visit is shown whole, opened by a press only, and can be declined', async ({ page, fake, enter }) => {
  fake.put(linked);
  fake.put({ ...asking, requests: [elicitation({ id: 'r-odd', url: 'javascript:alert(1)' })] });
  await enter(sessionPath(linked.key));
  await expect(page.getByText('/oauth/authorize?client_id=ledger&scope=statements%3Aread&state=9f8a3c')).toBeVisible();
  const open = page.getByRole('link', { name: 'Open login.bank.example' });
  await expect(open).toHaveAttribute('rel', /noopener noreferrer/);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.locator('[data-delivery=queued]')).toContainText('Chose: Dismiss');
  expect(fake.commands[0]?.action).toEqual({ type: 'deny', requestId: 'r-url', choiceId: 'cancel' });
  await page.goto(fake.url + sessionPath(asking.key));
  await expect(page.getByText('Not a web address: AMC does not open it.')).toBeVisible();
  await expect(page.locator('[data-request] a')).toHaveCount(0);
});

test('a dialog of the screen is answered by its own choices', async ({ page, fake, enter }) => {
  fake.put({ ...asking, requests: [trust({ id: 'r-trust' })] });
  await enter();
  await expect(page.locator('[data-request=r-trust] pre')).toContainText('/home/mara/code/scratch');
  await page.getByRole('button', { name: 'Yes, I trust this folder' }).click();
  await expect(page.locator('[data-delivery=queued]')).toBeVisible();
  expect(fake.commands[0]?.action).toEqual({ type: 'approve', requestId: 'r-trust', choiceId: '1' });
});

test('a question in prose is answered on the board by a prompt, with its delivery in place', async ({
  page,
  fake,
  enter,
}) => {
  const prose = proseQuestion({
    id: 'r-prose',
    text: 'Keep the alias?',
    answer: { channel: 'keystrokes', via: 'tmux work:1.0' },
  });
  fake.put({ ...asking, requests: [prose] });
  await enter();
  const field = page.getByRole('textbox', { name: 'Your answer to claude' });
  await field.fill('Until spring.');
  await expect(page.locator('[data-request] button[type=submit]')).toBeEnabled();
  await field.press('Enter');
  await expect(page.locator('[data-request] [data-delivery=queued]')).toContainText('Until spring.');
  expect(fake.commands[0]?.action).toEqual({ type: 'prompt', text: 'Until spring.' });
});

test('an error says its cause, until when, and what to do', async ({ page, fake, enter }) => {
  const limit = stuck({ id: 'r-e', text: 'limit', cause: 'rate_limit', resetsAt: Date.now() + 10 * MINUTE });
  fake.put({ ...asking, requests: [limit] });
  await enter();
  await expect(page.getByText('Its usage limit is reached.')).toBeVisible();
  await expect(page.locator('[data-reset]')).toHaveText(/It can go on at \d\d:\d\d, in (9:\d\d|10:00)\./);
  await page.getByRole('button', { name: 'Show the terminal' }).click();
  await expect(page.getByText('Shown in 1 terminal.')).toBeVisible();
  expect(fake.revealed).toEqual([asking.key]);
});

test('a note goes with the answer; a plan goes back with comments', async ({ page, fake, enter }) => {
  const which = {
    id: 'q1',
    text: 'Which?',
    multiSelect: false,
    takesFreeText: false,
    options: [{ label: 'This' }, { label: 'That' }],
  };
  fake.put({
    ...asking,
    requests: [question({ id: 'r-q', questions: [which] }), plan({ id: 'r-p', markdown: '# Plan' })],
  });
  await enter(sessionPath(asking.key));
  await page.getByRole('button', { name: 'Add a note' }).click();
  await page.keyboard.type('but not for long');
  await page.getByRole('button', { name: 'That' }).click();
  await page.locator('[data-request=r-q]').getByRole('button', { name: 'Answer' }).click();
  await expect(page.locator('[data-request=r-q] [data-delivery=queued]')).toBeVisible();
  await page.getByRole('button', { name: 'Send back with comments' }).click();
  await page.keyboard.type('Begin with the tests');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-request=r-p] [data-delivery=queued]')).toBeVisible();
  expect(fake.commands.map(({ action }) => action)).toEqual([
    { type: 'answer', requestId: 'r-q', answers: { q1: { labels: ['That'], note: 'but not for long' } } },
    { type: 'deny', requestId: 'r-p', message: 'Begin with the tests' },
  ]);
});

test('where no answer can go: why, what would help, and the answer to be copied', async ({
  page,
  fake,
  enter,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  fake.put(outOfReach);
  await enter(sessionPath(outOfReach.key));
  const card = page.locator('[data-request=r-bare]');
  await expect(card).toContainText('The hook that would answer it is not installed.');
  await expect(card.getByText('amc hooks install')).toBeVisible();
  await card.getByRole('button', { name: 'To 0.01' }).click();
  await card.getByRole('button', { name: 'Copy answer' }).click();
  await expect(card.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('To 0.01');
  await expect(page.getByText('tmux new -s pricing claude --resume')).toBeVisible();
  await page.keyboard.press('c');
  await page.keyboard.type('Round to 0.01');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Copy prompt' })).toBeVisible();
  expect(fake.count('POST', '/api/commands')).toBe(0);
});

test('what is not asked any more says so, and what is known', async ({ page, fake, enter }) => {
  const session = { ...asking, requests: [permission({ id: 'r-run', command: 'npm publish' })] };
  fake.put(session);
  await enter(sessionPath(session.key));
  await page.locator('[data-request=r-run]').waitFor();
  const busy = { source: 'registry', at: Date.now(), detail: 'registry: busy' } as const;
  fake.change(session.key, { requests: [], status: { value: 'working', since: Date.now(), evidence: busy } });
  await expect(page.locator('[data-withdrawn=r-run]')).toContainText('Not asked any more: claude wants to run');
  await expect(page.locator('[data-withdrawn=r-run]')).toContainText('npm publish');
  await expect(page.locator('[data-withdrawn=r-run]')).toContainText('registry: busy');
});

test('a delivery tells its whole story when it is pressed', async ({ page, fake, enter }) => {
  fake.put({ ...asking, offers: offers(), requests: [permission({ id: 'r-run', command: 'npm publish' })] });
  await enter();
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
  await page.locator('[data-delivery=queued]').waitFor();
  fake.deliver('cmd-1', { state: 'delivering' });
  fake.deliver('cmd-1', { state: 'accepted', via: 'claude-relay', note: 'The hook waits for it.' });
  fake.deliver('cmd-1', { state: 'confirmed', evidence });
  await page.getByRole('button', { name: 'confirmed by claude' }).click();
  const story = page.getByRole('dialog', { name: 'What became of it' });
  await expect(story).toContainText('claude-relay');
  await expect(story).toContainText('The hook waits for it.');
  await expect(story).toContainText('transcript: accepted');
  await expect(story).toContainText('page 127.0.0.1');
  await page.keyboard.press('Escape');
  await expect(story).toHaveCount(0);
});

test('a decision that came too late is told on the board, although its request is gone', async ({
  page,
  fake,
  enter,
}) => {
  fake.put({ ...asking, requests: [permission({ id: 'r-run', command: 'npm publish' })] });
  await enter();
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
  await page.locator('[data-delivery=queued]').waitFor();
  fake.change(asking.key, { requests: [] });
  fake.deliver('cmd-1', {
    state: 'refused',
    reason: { code: 'request_gone', message: 'It was answered in the terminal.' },
  });
  await expect(page.locator('[data-tray]')).toContainText('It was answered in the terminal.');
  await page.getByRole('button', { name: 'Put away' }).click();
  await expect(page.locator('[data-tray]')).toHaveCount(0);
});
