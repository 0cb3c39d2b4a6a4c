import { appendFileSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { median } from '../stats.mjs';
import { newHome, timed } from '../world.mjs';
import { makeHistory } from './corpora.mjs';
import { indexed, json, pause, processOf } from './measure.mjs';

const OPENINGS = 30;
const IDLE_MS = 30_000;

/** One conversation of 200 MB: its first page, also after an append and right after a start; then 800 MB at rest. */
export async function big({ baseline }) {
  const { home, env, remove } = newHome();
  try {
    const corpus = makeHistory({ home, baseline, claude: 20, lines: 500, bigMb: 200 });
    const path = `/api/sessions/claude:${basename(corpus.biggest, '.jsonl')}/conversation?limit=50`;
    const first = await indexed(env, { sessions: corpus.paths.length });
    const open = () => json(first.amc, path);
    await open();
    const cached = await timed(OPENINGS, open);
    const line = lastLine(corpus.biggest);
    const appended = await timed(OPENINGS, async () => {
      appendFileSync(corpus.biggest, line);
      await open();
    });
    await first.amc.stop();
    const again = await indexed(env, { sessions: corpus.paths.length });
    const [fresh] = await timed(1, () => json(again.amc, path));
    await again.amc.stop();
    return [
      opening('opened again', median(cached)),
      opening('right after an append', median(appended)),
      opening('the first of all, right after start', fresh),
    ];
  } finally {
    remove();
  }
}

/** Nothing happens, beside a transcript of 800 MB. */
export async function rest({ baseline }) {
  const { home, env, remove } = newHome();
  try {
    const corpus = makeHistory({ home, baseline, claude: 20, lines: 500, bigMb: 800 });
    const { amc } = await indexed(env, { sessions: corpus.paths.length });
    await pause(75_000);
    const before = processOf(amc.server.pid);
    await pause(IDLE_MS);
    const after = processOf(amc.server.pid);
    await amc.stop();
    const percent = ((after.cpuMs - before.cpuMs) / IDLE_MS) * 100;
    const kib = (after.rchar - before.rchar) / 1024;
    return [
      {
        what: 'at rest, 800 MB transcript: processor',
        value: percent,
        unit: '% of a core',
        goal: '< 0.5 %',
        met: percent < 0.5,
      },
      { what: 'at rest: read by all means in 30 s', value: kib, unit: 'KiB', goal: 'no transcript', met: kib < 256 },
      { what: 'at rest: memory', value: after.rssMb, unit: 'MB', goal: '≤ 120 MB', met: after.rssMb <= 120 },
    ];
  } finally {
    remove();
  }
}

function opening(what, ms) {
  return { what: `200 MB conversation, first page, ${what}`, value: ms, unit: 'ms', goal: '≤ 15 ms', met: ms <= 15 };
}

function lastLine(path) {
  const text = readFileSync(path);
  return text.subarray(text.lastIndexOf(10, text.length - 2) + 1);
}
