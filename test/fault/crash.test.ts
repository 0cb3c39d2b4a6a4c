import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadDriver } from '../../src/store/driver.ts';
import { amc as run } from '../helpers/amc-process.ts';
import { expectComplete, indexReady, makeHistoryHome, type HistoryHome } from './ledger.ts';

describe('the index after a crash', () => {
  let place: HistoryHome;
  const index = (): string => join(place.dataDir, 'index.db');

  beforeEach(async () => {
    place = makeHistoryHome();
    for (let i = 0; i < 6; i += 1) place.add(150);
    const amc = await place.start();
    await indexReady(amc);
    await amc.stop();
  });
  afterEach(() => place.dispose());

  test('F32 the newest pages never reached the disk: what is lost is read again', async () => {
    const synced = join(place.home, 'synced.db');
    copyFileSync(index(), synced);
    place.ledger.forEach((entry) => place.append(entry, 50));
    const amc = await place.start();
    await expectComplete(amc, place.ledger);
    await amc.stop('SIGKILL');
    removeIndex();
    copyFileSync(synced, index());
    await complete();
  });

  test('F32 F36 only the database reached the disk, its journal is missing', async () => {
    const amc = await place.start();
    place.ledger.forEach((entry) => place.append(entry, 50));
    await expectComplete(amc, place.ledger);
    await amc.stop('SIGKILL');
    for (const end of ['-wal', '-shm']) rmSync(`${index()}${end}`, { force: true });
    await complete();
  });

  test('F33 SIGTERM in the middle of the work ends it at once', async () => {
    for (let i = 0; i < 20; i += 1) place.add(1_000);
    const amc = await place.start();
    expect((await amc.client.call('index', {})).state).not.toBe('ready');
    const asked = Date.now();
    await amc.stop('SIGTERM');
    // The matrix says so; it takes some 50 ms.
    expect(Date.now() - asked).toBeLessThan(5_000);
    await complete();
  });

  test('F35 a second server is refused and told of the first; one that was killed leaves no lock behind', async () => {
    const first = await place.start();
    const second = await run(place.env, '--port', '0', '--no-open');
    expect(second.code).not.toBe(0);
    expect(second.stderr).toContain(first.server.url);
    expect((await first.client.call('index', {})).state).toBe('ready');
    await first.stop('SIGKILL');
    expect(existsSync(join(place.dataDir, 'server.json'))).toBe(true);
    await complete();
  });

  const damages: Record<string, () => void> = {
    'truncated in the middle': () => truncateSync(index(), Math.floor(readFileSync(index()).length / 2 / 4096) * 4096),
    'of zero length': () => truncateSync(index(), 0),
    'damaged at its beginning': () => {
      const bytes = readFileSync(index());
      bytes.fill(0xff, 0, 4_096);
      writeFileSync(index(), bytes);
    },
    'of a version of the future': () => {
      // `user_version`: https://www.sqlite.org/fileformat.html, bytes 60–63.
      const bytes = readFileSync(index());
      bytes.writeUInt32BE(9_999, 60);
      writeFileSync(index(), bytes);
    },
    gone: () => rmSync(index()),
  };
  for (const [name, damage] of Object.entries(damages)) {
    test(`F36 F37 index.db ${name}: set aside, made anew, complete`, async () => {
      damage();
      await complete();
    });
  }

  test('F36 index.db something else altogether: set aside and kept', async () => {
    writeFileSync(index(), 'no database');
    await complete();
    const aside = readdirSync(place.dataDir).filter((name) => name.startsWith('index.db.'));
    expect(aside.map((name) => readFileSync(join(place.dataDir, name), 'utf8'))).toContain('no database');
    expect(existsSync(join(place.dataDir, 'state.db'))).toBe(true);
  });

  test('F36 one flipped bit in each of many pages never makes AMC lie about being complete', async () => {
    const whole = readFileSync(index());
    for (let at = 9_000; at < whole.length; at += Math.floor(whole.length / 5)) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      removeIndex();
      writeFileSync(index(), bytes);
      const amc = await place.start();
      await indexReady(amc);
      const { faults } = await amc.client.call('verifyIndex', { body: {} });
      if (faults.length > 0) await amc.client.call('rebuildIndex', { body: {} });
      await expectComplete(amc, place.ledger);
      await amc.stop();
    }
  });

  test.each(['behind', 'ahead of'])('F37 a checkpoint %s its rows: set aside, made anew, complete', async (where) => {
    const [entry] = place.ledger;
    if (entry === undefined) return;
    const half = readFileSync(entry.path, 'utf8')
      .split(/(?<=\n)/)
      .slice(0, 75)
      .join('').length;
    if (where === 'ahead of') place.append(entry, 50);
    const { size, mtimeMs } = statSync(entry.path);
    const values = [where === 'behind' ? half : size, size, String(mtimeMs), entry.path];
    const database = (await loadDriver())(index());
    database.prepare('UPDATE generation SET read = ?, size = ?, mtime_ms = ? WHERE path = ?').run(...values);
    database.close();
    await complete();
  });

  function removeIndex(): void {
    for (const end of ['', '-wal', '-shm']) rmSync(`${index()}${end}`, { force: true });
  }

  async function complete(): Promise<void> {
    const amc = await place.start();
    await expectComplete(amc, place.ledger);
    await amc.stop();
  }
});
