import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectComplete, makeHistoryHome } from './ledger.ts';

/** More in the long run (100 and more); a bounded number in `npm test`. */
const KILLS = Number(process.env['AMC_KILLS'] ?? 8);

describe('the index after kill -9', () => {
  const place = makeHistoryHome();
  const { ledger, add, append } = place;

  beforeAll(() => {
    for (let i = 0; i < 24; i += 1) add(1_200);
  });
  afterAll(() => place.dispose());

  test(
    'F31 F34 nothing is lost, nothing is twice, the checkpoint is where the rows are',
    async () => {
      const before = ledger.map(({ path }) => readFileSync(path));
      let killedBusy = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        const amc = await place.start();
        // Spread over the time an index takes, the same at every run.
        await pause(40 + ((kill * 7919) % 900));
        for (const entry of ledger.filter((_, i) => i % 5 === kill % 5)) append(entry, 3);
        if ((await amc.client.call('index', {})).state !== 'ready') killedBusy += 1;
        await amc.stop('SIGKILL');
      }
      expect(killedBusy, 'kills in the middle of the work').toBeGreaterThan(0);

      await expectComplete(await place.start(), ledger);
      // What the agents wrote is as they wrote it.
      ledger.forEach(({ path }, i) => {
        const old = before[i] ?? Buffer.alloc(0);
        expect(readFileSync(path).subarray(0, old.length).equals(old)).toBe(true);
      });
    },
    KILLS * 5_000 + 60_000,
  );
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
