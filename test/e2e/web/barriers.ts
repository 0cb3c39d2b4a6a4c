import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

export interface WhereToLook {
  /** A part of the page; what stands around it was looked at already. */
  part?: string;
  /** What is left out, with a reason beside it. */
  without?: string;
  /** A rule that does not hold here, with a reason beside it. */
  exceptRule?: string;
}

/** The rules that see colours; to all others both themes are the same page. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];
/** What is right is not written down, which is most of the work. */
const ONLY_WRONG = { resultTypes: ['violations' as const] };

/**
 * What axe finds wrong with the page as it is now, in light and in dark: WCAG 2.2 A and AA and what is good practice
 * beside them. The theme changes under the page, which is left light.
 */
export async function barriers(page: Page, where: WhereToLook = {}): Promise<string[]> {
  await show(page, 'light');
  const rules = {
    'target-size': { enabled: true },
    ...(where.exceptRule === undefined ? {} : { [where.exceptRule]: { enabled: false } }),
  };
  const light = await look(axe(page, where).options({ ...ONLY_WRONG, rules }));
  await show(page, 'dark');
  const dark = await look(axe(page, where).options({ ...ONLY_WRONG, runOnly: OF_COLOUR }));
  await show(page, 'light');
  return [...light, ...dark.map((barrier) => `dark: ${barrier}`)];
}

function axe(page: Page, { part = 'html', without }: WhereToLook): AxeBuilder {
  // One page without foreign frames: no second page is needed to put the findings together.
  const builder = new AxeBuilder({ page }).setLegacyMode(true).include(part);
  return without === undefined ? builder : builder.exclude(without);
}

async function look(builder: AxeBuilder): Promise<string[]> {
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}

/** Without the way there: colours that are on their way would be measured half way. */
async function show(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate(`Promise.all(document.getAnimations()
    .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
    .map(({ finished }) => finished.catch(() => undefined))).then(() => undefined)`);
}
