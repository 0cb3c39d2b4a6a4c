import { median, quantile } from '../stats.mjs';
import { gauge, launch } from './browser.mjs';

const SESSIONS = 300;
const UPDATES_PER_S = 20;
const MINUTES = Number(process.env.AMC_BENCH_MINUTES ?? 1);
const DEADLINE_MS = 1_000 / 60 + 1;

/** Three hundred sessions at work, twenty changes a second: what the page costs, whether it keeps every frame, whether it grows. */
export async function boardUnderLoad({ FakeServer, makeSession, permission }) {
  const fake = new FakeServer();
  await fake.start();
  const browser = await launch();
  try {
    for (let n = 0; n < SESSIONS; n += 1) fake.put(sessionOf(n, { makeSession, permission }));
    const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await tab.goto(fake.loginUrl());
    await tab.locator('[data-row]').nth(50).waitFor({ state: 'attached' });
    const gauged = await gauge(tab);
    const stop = changeAllTheTime(fake, permission);
    await tab.waitForTimeout(5_000);
    const [before, memoryBefore] = [await gauged.read(), await gauged.memory()];
    const startedAt = performance.now();
    const shown = await frames(tab, MINUTES * 60 - 1);
    const seconds = (performance.now() - startedAt) / 1_000;
    const after = await gauged.read();
    stop();
    const memoryAfter = await gauged.memory();
    const same = await sameAsServer(tab, fake);
    return rows({ before, after, seconds, shown, memoryBefore, memoryAfter, same });
  } finally {
    await browser.close();
    await fake.stop();
  }
}

function rows({ before, after, seconds, shown, memoryBefore, memoryAfter, same }) {
  const share = (name) => (100 * (after[name] - before[name])) / seconds;
  const late = shown.filter((ms) => ms > DEADLINE_MS * 1.5).length;
  const growth = (memoryAfter.bytes - memoryBefore.bytes) / 1e6;
  const what = `${SESSIONS} sessions, ${UPDATES_PER_S} changes/s`;
  return [
    {
      what: `${what}: main thread`,
      value: share('cpu'),
      unit: '% of a core',
      reference: `script ${share('script').toFixed(0)} %, layout and style ${share('layout').toFixed(0)} %`,
      goal: '< 30 %',
      met: share('cpu') < 30,
    },
    {
      what: `${what}: frames p95`,
      value: quantile(shown, 0.95),
      unit: 'ms',
      reference: `${(1_000 / median(shown)).toFixed(0)} fps, ${((100 * late) / shown.length).toFixed(1)} % late, longest ${Math.max(...shown).toFixed(0)} ms`,
      goal: '≤ 17.7 ms (60 fps)',
      met: quantile(shown, 0.95) <= DEADLINE_MS,
    },
    {
      what: `${what}: memory after ${MINUTES} min`,
      value: growth,
      unit: 'MB more',
      reference: `${grown('MB', mb(memoryBefore), mb(memoryAfter))}, ${grown('nodes', memoryBefore.nodes, memoryAfter.nodes)}, ${grown('listeners', memoryBefore.listeners, memoryAfter.listeners)}`,
      goal: '≤ 2 MB',
      met: growth <= 2,
    },
    {
      what: `${what}: shows what the server knows`,
      value: same ? 1 : 0,
      unit: '',
      goal: '1: same hash',
      met: same,
    },
  ];
}

const mb = ({ bytes }) => (bytes / 1e6).toFixed(1);
const grown = (unit, before, after) => `${before} → ${after} ${unit}`;

/** Times between frames, ms. */
function frames(tab, seconds) {
  return tab.evaluate(
    (lastMs) =>
      new Promise((resolve) => {
        const times = [];
        const begin = performance.now();
        let previous = begin;
        const next = (now) => {
          if (now > previous) times.push(now - previous);
          previous = now;
          if (now - begin < lastMs) requestAnimationFrame(next);
          else resolve(times.slice(1));
        };
        requestAnimationFrame(next);
      }),
    seconds * 1_000,
  );
}

async function sameAsServer(tab, fake) {
  await tab.locator('[data-in-step] button').dispatchEvent('click');
  const line = tab.locator('[data-in-step=same]');
  await line.waitFor({ state: 'attached', timeout: 15_000 }).catch(() => undefined);
  return (await tab.locator('[data-in-step]').getAttribute('data-hash')) === fake.stateHash().hash;
}

const PROJECTS = ['ledger', 'harbor', 'billing-api', 'atlas', 'kiln', 'orchard'];

function sessionOf(n, { makeSession, permission }) {
  const value = n < 6 ? 'needs_attention' : n < 200 ? 'working' : 'idle';
  return makeSession({
    id: `s${n}`,
    title: `Session ${n}: something to be done`,
    project: PROJECTS[n % PROJECTS.length],
    agent: n % 3 === 0 ? 'codex' : 'claude',
    value,
    for: n * 7_000,
    place: `tmux work:${n}.0`,
    model: 'claude-opus-4-5-20251101',
    ...(value === 'working' ? { doing: `editing src/file-${n}.ts` } : { preview: 'Done. All tests pass.' }),
    ...(value === 'needs_attention' ? { requests: [permission({ id: `r${n}`, command: `npm run step-${n}` })] } : {}),
    vitals: { contextTokens: 1_000 * n, contextWindow: 200_000, cost: n / 10, subagents: n % 4 },
  });
}

/** Mostly the live line; now and then a turn ends, or somebody asks. By count, not by chance. */
function changeAllTheTime(fake, permission) {
  const keys = [...fake.sessions.keys()];
  let n = 0;
  const timer = setInterval(() => {
    n += 1;
    const key = keys[(n * 37) % keys.length];
    const session = fake.sessions.get(key);
    const now = Date.now();
    const rev = { conversationRev: session.conversationRev + 1, lastActivityAt: now };
    const status = (value) => ({ status: { ...session.status, value, since: now } });
    if (n % 40 === 0) {
      const requests = session.requests.length === 0 ? [permission({ id: `r${n}`, command: `make ${n}` })] : [];
      fake.change(key, { ...rev, ...status(requests.length === 0 ? 'working' : 'needs_attention'), requests });
    } else if (n % 15 === 0 && session.requests.length === 0) {
      fake.change(key, { ...rev, ...status(session.status.value === 'idle' ? 'working' : 'idle') });
    } else {
      const vitals = { ...session.vitals, contextTokens: session.vitals.contextTokens + 500 };
      fake.change(key, { ...rev, doing: `running step ${n}`, vitals });
    }
  }, 1_000 / UPDATES_PER_S);
  return () => clearInterval(timer);
}
