import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { makeSession, permission } from '../../helpers/make-session.ts';
import { expect, test } from './fixtures.ts';

const session = makeSession({
  id: 'a',
  title: 'Import',
  value: 'needs_attention',
  place: 'tmux work:1.0',
  requests: [permission({ id: 'r', command: 'make' })],
});

test('a server that goes is said to be gone, what is old is greyed, and nothing can be sent', async ({
  page,
  fake,
  enter,
}) => {
  fake.put(session);
  await enter();
  await expect(page.getByRole('button', { name: 'Yes', exact: true })).toBeEnabled();
  await fake.stop();
  await expect(page.locator('[data-connection=reconnecting]')).toContainText('Not connected for 0:0');
  await expect(page.locator('.is-stale').filter({ hasText: 'make' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Yes', exact: true })).toBeDisabled();
  await expect(page.getByText(/Not connected for 0:0[2-9]/).first()).toBeVisible();
});

test('a server that comes back is followed again, by itself, with what was missed', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  fake.put(session);
  await enter();
  await fake.stop();
  await page.locator('[data-connection=reconnecting]').waitFor();
  fake.change(session.key, { requests: [], doing: 'Building', status: { ...session.status, value: 'working' } });
  await fake.start();
  await page.locator('[data-connection=live]').waitFor();
  await expect(page.locator('[data-group=working]')).toContainText('Building');
  await expect(page.locator('[data-group=needs]')).toHaveCount(0);
  await expect(page.locator('.is-stale')).toHaveCount(0);
  expect(offences.filter((offence) => !offence.startsWith('request'))).toEqual([]);
});

test('a conversation that grew while AMC was away is read on, though it counts as before', async ({
  page,
  fake,
  enter,
}) => {
  fake.put(session);
  fake.say(session.key, { kind: 'reply', id: '1', text: 'Half way there.' });
  await enter(sessionPath(session.key));
  await expect(page.getByText('Half way there.')).toBeVisible();
  await fake.stop();
  await page.locator('[data-connection=reconnecting]').waitFor();
  fake.conversations.get(session.key)?.push({ kind: 'reply', id: '2', text: 'All the way.' });
  fake.forgetEvents();
  await fake.start();
  await expect(page.getByText('All the way.')).toBeVisible();
});

test('after a restart nothing of the old run is left', async ({ page, fake, enter }) => {
  fake.put(session);
  const other = makeSession({ id: 'b', title: 'Gone with the old run' });
  fake.put(other);
  await enter();
  await expect(page.getByRole('link', { name: 'Gone with the old run' })).toBeVisible();
  await fake.stop();
  fake.sessions.delete(other.key);
  fake.forgetEvents();
  await fake.start();
  await page.locator('[data-connection=live]').waitFor();
  await expect(page.getByRole('link', { name: 'Gone with the old run' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Import' })).toBeVisible();
});

test('the open conversation catches up too', async ({ page, fake, enter }) => {
  fake.put(session);
  fake.say(session.key, { kind: 'reply', id: '1', text: 'before' });
  await enter(`/s/${encodeURIComponent(session.key)}`);
  await expect(page.getByText('before')).toBeVisible();
  await fake.stop();
  await page.locator('[data-connection=reconnecting]').waitFor();
  fake.say(session.key, { kind: 'reply', id: '2', text: 'while away' });
  await fake.start();
  await expect(page.getByText('while away')).toBeVisible();
  await expect(page.getByText('before')).toHaveCount(1);
});

test('a page without a server behind it says so', async ({ page, fake, enter }) => {
  fake.put(session);
  await enter();
  fake.dropsStreams = true;
  await page.reload();
  await expect(page.getByRole('heading', { name: 'AMC does not answer' })).toBeVisible();
  fake.dropsStreams = false;
  await expect(page.getByRole('link', { name: 'Import' })).toBeVisible();
});

test('a server of a newer version asks for a reload, and the rest goes on', async ({ page, fake, enter }) => {
  fake.put(session);
  await enter();
  fake.raw('id: e1-999\nevent: hologram\ndata: {"type":"hologram"}\n\n');
  await expect(page.getByText('AMC has been updated.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Import' })).toBeVisible();
});
