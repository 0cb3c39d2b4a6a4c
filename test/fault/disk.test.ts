import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
    for (let i = 0; i < 12; i += 1) place.add(1_000);
    const disk = mountSmall(place.dataDir, 3_000);
    if (disk === null) return context.skip('no file system may be mounted here (needs root)');
    try {
      const amc = await place.start();
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
    } finally {
      await place.stop();
      disk.unmount();
    }
  });

  test('F47 names of 255 bytes and names that are no UTF-8 hurt nobody', async () => {
    place.add(20, `-home-${'x'.repeat(249)}`);
    const odd = Buffer.concat([Buffer.from(join(place.home, '.claude/projects/-home-')), Buffer.from([0xff, 0xfe])]);
    mkdirSync(odd);
    writeFileSync(Buffer.concat([odd, Buffer.from('/no-session.jsonl')]), '{}\n');
    const amc = await place.start();
    await indexReady(amc);
    const { sessions } = await amc.client.call('history', { query: { limit: 1_000 } });
    // What cannot be opened by its name is told.
    expect((await amc.client.call('index', {})).unreadable).toBe(1);
    expect(sessions.map(({ id, prompts }) => [id, prompts])).toContainEqual([place.ledger[0]?.id, 20]);
  });
});
