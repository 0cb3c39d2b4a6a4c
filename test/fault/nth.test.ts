import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectMended, ingest } from './index-thread.ts';
import { makeHistoryHome, type HistoryHome } from './ledger.ts';
import { noStrace, recorded, recording, spread, tampering, type Call } from './strace.ts';

/** So many of the calls that change a file; `AMC_NTH=all`: each of them. */
const NTH = process.env['AMC_NTH'] === 'all' ? Infinity : Number(process.env['AMC_NTH'] ?? 12);
const LONG = { timeout: 600_000 };

describe.skipIf(noStrace !== null)(`a fault at the Nth change of a file (${noStrace ?? 'with strace'})`, () => {
  let place: HistoryHome;

  beforeEach(() => {
    place = makeHistoryHome();
    for (let i = 0; i < 3; i += 1) place.add(100);
  });
  afterEach(() => place.dispose());

  test('F27 kill -9 at every write, sync and removal of the ingest', LONG, async () => {
    await killAtEach(nothing);
  });

  test('F30 kill -9 at every step of taking an older index over: also deleted text is kept', LONG, async () => {
    await ingest(place);
    rmSync(place.ledger[1]?.path ?? '');
    // `user_version`: https://www.sqlite.org/fileformat.html, bytes 60–63.
    const index = join(place.dataDir, 'index.db');
    const bytes = readFileSync(index);
    bytes.writeUInt32BE(9_999, 60);
    writeFileSync(index, bytes);
    const older = join(place.home, 'older');
    cpSync(place.dataDir, older, { recursive: true });
    await killAtEach(() => {
      nothing();
      cpSync(older, place.dataDir, { recursive: true });
    });
  });

  test.each([
    // SQLite says an I/O error where it cannot sync or cut a file, whatever the reason.
    ['F39', 'ENOSPC', /^(disk_full|index_unusable)$/],
    ['F42', 'EIO', /^index_unusable$/],
  ])('%s %s at the Nth write or sync: told, and nothing is lost when it has passed', LONG, async (_id, error, told) => {
    const calls = (await callsOf(nothing)).filter(({ name }) => /write|sync|truncate/.test(name));
    const codes: string[] = [];
    for (const call of spread(calls, NTH / 2)) {
      nothing();
      const { killed, code } = await ingest(place, tampering(call, `error=${error}`));
      expect(killed).toBe(false);
      // None where only the last checkpoint failed: all of it is in the journal then.
      if (code !== undefined) codes.push(code);
      await expectMended(place);
    }
    expect(codes).not.toEqual([]);
    for (const code of codes) expect(code).toMatch(told);
  });

  function nothing(): void {
    rmSync(place.dataDir, { recursive: true, force: true });
  }

  async function killAtEach(prepare: () => void): Promise<void> {
    const calls = spread(await callsOf(prepare), NTH);
    let killed = 0;
    for (const call of calls) {
      prepare();
      if ((await ingest(place, tampering(call, 'signal=SIGKILL'))).killed) killed += 1;
      await expectMended(place);
    }
    // A run may do a little less than the one that was recorded.
    expect(killed).toBeGreaterThan(0.8 * calls.length);
  }

  async function callsOf(prepare: () => void): Promise<readonly Call[]> {
    prepare();
    const trace = join(place.home, 'trace');
    await ingest(place, recording(trace));
    const calls = recorded(trace, place.dataDir);
    expect(calls.length).toBeGreaterThan(20);
    return calls;
  }
});
