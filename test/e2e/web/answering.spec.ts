import { makeSession, permission, plan, question, trust } from '../../helpers/make-session.ts';
import { expect, test } from './fixtures.ts';

const asking = makeSession({ id: 'q', title: 'Storage', value: 'needs_attention', place: 'tmux work:1.0' });
const database = question({
  id: 'r-db',
  questions: [
    {
      id: 'q1',
      text: 'Which database?',
      multiSelect: false,
      takesFreeText: true,
      options: [{ label: 'SQLite', description: 'One file' }, { label: 'Postgres' }],
    },
  ],
});
const running = permission({ id: 'r-run', command: 'npm publish --tag next' });
const evidence = { source: 'transcript', at: Date.now(), detail: 'transcript: tool result accepted by hook' } as const;

test('a question is answered by one press, on the board', async ({ page, fake, enter, offences }) => {
  fake.put({ ...asking, requests: [database] });
  await enter();
  await page.getByRole('button', { name: 'Postgres' }).click();
  await expect(page.locator('[data-delivery=queued]')).toContainText('Answered: Postgres');
  await expect(page.getByRole('button', { name: 'SQLite' })).toHaveCount(0);
  expect(fake.commands.map(({ action }) => action)).toEqual([
    { type: 'answer', requestId: 'r-db', answers: { q1: { labels: ['Postgres'] } } },
  ]);

  fake.deliver('cmd-1', { state: 'delivering', via: 'claude-relay' });
  fake.deliver('cmd-1', { state: 'confirmed', evidence });
  await expect(page.locator('[data-delivery=confirmed]')).toContainText('confirmed by claude');
  expect(offences).toEqual([]);
});

test('a question takes an answer of one’s own', async ({ page, fake, enter }) => {
  fake.put({ ...asking, requests: [database] });
  await enter();
  await page.getByRole('textbox', { name: 'Something else' }).fill('  DuckDB, in memory ');
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(page.locator('[data-delivery=queued]')).toBeVisible();
  expect(fake.commands[0]?.action).toEqual({
    type: 'answer',
    requestId: 'r-db',
    answers: { q1: { labels: [], text: 'DuckDB, in memory' } },
  });
});

test('several questions, one with several answers, go together', async ({ page, fake, enter }) => {
  const both = question({
    id: 'r-two',
    questions: [
      {
        id: 'q1',
        text: 'Which formats?',
        multiSelect: true,
        takesFreeText: false,
        options: [{ label: 'CSV' }, { label: 'XLSX' }, { label: 'Parquet' }],
      },
      {
        id: 'q2',
        text: 'Which layout?',
        multiSelect: false,
        takesFreeText: true,
        options: [
          { label: 'Wide', preview: 'a b c' },
          { label: 'Long', preview: 'a\nb' },
        ],
      },
    ],
  });
  fake.put({ ...asking, requests: [both] });
  await enter();
  const send = page.getByRole('button', { name: 'Answer', exact: true });
  await page.getByRole('button', { name: 'Parquet' }).click();
  await page.getByRole('button', { name: 'CSV' }).click();
  await expect(page.getByText('1 of 2 answered')).toBeVisible();
  await expect(send).toBeDisabled();
  await page.getByRole('button', { name: 'Long' }).hover();
  await expect(page.getByLabel('Preview of Long')).toHaveText('a\nb');
  await page.getByRole('button', { name: 'Long' }).click();
  await send.click();
  await expect(page.locator('[data-delivery=queued]')).toContainText('Answered: CSV, Parquet · Long');
  expect(fake.commands[0]?.action).toEqual({
    type: 'answer',
    requestId: 'r-two',
    answers: { q1: { labels: ['CSV', 'Parquet'] }, q2: { labels: ['Long'] } },
  });
});

test('allowing and denying say what they stand for', async ({ page, fake, enter }) => {
  const other = makeSession({ id: 'p', value: 'needs_attention' });
  fake.put({ ...asking, requests: [running] });
  fake.put({ ...other, requests: [permission({ id: 'r-other', waits: 1_000, command: 'rm -rf build' })] });
  await enter();
  const [first, second] = [page.locator('[data-request=r-run]'), page.locator('[data-request=r-other]')];
  await first.getByRole('button', { name: 'Yes, and don’t ask again this session' }).click();
  await second.getByRole('button', { name: 'Say what instead' }).click();
  await page.keyboard.type('Only build/tmp');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-delivery=queued]')).toHaveCount(2);
  expect(fake.commands.map(({ action }) => action)).toEqual([
    { type: 'approve', requestId: 'r-run', choiceId: 'always:0' },
    { type: 'deny', requestId: 'r-other', message: 'Only build/tmp' },
  ]);
});

test('pressing twice sends once', async ({ page, fake, enter }) => {
  fake.put({ ...asking, requests: [running] });
  await enter();
  await page.getByRole('button', { name: 'Yes', exact: true }).dblclick();
  await expect(page.locator('[data-delivery=queued]')).toBeVisible();
  expect(fake.count('POST', '/api/commands')).toBe(1);
});

test('a press meant for a request that goes away does not decide the one that slides under the hand', async ({
  page,
  fake,
  enter,
}) => {
  const other = makeSession({ id: 'p', title: 'Clean up', value: 'needs_attention' });
  fake.put({ ...asking, requests: [permission({ id: 'r-first', waits: 120_000, command: 'make' })] });
  fake.put({ ...other, requests: [permission({ id: 'r-second', waits: 60_000, command: 'rm -rf build' })] });
  fake.put(makeSession({ id: 'l', value: 'needs_attention', requests: [permission({ id: 'r-last', waits: 1_000 })] }));
  await enter();
  const yes = page.locator('[data-request=r-first]').getByRole('button', { name: 'Yes', exact: true });
  await expect(yes).toBeEnabled();
  await expect(page.locator('[data-request=r-second] button[data-key~=a]')).toBeEnabled();
  const box = await yes.boundingBox();
  // As a hand does that is on its way: at once when it is gone, and when that is drawn.
  await page.evaluate(`{
    const at = [${(box?.x ?? 0) + 5}, ${(box?.y ?? 0) + 5}];
    window.pressed = [];
    const press = () => {
      const under = document.elementFromPoint(...at);
      window.pressed.push(under.closest('[data-request]')?.dataset.request);
      under.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1 }));
    };
    new MutationObserver((_, seen) => {
      if (document.querySelector('[data-request=r-first]') !== null) return;
      seen.disconnect();
      press();
      requestAnimationFrame(() => requestAnimationFrame(press));
    }).observe(document.body, { childList: true, subtree: true });
  }`);
  fake.change(asking.key, { requests: [], status: { ...asking.status, value: 'working' } });
  await expect.poll(() => page.evaluate('window.pressed')).toEqual(['r-second', 'r-second']);
  await page.locator('[data-request=r-second]').getByRole('button', { name: 'No', exact: true }).click();
  await expect(page.locator('[data-delivery=queued]')).toBeVisible();
  expect(fake.commands.map(({ action }) => action)).toEqual([{ type: 'deny', requestId: 'r-second' }]);
});

test('every state of a delivery is shown as what it is', async ({ page, fake, enter }) => {
  fake.put({ ...asking, requests: [running] });
  await enter();
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
  const delivery = page.locator('[data-command=cmd-1]');
  await expect(delivery).toContainText('queued');
  fake.deliver('cmd-1', { state: 'delivering' });
  await expect(delivery).toContainText('delivering');
  fake.deliver('cmd-1', { state: 'accepted' });
  await expect(delivery).toContainText('handed over, not yet on claude’s record');
  fake.deliver('cmd-1', {
    state: 'unknown',
    reason: { code: 'no_receipt', message: 'No record appeared within 10 s.', next: 'Look at the pane.' },
  });
  await expect(delivery).toContainText('not known whether it arrived');
  await expect(delivery).toContainText('No record appeared within 10 s. Look at the pane.');
  await expect(page.getByRole('button', { name: 'Yes', exact: true })).toHaveCount(0);
  fake.deliver('cmd-1', { state: 'confirmed', evidence });
  await expect(delivery).toContainText('confirmed by claude');
  await delivery.getByText('confirmed by claude').first().hover();
  await expect(page.getByRole('tooltip').filter({ hasText: 'tool result accepted by hook' })).toBeVisible();
});

test('what is refused can be decided again', async ({ page, fake, enter }) => {
  fake.put({ ...asking, requests: [running] });
  fake.onCommand = ({ id }) => {
    if (id === 'cmd-1')
      fake.deliver(id, { state: 'refused', reason: { code: 'not_proven', message: 'The pane shows something else.' } });
  };
  await enter();
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
  await expect(page.locator('[data-delivery=refused]')).toContainText('The pane shows something else.');
  await page.getByRole('button', { name: 'No', exact: true }).click();
  await expect(page.locator('[data-delivery=queued]')).toContainText('Denied');
});

test('what the server does not take is said with its reason, and stays to be decided', async ({
  page,
  fake,
  enter,
}) => {
  fake.put({ ...asking, requests: [running] });
  fake.commandFault = {
    type: 'x',
    title: 'Gone',
    status: 409,
    code: 'request_gone',
    fault: 'user',
    detail: 'It was answered in the terminal.',
    next: 'Nothing to do.',
  };
  await enter();
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
  await expect(page.locator('[data-unsent]')).toContainText('It was answered in the terminal. Nothing to do.');
  await expect(page.locator('[data-unsent]')).not.toContainText('may have arrived');
  await expect(page.getByRole('button', { name: 'Yes', exact: true })).toBeEnabled();
});

test('after a broken answer, trying again cannot run it twice', async ({ page, fake, enter }) => {
  fake.put({ ...asking, requests: [running] });
  fake.commandFault = 'drop';
  await enter();
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
  await expect(page.locator('[data-unsent]')).toContainText('It may have arrived.');
  const before = fake.count('POST', '/api/commands');
  fake.commandFault = null;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('[data-unsent]')).toHaveCount(0);
  // The browser itself sends a POST again when the connection breaks under it, so more than one may have come before.
  expect(fake.count('POST', '/api/commands')).toBe(before + 1);
  expect(fake.commands).toHaveLength(1);
});

test('a plan is read as a page and decided there', async ({ page, fake, enter }) => {
  fake.put({
    ...asking,
    requests: [plan({ id: 'r-plan', markdown: '# Move house\n\n1. Pack **everything**\n2. Go' })],
  });
  await enter();
  await expect(page.locator('[data-request=r-plan]')).toContainText('Move house');
  await page.getByRole('button', { name: 'Read the plan' }).click();
  await expect(page.locator('[data-request] li strong')).toHaveText('everything');
  await page.getByRole('button', { name: 'Keep planning' }).click();
  await expect(page.locator('[data-delivery=queued]')).toContainText('Denied');
});

test('what cannot be answered from here says why, and where', async ({ page, fake, enter }) => {
  fake.put({
    ...asking,
    requests: [
      trust({
        id: 'r-trust',
        text: 'Do you trust /tmp/x?',
        answer: { channel: 'none', reason: 'Its pane shows something else.' },
      }),
    ],
  });
  await enter();
  await expect(page.locator('[data-request]')).toContainText(
    'Its pane shows something else. Answer it in tmux work:1.0.',
  );
  await expect(page.locator('[data-request] button')).toHaveText([/^Show the terminal/]);
});

test('the change to a file is shown line by line before it is allowed', async ({ page, fake, enter, offences }) => {
  const edit = { path: 'src/a.ts', before: 'one\ntwo\nthree\n', after: 'one\n2\nthree\n' };
  fake.put({ ...asking, requests: [permission({ id: 'r-edit', tool: 'Edit', edits: [edit] })] });
  await enter();
  const diff = page.getByRole('figure', { name: 'Change to src/a.ts' });
  await expect(diff).toContainText('+1');
  await expect(diff.getByText('two')).toBeVisible();
  await expect(diff.getByText('2', { exact: true }).last()).toBeVisible();
  expect(offences).toEqual([]);
});
