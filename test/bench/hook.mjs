import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import { median } from './stats.mjs';
import { newHome, timed } from './world.mjs';

const RUNS = 150;
const EVENT = JSON.stringify({
  session_id: '0c1a0de0-0000-4000-8000-000000000001',
  transcript_path: '/tmp/t.jsonl',
  cwd: '/tmp',
  hook_event_name: 'Stop',
  permission_mode: 'default',
  last_assistant_message: 'Done. '.repeat(40),
  background_tasks: [],
});

/** The hook process from start to end, in turn with `sh -c true` and, when present, the original's hook. */
export async function hook({ baseline }) {
  const { home, env, remove } = newHome();
  try {
    mkdirSync(join(home, '.local/share/amc/spool'), { recursive: true });
    const python = baseline === null ? null : join(baseline, 'amc_hook.py');
    const contestants = { ours: ['sh', [join(root, 'hook/amc-hook.sh')]], floor: ['sh', ['-c', 'true']] };
    if (python !== null && existsSync(python)) contestants.original = ['python3', [python]];
    const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
    await timed(RUNS, async () => {
      for (const [name, [file, args]] of Object.entries(contestants)) {
        const before = performance.now();
        spawnSync(file, args, { env, input: EVENT, stdio: ['pipe', 'ignore', 'ignore'] });
        times[name].push(performance.now() - before);
      }
    });
    const over = median(times.ours) - median(times.floor);
    const rows = [
      {
        what: 'hook over `sh -c true`',
        value: over,
        unit: 'ms',
        reference: `hook ${median(times.ours).toFixed(1)} ms`,
        goal: '≤ 5 ms',
        met: over <= 5,
      },
    ];
    if (times.original !== undefined) {
      const ratio = median(times.original) / median(times.ours);
      rows.push({
        what: 'hook, times cheaper than the original',
        value: ratio,
        unit: '×',
        reference: `original ${median(times.original).toFixed(0)} ms`,
        goal: '≥ 10 ×',
        met: ratio >= 10,
      });
    }
    return rows;
  } finally {
    remove();
  }
}
