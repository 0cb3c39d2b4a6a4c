import { AxeBuilder } from '@axe-core/playwright';
import { sessionPath } from '../../../src/web/lib/session-path.ts';
import { demoConversation } from './demo-conversation.ts';
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
