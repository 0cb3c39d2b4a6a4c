import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AmcProcess } from '../helpers/amc-process.ts';
import { mountSmall } from '../integration/hook/kit.ts';
import { waitFor } from '../rig/wait-for.ts';
import { expectComplete, indexReady, makeHistoryHome, type HistoryHome } from './ledger.ts';

describe('the index and the disk', () => {
  let place: HistoryHome;

  beforeEach(() => {
    place = makeHistoryHome();
  });
  afterEach(() => place.dispose());

  test('F39 a full disk: the index pauses and says why, everything else goes on, and it resumes by itself', async (context) => {
    for (let i = 0; i < 20; i += 1) place.add(1_000);
    const disk = mountSmall(place.dataDir, 3_000);
    if (disk === null) return context.skip('no file system may be mounted here (needs root)');
    try {
      const amc = await AmcProcess.start(place.env);
      const paused = await waitFor(
        async () => {
          const progress = await amc.client.call('index', {});
          return progress.state === 'paused' ? progress : null;
        },
        { what: 'the index to pause', timeoutMs: 30_000 },
      );
      expect(paused.problem).toMatch(/full|space/i);
      // The page still works: conversations are read from the agents' own files.
      const { items } = await amc.client.call('conversation', {
        params: { key: `claude:${place.ledger[0]?.id}` },
        query: { limit: 5 },
      });
      expect(items).toHaveLength(5);
      execFileSync('mount', ['-o', 'remount,size=200000k', place.dataDir]);
      await expectComplete(amc, place.ledger);
      await amc.stop();
    } finally {
      disk.unmount();
    }
  });

  test('F20 F43 a transcript that may not be read is told, and read when it may', async (context) => {
    const [, locked] = [place.add(50), place.add(50)];
    if (process.getuid?.() === 0) {
      // Root reads everything: a folder in the file's place cannot be read as one either.
      return context.skip('root may read everything; covered by test/integration/ingest as another error');
    }
    chmodSync(locked.path, 0);
    const amc = await AmcProcess.start(place.env);
    await waitFor(async () => (await amc.client.call('index', {})).unreadable === 1, { what: 'the file to be told' });
    chmodSync(locked.path, 0o600);
    await expectComplete(amc, place.ledger);
    await amc.stop();
  });

  test('F47 names of 255 bytes and names that are no UTF-8 hurt nobody', async () => {
    place.add(20, `-home-${'x'.repeat(249)}`);
    const odd = Buffer.concat([Buffer.from(join(place.home, '.claude/projects/-home-')), Buffer.from([0xff, 0xfe])]);
    mkdirSync(odd);
    writeFileSync(Buffer.concat([odd, Buffer.from('/no-session.jsonl')]), '{}\n');
    const amc = await AmcProcess.start(place.env);
    await indexReady(amc);
    const { sessions } = await amc.client.call('history', { query: { limit: 1_000 } });
    expect(sessions.map(({ id, prompts }) => [id, prompts])).toContainEqual([place.ledger[0]?.id, 20]);
    await amc.stop();
  });
});
