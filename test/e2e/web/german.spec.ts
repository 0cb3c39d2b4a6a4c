import { existsSync, readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { en } from '../../../src/web/i18n/en.ts';
import type { Texts } from '../../../src/web/i18n/language.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/notify/default-settings.ts';
import type { FakeServer } from '../../helpers/fake-server.ts';
import { makeSession } from '../../helpers/make-session.ts';
import { DEMO_SOURCES } from './demo.ts';
import { expect, goTo, test } from './fixtures.ts';
import { fillWorld, PLACES } from './whole-world.ts';

const TEXTS = new URL('../../../src/web/i18n/', import.meta.url);

test.describe('a person who speaks German', () => {
  test.use({ locale: 'de-AT' });

  test('reads no English anywhere', async ({ page, fake, enter }) => {
    test.setTimeout(180_000);
    fillWorld(fake);
    const isEnglish = await englishTexts(saidByOthers(fake));
    await enter();
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    const found: string[] = [];
    for (const place of PLACES) {
      await goTo(page, place);
      await expect(page).toHaveURL(({ pathname }) => pathname === place);
      await settled(page);
      found.push(...(await textsOn(page)).filter(isEnglish).map((text) => `${place}: ${text}`));
    }
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    found.push(...(await textsOn(page)).filter(isEnglish).map((text) => `?: ${text}`));
    expect([...new Set(found)]).toEqual([]);
  });

  test('finds every text whole on a phone, in either theme', async ({ page, fake, enter }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width: 390, height: 844 });
    fillWorld(fake);
    await enter();
    const found: string[] = [];
    for (const place of PLACES) {
      await goTo(page, place);
      await expect(page).toHaveURL(({ pathname }) => pathname === place);
      await settled(page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await cutTexts(page)).map((text) => `${place} ${colorScheme}: ${text}`));
      }
    }
    expect(found).toEqual([]);
  });

  test('finds numbers and times as she writes them', async ({ page, fake, enter }) => {
    const at = new Date();
    at.setFullYear(at.getFullYear() - 1, 4, 3);
    const session = makeSession({ id: 'a', title: 'Alt', value: 'idle', for: Date.now() - at.getTime() });
    fake.put(session);
    fake.say(session.key, { kind: 'reply', id: '1', text: 'Fertig.', at: at.getTime() });
    await enter(`/s/${encodeURIComponent(session.key)}`);
    await expect(page.getByText(`3. Mai ${at.getFullYear()}`).first()).toBeVisible();
  });

  test('can have it in English all the same, and the other way round', async ({ page, enter }) => {
    await enter();
    await expect(page.getByRole('heading', { name: 'Noch keine Agenten' })).toBeVisible();
    await page.evaluate(`localStorage.setItem('amc.language', 'en')`);
    await page.reload();
    await expect(page.getByRole('heading', { name: 'No agents yet' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });
});

test('who speaks English fetches no German', async ({ page, fake, enter }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await enter();
  expect(fetched.filter((url) => url.includes('german'))).toEqual([]);
  expect(fake.openStreams).toBe(1);
});

async function settled(page: Page): Promise<void> {
  await page.locator('#main :is(h1, h2)').first().waitFor({ state: 'attached' });
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
}

/** A page wider than its screen, and texts of AMC that do not fit their box, unless they end in … or can be scrolled. */
function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page is wider than the screen'] : [];
    const isCut = (element) => {
      const { overflowX, textOverflow, display } = getComputedStyle(element);
      if (display === 'inline' || element.scrollWidth <= element.clientWidth + 1) return false;
      return overflowX === 'visible' || ((overflowX === 'hidden' || overflowX === 'clip') && textOverflow !== 'ellipsis');
    };
    const texts = [...document.querySelectorAll('button, a, h1, h2, h3, p, label, summary, th, td, dt, dd, legend, span')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('pre, code, .prose, [href="#main"]'))
      .filter((element) => element.clientWidth > 1 || element.clientHeight > 1 || getComputedStyle(element).position !== 'absolute')
      .filter((element) => [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim() !== ''));
    return [...wide, ...texts.filter(isCut).map((element) => element.outerHTML.slice(0, 160))];
  })()`);
}

/** What agents, the server and the person said: it is shown as they said it. */
function saidByOthers(fake: FakeServer): string {
  return JSON.stringify([
    [...fake.sessions.values()],
    [...fake.conversations.values()],
    DEMO_SOURCES,
    DEFAULT_SETTINGS,
  ]);
}

/** Every text, label and hint that is on the page. */
function textsOn(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const texts = [document.title.replace(/^\\(\\d+\\) | · AMC$/g, '')];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.textContent);
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(element.getAttribute(name));
    return texts.filter((text) => text !== null && /[A-Za-z]{2}/.test(text)).map((text) => text.trim());
  })()`);
}

/**
 * Tells whether a text is one of the English catalogue and is said otherwise in German. A text of parts is known by what
 * stands between them.
 */
async function englishTexts(others: string): Promise<(text: string) => boolean> {
  const whole = new Set<string>();
  const germans = new Set<string>();
  const patterns: RegExp[] = [];
  for (const { english, german } of await catalogues()) {
    for (const text of Object.values(german)) germans.add(sayOf(text));
    for (const [key, text] of Object.entries(english)) {
      const said = sayOf(text);
      if (said === sayOf(german[key])) continue;
      if (typeof text === 'string') whole.add(text);
      else if (/[A-Za-z]{3}/.test(said.replaceAll('7', ''))) patterns.push(patternOf(said));
    }
  }
  return (text) =>
    !germans.has(text) &&
    !others.includes(JSON.stringify(text).slice(1, -1)) &&
    (whole.has(text) || patterns.some((pattern) => pattern.test(text)));
}

async function catalogues(): Promise<{ english: Texts; german: Texts }[]> {
  const areas = readdirSync(new URL('en/', TEXTS)).filter((file) => file.endsWith('.ts'));
  const { baseDe } = (await import('../../../src/web/i18n/de/base.ts')) as { baseDe: Texts };
  const others = await Promise.all(
    areas.map(async (file) => ({ english: await textsIn(`en/${file}`), german: await textsIn(`de/${file}`) })),
  );
  return [{ english: en, german: baseDe }, ...others];
}

/** None where the file is not there: then its English is found on the page. */
async function textsIn(file: string): Promise<Texts> {
  const url = new URL(file, TEXTS);
  const areas = existsSync(url) ? ((await import(url.href)) as Record<string, Texts>) : {};
  return Object.assign({}, ...Object.values(areas)) as Texts;
}

/** A text as it is, or as it is made when every part of it is 7. */
function sayOf(text: Texts[string] | undefined): string {
  if (typeof text !== 'function') return text ?? '';
  const parts = new Proxy({}, { get: () => 7 });
  try {
    return text(parts as never);
  } catch {
    return '';
  }
}

function patternOf(said: string): RegExp {
  const escaped = said.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('7', '.+');
  return new RegExp(`^${escaped}$`);
}
