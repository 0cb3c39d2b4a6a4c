import { median } from '../stats.mjs';
import { gauge, launch } from './browser.mjs';

const TIMES = 7;

/** From the address to the first paint and to a board that can be used, from the real server, with nothing cached. */
export async function firstPaint(amc) {
  const browser = await launch();
  try {
    const runs = [];
    for (let n = 0; n < TIMES; n += 1) runs.push(await once(browser, amc));
    const of = (name) => median(runs.slice(1).map((run) => run[name]));
    return [
      {
        what: 'first paint',
        value: of('paint'),
        unit: 'ms',
        reference: `CPU of the page's main thread until usable ${(1_000 * of('cpu')).toFixed(0)} ms`,
        goal: '≤ 300 ms',
        met: of('paint') <= 300,
      },
      { what: 'board usable', value: of('usable'), unit: 'ms', goal: '≤ 600 ms', met: of('usable') <= 600 },
      {
        what: 'script fetched until the board is usable',
        value: of('script') / 1_000,
        unit: 'kB',
        reference: 'packed, with the worker',
        goal: '≤ 125 kB',
        met: of('script') <= 125_000,
      },
    ];
  } finally {
    await browser.close();
  }
}

async function once(browser, amc) {
  const { url } = await (await amc.post('/api/auth/code', {})).json();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const tab = await context.newPage();
    const gauged = await gauge(tab);
    await tab.addInitScript(() => {
      const look = () => {
        if (document.querySelector('[data-connection=live]') === null || document.querySelector('[data-row]') === null)
          return;
        watcher.disconnect();
        globalThis.usableAt = performance.now();
      };
      const watcher = new MutationObserver(look);
      watcher.observe(document, { childList: true, subtree: true, attributes: true });
    });
    await tab.goto(url);
    await tab.waitForFunction(() => globalThis.usableAt !== undefined);
    const { cpu } = await gauged.read();
    const [paint, usable] = await tab.evaluate(() => [
      performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      globalThis.usableAt,
    ]);
    return { paint, usable, cpu, script: await tab.evaluate(scriptBytes) };
  } finally {
    await context.close();
  }
}

/** What came by then, chunks that were asked for on the way too; and the worker, which the page's own list does not have. */
async function scriptBytes() {
  const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'));
  const inTime = scripts.filter(({ responseEnd }) => responseEnd <= globalThis.usableAt);
  const begin = await (await fetch(inTime.find(({ name }) => /\/begin-/.test(name)).name)).text();
  const worker = new URL(/\/?assets\/worker-[\w-]+\.js/.exec(begin)[0], location.origin).href;
  await (await fetch(worker)).text();
  const [own] = performance.getEntriesByName(worker);
  return [...inTime, own].reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
}
