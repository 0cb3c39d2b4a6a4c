import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { acquireInstanceLock } from './instance-lock.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'amc-lock-'));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('is held once, and free again after release', async () => {
  const first = await acquireInstanceLock(dataDir);
  expect(await acquireInstanceLock(dataDir)).toEqual({ held: false, heldBy: null });
  writeFileSync(join(dataDir, 'server.json'), '{"url":"http://127.0.0.1:1","pid":5}');
  expect(await acquireInstanceLock(dataDir)).toEqual({ held: false, heldBy: { url: 'http://127.0.0.1:1', pid: 5 } });
  if (first.held) first.release();
  const second = await acquireInstanceLock(dataDir);
  expect(second.held).toBe(true);
  if (second.held) second.release();
});

it('is one a data folder', async () => {
  const locks = [await acquireInstanceLock(dataDir), await acquireInstanceLock(join(dataDir, 'another'))];
  expect(locks.map(({ held }) => held)).toEqual([true, true]);
  for (const lock of locks) if (lock.held) lock.release();
});

it('goes to exactly one of many that start at once', async () => {
  const locks = await Promise.all(Array.from({ length: 5 }, () => acquireInstanceLock(dataDir)));
  expect(locks.filter(({ held }) => held)).toHaveLength(1);
  for (const lock of locks) if (lock.held) lock.release();
});

it('does not take a server.json that is cut off for an answer', async () => {
  const lock = await acquireInstanceLock(dataDir);
  writeFileSync(join(dataDir, 'server.json'), '{"url":"http:');
  expect(await acquireInstanceLock(dataDir)).toEqual({ held: false, heldBy: null });
  if (lock.held) lock.release();
});
