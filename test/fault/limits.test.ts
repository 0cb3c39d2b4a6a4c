import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { amc as run, type AmcProcess } from '../helpers/amc-process.ts';
import { mountSmall } from '../integration/hook/kit.ts';
import { waitFor } from '../rig/wait-for.ts';
import { expectComplete, indexReady, makeHistoryHome, type HistoryHome } from './ledger.ts';
import { noStrace } from './strace.ts';

const noPrlimit = ((): string | null => {
  try {
    execFileSync('prlimit', ['--pid', String(process.pid)], { stdio: 'ignore' });
    return null;
  } catch {
    return 'prlimit is not here';
  }
})();

/** What takes half a minute and more runs only with this. */
const isLong = process.env['AMC_LONG'] !== undefined;

describe('the index at the limits of the system', () => {
  let place: HistoryHome;

  beforeEach(() => {
    place = makeHistoryHome();
    for (let i = 0; i < 6; i += 1) place.add(100);
  });
  afterEach(() => place.dispose());

  test('F43 a data folder that may not be written to: AMC says so and does not start', async (context) => {
    const disk = mountSmall(place.dataDir, 20_000);
    if (disk === null) return context.skip('no file system may be mounted here (needs root)');
    try {
      const amc = await place.start();
      await indexReady(amc);
      await amc.stop();
      disk.makeReadOnly();
      const refused = await run(place.env, '--port', '0', '--no-open');
      expect(refused.code).not.toBe(0);
      expect(refused.stderr).toMatch(/read-only file system.*\n.*permissions/);
      expect(refused.stderr).not.toContain('bug');
    } finally {
      await place.stop();
      disk.unmount();
    }
  });

  test.skipIf(noPrlimit !== null)(
    `F44 no more files may be opened (${noPrlimit ?? 'with prlimit'}): told, and made good`,
    async () => {
      const amc = await place.start();
      await indexReady(amc);
      limit(amc, 'nofile', '20');
      place.add(20);
      place.ledger.forEach((entry) => place.append(entry, 10));
      // No connection is accepted either: the log is open.
      const log = join(place.dataDir, 'amc.log');
      await waitFor(() => readFileSync(log, 'utf8').includes('jsonl cannot be read: EMFILE'), {
        what: 'it to be told',
      });
      limit(amc, 'nofile', '1024');
      await expectComplete(amc, place.ledger);
      expect((await amc.client.call('index', {})).unreadable).toBe(0);
    },
  );

  // Half a minute: in the long run only.
  if (isLong && noStrace === null) {
    test('F45 no watch is allowed: told, and found by looking', { timeout: 90_000 }, async () => {
      const amc = await place.start({ under: tampered('inotify_add_watch', 'error=ENOSPC') });
      await indexReady(amc);
      const { sources } = await amc.client.call('health', {});
      expect(sources).toContainEqual(expect.objectContaining({ name: 'file watches', state: 'degraded' }));
      place.add(20);
      place.ledger.forEach((entry) => place.append(entry, 10));
      const prompts = place.ledger.reduce((sum, entry) => sum + entry.prompts, 0);
      await waitFor(async () => (await promptsOf(amc)) === prompts, {
        what: 'all lines to be found',
        timeoutMs: 45_000,
      });
      await expectComplete(amc, place.ledger);
    });
  }

  test.skipIf(noPrlimit !== null)(
    `F46 F47 a write that ends in the middle, at a limit (${noPrlimit ?? 'with prlimit'}): paused, then made good`,
    async () => {
      for (let i = 0; i < 30; i += 1) place.add(500);
      // 512 bytes each: no multiple of what SQLite writes at once, so the last write is a short one.
      const amc = await place.start({ under: ['sh', '-c', 'ulimit -S -f 1201; exec "$@"', 'sh'] });
      const paused = await waitFor(
        async () => {
          const progress = await amc.client.call('index', {});
          return progress.state === 'paused' ? progress : null;
        },
        { what: 'the index to pause' },
      );
      expect(paused.problem).toContain('index.db cannot');
      expect(statSync(join(place.dataDir, 'index.db-wal')).size).toBe(1201 * 512);
      limit(amc, 'fsize', 'unlimited');
      await expectComplete(amc, place.ledger);
    },
  );

  test.skipIf(noStrace !== null)(
    `F48 200 ms for each read of a transcript (${noStrace ?? 'with strace'}): the rest of AMC answers meanwhile`,
    async () => {
      const slow = place.ledger.flatMap(({ path }) => ['-P', path]);
      const amc = await place.start({ under: tampered('pread64,read', 'delay_enter=200000', slow) });
      let answers = 0;
      for (let isReady = false; !isReady; answers += 1) {
        await amc.client.call('history', { query: { limit: 100 } });
        isReady = (await amc.client.call('index', {})).state === 'ready';
      }
      // The files take at least 6 × 3 reads of 200 ms: a wait for any of them would leave but a few answers.
      expect(answers).toBeGreaterThan(36);
      expect(await promptsOf(amc)).toBe(600);
    },
  );
});

function tampered(calls: string, what: string, only: readonly string[] = []): readonly string[] {
  return [
    'strace',
    '-D',
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    ...only,
    '-e',
    `trace=${calls}`,
    '-e',
    `inject=${calls}:${what}`,
  ];
}

/** The soft limit; what AMC has already stays. */
function limit(amc: AmcProcess, name: string, value: string): void {
  execFileSync('prlimit', ['--pid', String(amc.pid), `--${name}=${value}:`]);
}

async function promptsOf(amc: AmcProcess): Promise<number> {
  const { sessions } = await amc.client.call('history', { query: { limit: 1_000 } });
  return sessions.reduce((sum, { prompts }) => sum + prompts, 0);
}
