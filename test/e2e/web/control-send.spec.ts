import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { makeSession, permission } from '../../helpers/make-session.ts';
import { alikeSessions, auditLog, limited, offered } from './demo-control.ts';
import { expect, test } from './fixtures.ts';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const composer = /^Prompt to/;

test('files go up at once, are shown, can be left out, and go with the prompt', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  fake.put(offered);
  await enter(sessionPath(offered.key));
  await page.locator('[data-attach]').setInputFiles([
    { name: 'drawing.png', mimeType: 'image/png', buffer: PNG },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') },
  ]);
  await expect(page.locator('[data-attached=ready]')).toHaveCount(2);
  await page.getByRole('button', { name: 'Leave out notes.txt' }).click();
  await page.getByRole('textbox', { name: composer }).fill('Look');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.locator('[data-delivery=queued]')).toBeVisible();
  expect(fake.uploads).toEqual([
    { name: 'drawing.png', bytes: 8 },
    { name: 'notes.txt', bytes: 5 },
  ]);
  expect(fake.commands[0]?.action).toEqual({
    type: 'prompt',
    text: 'Look',
    attachments: [{ path: '/data/attachments/1-drawing.png' }],
  });
  expect(offences).toEqual([]);
});

test('a file that is not taken says why and holds the prompt back', async ({ page, fake, enter }) => {
  fake.put(offered);
  fake.uploadFault = {
    type: 'x',
    title: 'Too large',
    status: 413,
    code: 'too_large',
    fault: 'user',
    detail: 'It is larger than 10 MB.',
  };
  await enter(sessionPath(offered.key));
  await page.locator('[data-attach]').setInputFiles({ name: 'a.bin', mimeType: 'application/x', buffer: PNG });
  await expect(page.locator('[data-attached=failed]')).toContainText('It is larger than 10 MB.');
  await page.getByRole('textbox', { name: composer }).fill('Look');
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await page.getByRole('button', { name: 'Leave out a.bin' }).click();
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
});

test('where no files can go, pasting one says why', async ({ page, fake, enter }) => {
  fake.put(limited);
  await enter(sessionPath(limited.key));
  await page.locator('[data-composer]').waitFor();
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['x'], 'x.png', { type: 'image/png' }));
    document.querySelector('[data-composer]').dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }`);
  await expect(page.getByText('No files can go with it: It works now')).toBeVisible();
  await expect(page.getByRole('button', { name: /^No files can go/ })).toBeDisabled();
  expect(fake.uploads).toEqual([]);
});

test('a prompt for after this turn waits above the composer and can be taken back', async ({ page, fake, enter }) => {
  fake.put(offered);
  await enter(sessionPath(offered.key));
  const field = page.getByRole('textbox', { name: composer });
  await field.fill('Then the changelog');
  await page.getByRole('button', { name: 'When to send' }).click();
  await page.getByRole('button', { name: 'Send after this turn' }).click();
  await expect(page.locator('[data-kept]')).toContainText('after this turn');
  await expect(field).toHaveValue('');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.locator('[data-kept]')).toHaveCount(0);
  await expect(field).toHaveValue('Then the changelog');
  await expect(page.getByText('taken back, not sent')).toBeVisible();
  expect(fake.commands[0]?.action).toMatchObject({ when: 'after_turn' });
});

test('what comes back to be changed brings its files, and takes nothing from what was begun since', async ({
  page,
  fake,
  enter,
}) => {
  fake.put(offered);
  await enter(sessionPath(offered.key));
  const field = page.getByRole('textbox', { name: composer });
  const attached = page.locator('[data-attached=ready]');
  await page.locator('[data-attach]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: PNG });
  await expect(attached).toHaveCount(1);
  await field.fill('Look at this');
  fake.commandFault = { type: 'x', title: 'No', status: 409, code: 'no', fault: 'user', detail: 'Not now.' };
  await field.press('Enter');
  await expect(page.locator('[data-unsent]')).toContainText('Not now.');
  await expect(attached).toHaveCount(0);
  await field.fill('And the changelog');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(field).toHaveValue('Look at this\n\nAnd the changelog');
  await expect(attached).toContainText('a.png');
  await expect(page.locator('[data-unsent]')).toHaveCount(0);

  fake.commandFault = null;
  await page.getByRole('button', { name: 'When to send' }).click();
  await page.getByRole('button', { name: 'Send after this turn' }).click();
  await expect(attached).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(attached).toContainText('a.png');
  await field.press('Enter');
  await expect.poll(() => fake.commands.length).toBe(2);
  expect(fake.commands[1]?.action).toEqual({
    type: 'prompt',
    text: 'Look at this\n\nAnd the changelog',
    attachments: [{ path: '/data/attachments/1-a.png' }],
  });
});

test('time to undo is a preference: off at first, then it holds each prompt', async ({ page, fake, enter }) => {
  fake.put(offered);
  await enter(sessionPath(offered.key));
  const field = page.getByRole('textbox', { name: composer });
  await field.fill('at once');
  await field.press('Enter');
  await page.getByRole('button', { name: 'Time to undo' }).click();
  await page.getByRole('radio', { name: '30 seconds' }).check();
  await page.keyboard.press('Escape');
  await field.fill('held');
  await field.press('Enter');
  await expect(page.locator('[data-kept]')).toContainText(/sending in \d+ s/);
  await expect(page.locator('[data-kept]')).toHaveCount(1);
  expect(fake.commands.map(({ sendAt }) => sendAt !== undefined)).toEqual([false, true]);
});

test('the menu shows what is, switches, and asks before it ends something', async ({ page, fake, enter }) => {
  fake.put(offered);
  await enter(sessionPath(offered.key));
  await page.locator('main ol, main p').first().waitFor();
  await page.keyboard.press('m');
  const menu = page.getByRole('dialog', { name: 'Session menu' });
  await menu.locator('[data-offer=model] button').first().click();
  await expect(menu.getByRole('radio', { name: 'Opus 4.5' })).toBeChecked();
  await menu.getByRole('radio', { name: 'Sonnet 4.5' }).check();
  await menu.getByRole('radio', { name: 'low' }).check();
  await menu.getByRole('button', { name: 'Switch' }).click();
  await expect(menu.locator('[data-delivery=queued]')).toContainText('Model: sonnet, low');
  await menu.locator('[data-offer=compact] button').first().click();
  await page.keyboard.type('keep the API');
  await page.keyboard.press('Enter');
  await menu.locator('[data-offer=clear] button').first().click();
  expect(fake.commands.map(({ action }) => action.type)).not.toContain('clear');
  await menu.getByRole('button', { name: 'Yes, begin anew' }).click();
  await expect(menu.locator('[data-offer=clear] [data-delivery]')).toBeVisible();
  expect(fake.commands.map(({ action }) => action)).toEqual([
    { type: 'model', model: 'sonnet', effort: 'low' },
    { type: 'compact', instructions: 'keep the API' },
    { type: 'clear' },
  ]);
});

test('what cannot be done is in the menu too, once with its reason', async ({ page, fake, enter }) => {
  fake.put(limited);
  await enter(sessionPath(limited.key));
  await page.getByRole('button', { name: 'Session menu' }).click();
  await expect(page.locator('[data-denied]')).toHaveText(
    'Model, Compact, Clear, CloseIt works now; this can be asked between two turns only.',
  );
});

test('the same prompt goes to several, each with its own receipt', async ({ page, fake, enter }) => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => makeSession({ id, title: `Does ${id}`, place: 'tmux work:1.0' }));
  const far = makeSession({ id: 'far', title: 'Far away' });
  for (const session of [a!, b!, c!, far]) fake.put(session);
  await enter();
  for (const title of ['Does a', 'Does c', 'Far away']) {
    await page.getByRole('link', { name: title }).focus();
    await page.keyboard.press('x');
  }
  const bar = page.locator('[data-bulk-bar]');
  await expect(bar).toContainText('3 sessions');
  await expect(bar).toContainText('Not to Far away: No terminal pane was found for it.');
  await bar.getByRole('textbox').fill('Commit now');
  await bar.getByRole('button', { name: 'Send to 2' }).click();
  await expect(page.locator('[data-tray] [data-delivery=queued]')).toHaveCount(2);
  fake.deliver('cmd-1', { state: 'delivering' });
  fake.deliver('cmd-1', { state: 'refused', reason: { code: 'draft', message: 'A draft stands there.' } });
  await expect(page.locator('[data-tray]')).toContainText('A draft stands there.');
  await expect(page.locator('[data-tray] [data-delivery=queued]')).toHaveCount(1);
  expect(new Set(fake.commands.map(({ sessionKey }) => sessionKey))).toEqual(new Set([a!.key, c!.key]));
});

test('alike permissions are approved together: each shown whole, risky ones by hand', async ({ page, fake, enter }) => {
  for (const session of alikeSessions()) fake.put(session);
  await enter();
  await page.getByRole('button', { name: /4 permissions for Bash in 3 sessions/ }).waitFor();
  await page.keyboard.press('A');
  const dialog = page.getByRole('dialog', { name: '4 permissions for Bash in 3 sessions' });
  await expect(dialog.getByRole('checkbox', { checked: true })).toHaveCount(3);
  await expect(dialog.locator('[data-ask=k3-0] input')).not.toBeChecked();
  // What comes while it is open was not seen; what goes is not approved.
  fake.put(makeSession({ id: 'k4', requests: [permission({ id: 'late', command: 'rm -rf /' })] }));
  fake.change(alikeSessions()[1]!.key, { requests: [] });
  await expect(dialog.locator('[data-ask=k2-0]')).toContainText('Not asked any more.');
  await expect(dialog).not.toContainText('rm -rf /');
  await dialog.getByRole('button', { name: 'Approve all 2' }).click();
  await expect(dialog.locator('[data-receipt] [data-delivery=queued]')).toHaveCount(2);
  expect(fake.commands.map(({ action }) => action)).toEqual([
    { type: 'approve', requestId: 'k1-0', choiceId: 'allow' },
    { type: 'approve', requestId: 'k1-1', choiceId: 'allow' },
  ]);
});

test('every command is in the log: grouped, filtered, with its steps and proof', async ({ page, fake, enter }) => {
  fake.put(offered);
  fake.audited.push(...auditLog());
  await enter();
  await page.keyboard.press('u');
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
  await expect(page.locator('[data-audit]')).toHaveCount(6);
  await expect(page.locator('[data-audit]').first()).toContainText('npm publish --tag next');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByText('It was typed, and no record of it appeared within 10 s.')).toBeVisible();
  await page.getByLabel('Commands of').selectOption({ label: 'Port the importer to streams' });
  await expect(page.locator('[data-audit]')).toHaveCount(1);
  await page.locator('[data-audit] button').click();
  await expect(page.locator('[data-audit]')).toContainText('turn aborted: interrupted');
  await expect(page.locator('[data-audit]')).toContainText('command line 127.0.0.1');
  await expect(page).toHaveURL(/\/audit\?session=codex%3Aw3$/);
});

test('the log is read further as somebody comes to its end, and anew when something moves', async ({
  page,
  fake,
  enter,
}) => {
  fake.put(offered);
  const [first] = auditLog();
  for (let index = 0; index < 130; index += 1)
    fake.audited.push({
      ...first!,
      seq: index,
      commandId: `old-${index}`,
      what: `prompt: number ${index}`,
      state: 'queued',
    });
  await enter('/audit');
  await expect(page.locator('[data-audit]').first()).toContainText('number 129');
  await page.locator('[data-audit]').last().scrollIntoViewIfNeeded();
  await expect(page.getByText('number 0', { exact: true })).toBeAttached();
  fake.addCommand({
    id: 'new',
    sessionKey: offered.key,
    action: { type: 'interrupt' },
    createdAt: Date.now(),
    delivery: { state: 'queued', steps: [{ state: 'queued', at: Date.now() }] },
  });
  await expect(page.locator('[data-audit]').first()).toContainText('interrupt');
});
