import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { makeSession } from '../../helpers/make-session.ts';
import { barriers } from './barriers.ts';
import { demoConversation, toolConversation } from './demo-conversation.ts';
import { fillHistory, INDEXING, richDetail, WRONG } from './demo-history.ts';
import { DEMO_SOURCES, multiQuestionSession, planSession } from './demo.ts';
import { expect, test } from './fixtures.ts';

const plan = planSession();
const multi = multiQuestionSession();
/** One level; what opens may hold more. */
const OPEN_FOLDS = `document.querySelectorAll('main details:not([open])').forEach((fold) => { fold.open = true; })`;

for (const session of [plan, multi]) {
  test(`a session with ${session.title} has no barrier that can be found by rule`, async ({ page, fake, enter }) => {
    fake.setSources(DEMO_SOURCES);
    fake.put(session);
    fake.say(session.key, ...demoConversation());
    await enter(sessionPath(session.key));
    await page.locator('[data-request]').waitFor();
    await page.evaluate(OPEN_FOLDS);
    expect(await barriers(page)).toEqual([]);
  });
}

test('nor has a conversation with every tool, opened', async ({ page, fake, enter }) => {
  const session = makeSession({ id: 'tools', value: 'idle' });
  fake.put(session);
  fake.putHistory(richDetail('tools'));
  fake.say(session.key, ...toolConversation());
  await enter(`${sessionPath(session.key)}?at=29`);
  await page.locator('[data-marked]').waitFor();
  for (let depth = 0; depth < 3; depth += 1) await page.evaluate(OPEN_FOLDS);
  await page.getByRole('figure').first().waitFor();
  await page.locator('[data-marked]').hover();
  await page.locator('[data-marked]').getByRole('button', { name: 'More about this message' }).click();
  await page.getByRole('button', { name: 'Show raw record' }).click();
  await page.getByRole('region', { name: 'Raw record' }).locator('pre').waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.locator('[data-marked]').getByRole('button', { name: 'More about this message' }).click();
  expect(await barriers(page)).toEqual([]);
});

test('nor has a conversation with what was rewound', async ({ page, fake, enter }) => {
  fake.put(plan);
  fake.conversations.set(plan.key, demoConversation());
  fake.branches.set(plan.key, [
    { id: 0, from: 0, to: 9, forkedAt: null, live: true },
    { id: 1, from: 9, to: null, forkedAt: 4, live: true },
  ]);
  await enter(`${sessionPath(plan.key)}?branches=all`);
  await page.locator('[data-rewound]').first().waitFor();
  expect(await barriers(page)).toEqual([]);
});

test('nor has the search: how to, hits, what is wrong with the words', async ({ page, fake, enter }) => {
  fillHistory(fake, 40);
  fake.setIndex(INDEXING);
  await enter('/search');
  await page.getByText('these words in this order').waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('searchbox').fill('lease');
  await page.locator('[data-row]').first().waitFor();
  expect(await barriers(page)).toEqual([]);
  fake.onSearch = () => ({ ...WRONG, place: { from: 0, to: 3 } });
  await page.getByRole('searchbox').fill('bad');
  await page.locator('[data-query-error]').waitFor();
  expect(await barriers(page)).toEqual([]);
});

test('nor what a stranger sees', async ({ page, fake, enter }) => {
  await enter();
  fake.throwEverybodyOut();
  await page.getByRole('heading', { name: 'This browser is not connected to AMC yet' }).waitFor();
  expect(await barriers(page)).toEqual([]);
});
