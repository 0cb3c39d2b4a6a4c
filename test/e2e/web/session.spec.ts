import type { LooseItem } from '../../helpers/fake-history-pages.ts';
import { makeSession } from '../../helpers/make-session.ts';
import { demoConversation } from './demo-conversation.ts';
import { expect, test } from './fixtures.ts';

const session = makeSession({ id: 's', title: 'Queue', place: 'tmux work:3.0', doing: 'Editing worker.ts' });
const path = `/s/${encodeURIComponent(session.key)}`;
const reply = (index: number): LooseItem => ({
  kind: 'reply',
  id: `m${index}`,
  at: Date.now(),
  text: `Message number ${index}\n\nwith a second paragraph.`,
});
const replies = (from: number, to: number): LooseItem[] =>
  Array.from({ length: to - from + 1 }, (_, index) => reply(from + index));

test('a conversation reads as a document, and grows at its end', async ({ page, fake, enter, offences }) => {
  fake.put(session);
  fake.say(session.key, ...demoConversation());
  await enter(path);
  const entries = page.getByRole('list', { name: 'Conversation' });
  await expect(entries.getByText('Don’t change the public API')).toBeVisible();
  await expect(entries.getByRole('link', { name: 'scheduler' })).toHaveAttribute('rel', 'noopener noreferrer nofollow');
  await expect(entries.locator('pre').first()).toContainText('await queue.renew(job);');

  await entries.getByText('npm test -- queue').click();
  await expect(entries.getByText('Expected 1 run, got 2')).toBeVisible();

  fake.say(session.key, reply(1));
  await expect(entries.getByText('Message number 1')).toBeInViewport();
  expect(offences).toEqual([]);
});

test('earlier messages come above without moving what is read', async ({ page, fake, enter }) => {
  fake.put(session);
  fake.conversations.set(session.key, replies(1, 250));
  await enter(path);
  await expect(page.getByText('Message number 250', { exact: true })).toBeInViewport();
  await expect(page.getByText('Message number 151', { exact: true })).toBeAttached();
  const mark = page.getByText('Message number 153', { exact: true });
  await mark.scrollIntoViewIfNeeded();
  await expect(page.getByText('Message number 60', { exact: true })).toBeAttached();
  await expect(mark).toBeInViewport();
  for (let times = 0; times < 6; times += 1) await page.keyboard.press('Home');
  await expect(page.getByText('Message number 1', { exact: true })).toBeAttached();
  await page.keyboard.press('Home');
  await expect(page.getByText('The beginning')).toBeInViewport();
});

test('whoever reads further up is not moved, and is told what came', async ({ page, fake, enter }) => {
  fake.put(session);
  fake.conversations.set(session.key, replies(1, 60));
  await enter(path);
  await expect(page.getByText('Message number 60', { exact: true })).toBeInViewport();
  await page.getByText('Message number 30', { exact: true }).scrollIntoViewIfNeeded();
  await expect(page.getByRole('button', { name: 'To the end' })).toBeVisible();
  fake.say(session.key, reply(61), reply(62));
  await page.getByRole('button', { name: '2 new messages' }).click();
  await expect(page.getByText('Message number 62', { exact: true })).toBeInViewport();
  await expect(page.getByRole('button', { name: /new messages/ })).toHaveCount(0);
});

test('a prompt is sent by Enter, once, and becomes the agent’s own record', async ({ page, fake, enter }) => {
  fake.put(session);
  fake.say(session.key, reply(1));
  await enter(path);
  const composer = page.getByRole('textbox', { name: 'Prompt to Queue' });
  await composer.pressSequentially('first line');
  await composer.press('Shift+Enter');
  await composer.pressSequentially('second line');
  await composer.press('Enter');
  await composer.press('Enter');
  await expect(composer).toHaveValue('');
  await expect(page.locator('[data-delivery=queued]')).toBeVisible();
  expect(fake.commands.map(({ action }) => action)).toEqual([{ type: 'prompt', text: 'first line\nsecond line' }]);

  fake.say(session.key, { kind: 'prompt', id: 'p1', at: Date.now(), text: 'first line\nsecond line', images: 0 });
  fake.deliver('cmd-1', { state: 'delivering' });
  fake.deliver('cmd-1', {
    state: 'confirmed',
    evidence: { source: 'hook', at: Date.now(), detail: 'hook: UserPromptSubmit' },
  });
  await expect(page.locator('[data-delivery=confirmed]')).toHaveCount(1);
  await expect(page.getByText('first line second line')).toHaveCount(1);
});

test('a draft survives a reload; another session has its own', async ({ page, fake, enter }) => {
  const other = makeSession({ id: 'o', title: 'Other', place: 'tmux work:3.1' });
  fake.put(session);
  fake.put(other);
  await enter(path);
  await page.getByRole('textbox', { name: 'Prompt to Queue' }).fill('half a thought');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Prompt to Queue' })).toHaveValue('half a thought');
  await page.goto(`${fake.url}/s/${encodeURIComponent(other.key)}`);
  await expect(page.getByRole('textbox', { name: 'Prompt to Other' })).toHaveValue('');
});

test('a prompt that cannot be sent is not lost', async ({ page, fake, enter }) => {
  fake.put(session);
  fake.commandFault = {
    type: 'x',
    title: 'Busy',
    status: 409,
    code: 'busy',
    fault: 'user',
    detail: 'Another prompt is on its way.',
  };
  await enter(path);
  const composer = page.getByRole('textbox', { name: 'Prompt to Queue' });
  await composer.fill('keep me');
  await composer.press('Enter');
  await expect(page.locator('[data-unsent]')).toContainText('Another prompt is on its way.');
  await page.getByRole('button', { name: 'Edit' }).click();
  await expect(composer).toHaveValue('keep me');
  await expect(page.locator('[data-unsent]')).toHaveCount(0);
});

test('where no prompt can go, the composer says why', async ({ page, fake, enter }) => {
  fake.put(makeSession({ id: 's', title: 'Queue' }));
  await enter(path);
  const composer = page.getByRole('textbox', { name: 'Prompt to Queue' });
  await expect(page.getByText('No prompt can be sent: No terminal pane was found for it.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send' })).toHaveCount(0);
  await composer.fill('to be pasted');
  await expect(page.getByRole('button', { name: 'Copy prompt' })).toBeVisible();
});

test('an agent at work can be interrupted, once', async ({ page, fake, enter }) => {
  fake.put(session);
  await enter(path);
  await page.getByRole('button', { name: 'Interrupt' }).dblclick();
  await expect(page.locator('[data-delivery=queued]')).toContainText('Interrupted');
  expect(fake.commands.map(({ action }) => action)).toEqual([{ type: 'interrupt' }]);
});

test('a conversation that cannot be read says so, and can be tried again', async ({ page, fake, enter }) => {
  fake.put(session);
  fake.conversations.set(session.key, [reply(1)]);
  await page.route('**/conversation*', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'x',
        title: 'x',
        status: 500,
        code: 'x',
        fault: 'environment',
        detail: 'The file is gone.',
      }),
    }),
  );
  await enter(path);
  await expect(page.getByText('The conversation could not be read: The file is gone.')).toBeVisible();
  await page.unroute('**/conversation*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Message number 1')).toBeVisible();
});

test('a session nobody knows is not shown as one', async ({ page, fake, enter }) => {
  fake.put(session);
  await enter('/s/claude%3Anobody');
  await expect(page.getByRole('heading', { name: 'This session is not known' })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Back to the board' }).click();
  await expect(page.getByRole('link', { name: 'Queue' })).toBeVisible();
});
