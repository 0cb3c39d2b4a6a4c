import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AmcProcess } from '../helpers/amc-process.ts';
import { expectComplete, indexReady, makeHistoryHome, type HistoryHome } from './ledger.ts';

describe('the index after a crash', () => {
  let place: HistoryHome;
  const index = (): string => join(place.dataDir, 'index.db');

  beforeEach(async () => {
    place = makeHistoryHome();
    for (let i = 0; i < 6; i += 1) place.add(300);
    const amc = await AmcProcess.start(place.env);
    await indexReady(amc);
    await amc.stop();
  });
  afterEach(() => place.dispose());

  test('F32 the newest pages never reached the disk: what is lost is read again', async () => {
    copyFileSync(index(), `${index()}.old`);
    place.ledger.forEach((entry) => place.append(entry, 50));
    const amc = await AmcProcess.start(place.env);
    await indexReady(amc);
    await amc.stop('SIGKILL');
    for (const end of ['-wal', '-shm']) rmSync(`${index()}${end}`, { force: true });
    copyFileSync(`${index()}.old`, index());
    await complete();
  });

  test('F33 SIGTERM in the middle of the work ends it at once', async () => {
    for (let i = 0; i < 30; i += 1) place.add(1_000);
    const amc = await AmcProcess.start(place.env);
    expect((await amc.client.call('index', {})).state).not.toBe('ready');
    const asked = Date.now();
    await amc.stop('SIGTERM');
    expect(Date.now() - asked).toBeLessThan(5_000);
    await complete();
  });

  const damages: Record<string, () => void> = {
    'truncated in the middle': () => truncateSync(index(), Math.floor(readFileSync(index()).length / 2 / 4096) * 4096),
    'of zero length': () => truncateSync(index(), 0),
    'something else altogether': () => writeFileSync(index(), 'no database'),
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
      for (const end of ['-wal', '-shm']) rmSync(`${index()}${end}`, { force: true });
      damage();
      await complete();
    });
  }

  test('F36 one flipped bit in each of many pages never makes AMC lie about being complete', async () => {
    const whole = readFileSync(index());
    for (let at = 9_000; at < whole.length; at += Math.floor(whole.length / 7)) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      for (const end of ['-wal', '-shm']) rmSync(`${index()}${end}`, { force: true });
      writeFileSync(index(), bytes);
      const amc = await AmcProcess.start(place.env);
      await indexReady(amc);
      const { faults } = await amc.client.call('verifyIndex', { body: {} });
      if (faults.length > 0) {
        await amc.client.call('rebuildIndex', { body: {} });
        await expectComplete(amc, place.ledger);
      }
      await amc.stop();
    }
  });

  test('what was set aside is kept', async () => {
    for (const end of ['-wal', '-shm']) rmSync(`${index()}${end}`, { force: true });
    writeFileSync(index(), 'no database');
    await complete();
    const aside = readdirSync(place.dataDir).filter((name) => name.startsWith('index.db.'));
    expect(aside.map((name) => readFileSync(join(place.dataDir, name), 'utf8'))).toContain('no database');
    expect(existsSync(join(place.dataDir, 'state.db'))).toBe(true);
  });

  async function complete(): Promise<void> {
    const amc = await AmcProcess.start(place.env);
    await expectComplete(amc, place.ledger);
    await amc.stop();
  }
});
