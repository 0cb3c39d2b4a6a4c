import { AxeBuilder } from '@axe-core/playwright';
import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { makeSession } from '../../helpers/make-session.ts';
import { demoConversation, toolConversation } from './demo-conversation.ts';
import { fillHistory, INDEXING, richDetail, WRONG } from './demo-history.ts';
import { DEMO_SOURCES, fillDemo, multiQuestionSession, planSession, rareSessions } from './demo.ts';
import { expect, test } from './fixtures.ts';

const plan = planSession();
const multi = multiQuestionSession();

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the board has no barrier that can be found by rule', async ({ page, fake, enter }) => {
      fillDemo(fake);
      for (const session of [plan, multi, ...rareSessions()]) fake.put(session);
      await enter();
      await page.getByRole('button', { name: /ended$/ }).click();
      await page.getByRole('figure').first().waitFor();
      expect(await barriers(page)).toEqual([]);
    });

    for (const session of [plan, multi]) {
      test(`nor has a session with ${session.title}`, async ({ page, fake, enter }) => {
        fake.setSources(DEMO_SOURCES);
        fake.put(session);
        fake.say(session.key, ...demoConversation());
        await enter(sessionPath(session.key));
        await page.locator('[data-request]').waitFor();
        for (const fold of await page.locator('main summary').all()) await fold.click();
        expect(await barriers(page)).toEqual([]);
      });
    }

    test('nor has a conversation with every tool, opened', async ({ page, fake, enter }) => {
      test.setTimeout(60_000);
      const session = makeSession({ id: 'tools', value: 'idle' });
      fake.put(session);
      fake.putHistory(richDetail('tools'));
      fake.say(session.key, ...toolConversation());
      await enter(`${sessionPath(session.key)}?at=29`);
      await page.locator('[data-marked]').waitFor();
      for (let depth = 0; depth < 3; depth += 1)
        await page.evaluate(
          `document.querySelectorAll('details:not([open])').forEach((fold) => { fold.open = true; })`,
        );
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

    test('nor have the list of all sessions and the search', async ({ page, fake, enter }) => {
      test.setTimeout(60_000);
      fillHistory(fake, 40);
      fake.setIndex(INDEXING);
      await enter('/history?agent=claude');
      await page.locator('[data-row]').first().waitFor();
      expect(await barriers(page)).toEqual([]);
      await page.keyboard.press('/');
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

    test('nor have the small things: health, help, nobody there, a stranger', async ({ page, fake, enter }) => {
      fake.setSources(DEMO_SOURCES);
      await enter();
      await page.locator('[popovertarget=health]').click();
      expect(await barriers(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      expect(await barriers(page)).toEqual([]);
      fake.throwEverybodyOut();
      await page.getByRole('heading', { name: 'This browser is not connected to AMC yet' }).waitFor();
      expect(await barriers(page)).toEqual([]);
    });
  });
}

async function barriers(page: Parameters<Parameters<typeof test>[2]>[0]['page']): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}
