import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { uuid, writeCorpus } from '../corpus.mjs';
import { liveOf, startSession } from '../idle.mjs';
import { median, quantile } from '../stats.mjs';
import { newHome, startAmc, stopped, until } from '../world.mjs';
import { pause } from './measure.mjs';

const LIVE = 20;
const LINES_A_SECOND = 10;
const QUIET_LINES = 60;
const LOAD_MS = 10_000;

/** From a line in a transcript to the change on the stream: alone, and with twenty sessions that write ten lines a second. */
export async function append() {
  const { home, env, remove } = newHome();
  const sleepers = [];
  try {
    writeCorpus(home, { claudeSessions: LIVE, lines: 500 });
    for (let i = 0; i < LIVE; i += 1) sleepers.push(startSession(home, env, i));
    const amc = await startAmc(env);
    await until(async () => (await liveOf(amc)) === LIVE, 10_000, 'twenty live sessions');
    const stream = await follow(amc);
    await pause(3_000);
    const quiet = [];
    for (let i = 0; i < QUIET_LINES; i += 1) {
      quiet.push(await timeToStream(home, stream, i % LIVE));
      await pause(50);
    }
    const loaded = await underLoad(home, stream);
    stream.close();
    await amc.stop();
    const p50 = median(quiet);
    const p99 = quantile(loaded, 0.99);
    return [
      { what: 'appended line to the stream, p50', value: p50, unit: 'ms', goal: '≤ 15 ms', met: p50 <= 15 },
      {
        what: 'the same, p99, 20 sessions × 10 lines/s',
        value: p99,
        unit: 'ms',
        reference: `p50 ${median(loaded).toFixed(0)} ms, ${loaded.length} lines`,
        goal: '≤ 100 ms',
        met: p99 <= 100,
      },
    ];
  } finally {
    await Promise.all(sleepers.map((child) => stopped(child)));
    remove();
  }
}

async function underLoad(home, stream) {
  const times = [];
  const until = performance.now() + LOAD_MS;
  await Promise.all(
    Array.from({ length: LIVE }, async (_, i) => {
      while (performance.now() < until) {
        const before = performance.now();
        times.push(await timeToStream(home, stream, i));
        await pause(Math.max(0, 1_000 / LINES_A_SECOND - (performance.now() - before)));
      }
    }),
  );
  return times;
}

let count = 0;

async function timeToStream(home, stream, i) {
  const id = uuid('0c1a0de0', i);
  const word = `said-${(count += 1)}`;
  const told = stream.next(`claude:${id}`, word);
  const before = performance.now();
  appendFileSync(join(home, `.claude/projects/-home-dev-projects-app-${i % 20}`, `${id}.jsonl`), lineOf(id, word));
  await told;
  return performance.now() - before;
}

function lineOf(id, text) {
  const record = {
    parentUuid: null,
    isSidechain: false,
    type: 'assistant',
    uuid: `${text}-uuid`,
    timestamp: new Date().toISOString(),
    sessionId: id,
    version: '2.1.330',
    message: { id: `msg_${text}`, role: 'assistant', model: 'claude-opus-4-6', content: [{ type: 'text', text }] },
  };
  return `${JSON.stringify(record)}\n`;
}

/** The stream, with a wait for a session's `preview`. */
async function follow(amc) {
  const abort = new AbortController();
  const response = await fetch(`${amc.server.url}/api/stream`, { headers: amc.headers, signal: abort.signal });
  const waiting = new Map();
  void read(response.body, (event) => {
    if (event.type !== 'session') return;
    const wait = waiting.get(event.session.key);
    if (wait !== undefined && event.session.preview === wait.word) wait.resolve();
  }).catch(() => undefined);
  return {
    next: (key, word) => new Promise((resolve) => waiting.set(key, { word, resolve })),
    close: () => abort.abort(),
  };
}

async function read(body, onEvent) {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const data = /^data: ?(.*)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data !== undefined) onEvent(JSON.parse(data));
    }
  }
}
