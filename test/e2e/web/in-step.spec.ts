import type { Page } from '@playwright/test';
import type { FakeServer } from '../../helpers/fake-server.ts';
import { makeSession, permission } from '../../helpers/make-session.ts';
import { expect, test } from './fixtures.ts';

const asking = makeSession({
  id: 'a',
  title: 'Import',
  value: 'needs_attention',
  requests: [permission({ id: 'r', command: 'make' })],
});
const other = makeSession({ id: 'b', title: 'Export' });

test('what the page shows is what the server knows, by their hash', async ({ page, fake, enter }) => {
  fake.put(asking);
  fake.put(other);
  await enter();
  await compared(page, fake);
  fake.change(asking.key, { requests: [] });
  fake.remove(other.key);
  await compared(page, fake);
});

test('a server that was killed and runs anew leaves nothing stale', async ({ page, fake, enter }) => {
  fake.put(asking);
  fake.put(other);
  await enter();
  await fake.stop();
  await page.locator('[data-connection=reconnecting]').waitFor();
  change(fake);
  fake.forgetEvents();
  await fake.start();
  await comparedByItself(page, fake);
});

test('nor does a cut in the network, with events that were missed', async ({ page, fake, enter }) => {
  fake.put(asking);
  fake.put(other);
  await enter();
  for (let cut = 0; cut < 3; cut += 1) {
    await fake.stop();
    await page.locator('[data-connection=reconnecting]').waitFor();
    fake.change(asking.key, { title: `Import ${cut}` });
    await fake.start();
    await comparedByItself(page, fake);
  }
});

test('nor does a machine that slept, whatever happened meanwhile', async ({ page, fake, enter }) => {
  fake.put(asking);
  fake.put(other);
  await enter();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await fake.stop();
  change(fake);
  fake.forgetEvents();
  await fake.start();
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await expect(page.getByRole('link', { name: 'New' })).toBeVisible();
  await compared(page, fake);
});

test('a page that differs all the same finds out, and asks for everything anew', async ({ page, fake, enter }) => {
  fake.put(asking);
  await enter();
  // Changed without a word: as if an event had been lost.
  fake.sessions.set(asking.key, { ...asking, title: 'Changed in silence' });
  await compare(page);
  await expect(page.getByRole('link', { name: 'Changed in silence' })).toBeVisible();
  await compared(page, fake);
});

function change(fake: FakeServer): void {
  fake.sessions.delete(other.key);
  const fresh = makeSession({ id: 'c', title: 'New' });
  fake.sessions.set(fresh.key, fresh);
  fake.sessions.set(asking.key, { ...asking, requests: [], doing: 'Building' });
}

/** After a break the page compares without being told to. */
async function comparedByItself(page: Page, fake: FakeServer): Promise<void> {
  await expect(page.locator('[data-in-step=same]')).toHaveAttribute('data-hash', fake.stateHash().hash);
}

/** Told to compare, the page finds itself the same as the server. */
async function compared(page: Page, fake: FakeServer): Promise<void> {
  await compare(page);
  await expect(page.locator('[data-in-step=same]')).toHaveAttribute('data-hash', fake.stateHash().hash);
}

async function compare(page: Page): Promise<void> {
  const asked = page.waitForResponse('**/api/state-hash');
  await page.locator('[data-in-step]').getByRole('button', { includeHidden: true }).dispatchEvent('click');
  await asked;
}
