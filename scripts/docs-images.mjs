/**
 * `npm run docs:images`: the pictures of README and docs, from the demo at one moment that never changes. What does not exist
 * is left out and named; `npm run docs:images -- board inbox` takes only these.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { ensureBuilt, ensureInstalled } from './lib/prepare.mjs';
import { root } from './lib/paths.mjs';

const AT = '2026-11-19T10:24:00Z';
const OUT = join(root, 'docs', 'images');
const DESKTOP = { width: 1440, height: 900 };
/** Enough for what needs somebody and what goes on below. */
const TALL = { width: 1440, height: 1600 };
const PHONE = { width: 390, height: 844 };
const MOST_BYTES = 300_000;

const publishing = (page) =>
  page
    .getByRole('main')
    .getByRole('link', { name: /Publish 2\.4/ })
    .first();

/** Each picture: where, how large, and what has to be there before it is one. */
const SHOTS = [
  { name: 'board', path: '/', size: TALL, shows: publishing },
  {
    name: 'inbox',
    path: '/inbox',
    size: DESKTOP,
    act: (page) => page.getByText('src/queue/worker.ts').first().click(),
    shows: (page) => page.getByText('keepAlive(').first(),
  },
  { name: 'session', session: 'Lease renewal', size: DESKTOP, shows: (page) => page.locator('[data-request]').first() },
  { name: 'usage', path: '/usage', size: DESKTOP, shows: (page) => page.getByRole('slider').first() },
  {
    name: 'terminal',
    session: 'Publish 2.4',
    size: DESKTOP,
    act: (page) => page.getByRole('button', { name: 'Terminal', exact: true }).click(),
    shows: (page) => page.locator('.xterm').first(),
  },
  { name: 'search', path: '/search?q=%22twice%22', size: DESKTOP, shows: (page) => page.locator('mark').first() },
  {
    name: 'phone',
    path: '/',
    size: PHONE,
    scale: 2,
    shows: publishing,
  },
];

/** Another build than this checkout's, as in the tests. */
const cli = process.env.AMC_CLI ?? join(root, 'dist', 'cli', 'main.js');
if (process.env.AMC_CLI === undefined) {
  await ensureInstalled();
  await ensureBuilt();
}
mkdirSync(OUT, { recursive: true });
const wanted = process.argv.slice(2);
const demo = await startDemo();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--hide-scrollbars'],
});
const missing = [];
try {
  const state = await enter();
  for (const shot of SHOTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
    for (const scheme of ['light', 'dark']) await take(shot, scheme, state);
} finally {
  await browser.close();
  demo.child.kill('SIGINT');
}
report();

/** The demo with a fixed seed at a fixed moment; time stands still there. */
async function startDemo() {
  const args = [cli, '--demo', '--no-open', '--port', '0', '--demo-seed', 'harbour', '--demo-at', AT];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
    const link = /http:\/\/127\.0\.0\.1:\d+\/login#code=\S+/.exec(output)?.[0];
    if (link !== undefined) return { child, link, url: new URL(link).origin };
  }
  throw new Error(`Expected the demo to start, got: ${output}`);
}

/** Lets the browser in once; every picture begins as this browser. */
async function enter() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(demo.link);
  await page.locator('[data-connection=live]').waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

async function take(shot, colorScheme, storageState) {
  const context = await browser.newContext({
    storageState,
    colorScheme,
    viewport: shot.size,
    deviceScaleFactor: shot.scale ?? 1,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...(shot.size === PHONE ? { hasTouch: true, isMobile: true } : {}),
  });
  try {
    const page = await context.newPage();
    await page.clock.setFixedTime(new Date(AT));
    await page.goto(demo.url + (shot.path ?? '/'));
    await page.locator('[data-connection=live]').waitFor();
    if (shot.session !== undefined)
      await page
        .getByRole('main')
        .getByRole('link', { name: new RegExp(shot.session) })
        .first()
        .click();
    await shot.act?.(page);
    await shot.shows(page).waitFor({ timeout: 8_000 });
    await page.evaluate(() => document.fonts.ready);
    await page.mouse.move(0, 0);
    // Whatever is fetched while nobody waits for it is there, too.
    await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined);
    await page.screenshot({
      path: join(OUT, `${shot.name}-${colorScheme}.png`),
      animations: 'disabled',
      caret: 'hide',
    });
  } catch (error) {
    missing.push(`${shot.name} (${colorScheme}): ${String(error).split('\n')[0]}`);
  } finally {
    await context.close();
  }
}

function report() {
  const files = readdirSync(OUT).filter((name) => name.endsWith('.png'));
  const sizes = files.map((name) => ({ name, bytes: statSync(join(OUT, name)).size }));
  for (const { name, bytes } of sizes)
    console.log(`${String(Math.round(bytes / 1_000)).padStart(5)} kB  docs/images/${name}`);
  console.log(`${Math.round(sizes.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000)} kB together`);
  for (const { name } of sizes.filter(({ bytes }) => bytes > MOST_BYTES))
    missing.push(`${name} is larger than ${MOST_BYTES / 1_000} kB`);
  for (const problem of missing) console.error(`not taken: ${problem}`);
  process.exitCode = missing.length === 0 ? 0 : 1;
}
