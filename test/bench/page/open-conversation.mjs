import { median, quantile } from '../stats.mjs';
import { launch } from './browser.mjs';

const TIMES = 20;
const ITEMS = 400;

/** From the press on a row to the conversation's last message on the screen, as the page itself sees it. */
export async function openConversation({ FakeServer, makeSession }) {
  const fake = new FakeServer();
  await fake.start();
  const browser = await launch();
  try {
    const sessions = Array.from({ length: TIMES }, (_, n) =>
      makeSession({ id: `c${n}`, title: `Talk ${n}`, value: 'idle' }),
    );
    for (const [n, session] of sessions.entries()) {
      fake.put(session);
      fake.say(session.key, ...conversation(n));
    }
    const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await tab.goto(fake.loginUrl());
    await tab.getByRole('link', { name: 'Talk 0', exact: true }).waitFor();
    // What is fetched while nobody waits is there by then.
    await tab.waitForTimeout(4_000);
    const times = [];
    for (let n = 0; n < TIMES; n += 1) {
      times.push(await pressed(tab, `Talk ${n}`, `The end of talk ${n}.`));
      await tab.goBack();
      await tab.getByRole('link', { name: 'Talk 0', exact: true }).waitFor();
    }
    const p50 = median(times.slice(2));
    return [
      {
        what: 'press on a row to its conversation p50',
        value: p50,
        unit: 'ms',
        reference: `p95 ${quantile(times.slice(2), 0.95).toFixed(0)} ms, ${ITEMS} messages`,
        goal: '≤ 100 ms',
        met: p50 <= 100,
      },
    ];
  } finally {
    await browser.close();
    await fake.stop();
  }
}

function pressed(tab, title, end) {
  return tab.evaluate(
    ([name, wanted]) =>
      new Promise((resolve) => {
        const link = [...document.querySelectorAll('a')].find(({ textContent }) => textContent.trim() === name);
        const look = () => {
          if (!document.querySelector('#main').textContent.includes(wanted)) return;
          watcher.disconnect();
          // Drawn with the next frame.
          requestAnimationFrame(() => resolve(performance.now() - before));
        };
        const watcher = new MutationObserver(look);
        watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
        const before = performance.now();
        link.click();
      }),
    [title, end],
  );
}

function conversation(n) {
  return Array.from({ length: ITEMS }, (_, at) =>
    at === ITEMS - 1
      ? { kind: 'reply', id: `${n}-${at}`, text: `The end of talk ${n}.` }
      : at % 8 === 0
        ? { kind: 'prompt', id: `${n}-${at}`, text: `Please do part ${at}.` }
        : {
            kind: 'reply',
            id: `${n}-${at}`,
            text: `## Part ${at}\n\nDone, with \`code\` and a list:\n\n- one\n- two\n`,
          },
  );
}
