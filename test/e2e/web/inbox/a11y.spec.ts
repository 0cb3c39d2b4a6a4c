import { makeSession } from '../../../helpers/make-session.ts';
import { barriers } from '../barriers.ts';
import { auditLog, offered } from '../demo-control.ts';
import { expect, goTo, test } from '../fixtures.ts';
import { everyKind, fill } from './demo-inbox.ts';

/** One of each kind; the others differ in their words. */
const DIFFERENT = everyKind().filter(({ id }) =>
  ['crowded', 'editing', 'm1', 'formed', 'linked', 'limit', 'bare'].includes(id),
);

test('the inbox has no barrier that can be found by rule, whatever waits', async ({ page, fake, enter }) => {
  fill(fake, everyKind());
  await enter('/inbox');
  for (const { requests } of DIFFERENT) {
    await goTo(page, `/inbox?at=${requests[0]?.id}`);
    await page.locator(`[data-request="${requests[0]?.id}"]`).waitFor();
    await page.locator('[role=log] .prose').first().waitFor();
    expect(await barriers(page, { part: '.inbox-pane' })).toEqual([]);
  }
  expect(await barriers(page)).toEqual([]);
});

test('nor when nothing waits, nor in what was decided', async ({ page, fake, enter }) => {
  fill(fake, [offered, makeSession({ id: 'idle', value: 'idle' })]);
  fake.audited.push(...auditLog());
  await enter('/inbox');
  await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('link', { name: 'Decided' }).click();
  await page.locator('[data-audit]').first().waitFor();
  expect(await barriers(page)).toEqual([]);
});
