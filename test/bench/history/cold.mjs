import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { median, quantile } from '../stats.mjs';
import { newHome, timed } from '../world.mjs';
import { makeHistory } from './corpora.mjs';
import { floorOf, indexBytes, indexed, json, MB } from './measure.mjs';

const QUERIES = [
  'worker timeout',
  '"session state"',
  'role:prompt retry',
  'tool:Bash cargo',
  'agent:codex rg',
  'test_branch_not_queue',
  'parser -lock',
  'has:error signal',
  'project:ledger cache',
  'hand*',
  'socket OR watcher',
  'nosuchword',
  '/let \\w+_buffer/',
  '="café"',
];
const ROUNDS = 8;

/** The cold index of 2 GB, against the floor; then search over it. */
export async function cold({ baseline }) {
  const rows = [];
  const { home, env, remove } = newHome();
  try {
    const corpus = makeHistory({ home, baseline, claude: 1_000, codex: 200, lines: 500 });
    const floorMs = floorOf(home);
    const of = `floor ${(corpus.bytes / MB / (floorMs / 1000)).toFixed(0)} MB/s`;
    const one = await indexed({ ...env, AMC_INDEX_THREADS: '1' }, { sessions: corpus.paths.length });
    await one.amc.stop();
    removeIndex(home);
    const two = await indexed(env, { sessions: corpus.paths.length });
    rows.push(
      row('cold: list of 1,200 sessions, 2 GB', two.listMs, 'ms', '', '≤ 1,000 ms', two.listMs <= 1_000),
      row(
        'cold index, one thread, times the floor',
        floorMs / one.readyMs,
        '×',
        of,
        '≥ 0.6 ×',
        floorMs / one.readyMs >= 0.6,
      ),
      row(
        'cold index, two threads, times the floor',
        floorMs / two.readyMs,
        '×',
        of,
        '> 1 ×',
        floorMs / two.readyMs > 1,
      ),
      row(
        'cold index: most memory',
        Math.max(one.peakMb, two.peakMb),
        'MB',
        '',
        '≤ 350 MB',
        Math.max(one.peakMb, two.peakMb) <= 350,
      ),
    );
    rows.push(...(await searching(two.amc)));
    await two.amc.stop();
    const share = indexBytes(home) / corpus.bytes;
    rows.push(
      row('index, share of the corpus', share, '×', `${(corpus.bytes / MB).toFixed(0)} MB`, '≤ 0.5 ×', share <= 0.5),
    );
    return rows;
  } finally {
    remove();
  }
}

async function searching(amc) {
  const times = [];
  await json(amc, '/api/search?q=warm');
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const query of QUERIES) {
      times.push(...(await timed(1, () => json(amc, `/api/search?q=${encodeURIComponent(query)}`))));
    }
  }
  const p50 = median(times);
  const p99 = quantile(times, 0.99);
  const of = `${QUERIES.length} queries × ${ROUNDS}`;
  return [
    row('search over 2 GB, p50', p50, 'ms', of, '≤ 30 ms', p50 <= 30),
    row('search over 2 GB, p99', p99, 'ms', of, '≤ 150 ms', p99 <= 150),
  ];
}

function row(what, value, unit, reference, goal, met) {
  return { what, value, unit, reference, goal, met };
}

function removeIndex(home) {
  for (const end of ['', '-wal', '-shm']) rmSync(join(home, '.local/share/amc', `index.db${end}`), { force: true });
}
