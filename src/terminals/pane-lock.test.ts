import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProcessInfo, ProcessTable } from '../ports/process-table.ts';
import type { PaneRef } from '../ports/terminal.ts';
import { createPaneLocks } from './pane-lock.ts';

const ref: PaneRef = { terminal: 'tmux', server: '/tmp/s', epoch: '1:2', session: '$0', pane: '%5' };
let dir: string;

beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'amc-')), 'locks');
});
afterEach(() => rm(join(dir, '..'), { recursive: true }));

const info = (pid: number, startTime: string): ProcessInfo => ({
  pid,
  startTime,
  ppid: 1,
  tty: null,
  pgrp: pid,
  tpgid: -1,
  comm: 'node',
});
const table: Pick<ProcessTable, 'get'> = { get: async (pid) => info(pid, 'now') };

/** Runs `count` holders at once and tells how many were inside together at most. */
async function mostAtOnce(holders: readonly (<T>(work: () => Promise<T>) => Promise<unknown>)[]): Promise<number> {
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 3));
    inside -= 1;
  };
  await Promise.all(holders.map((hold) => hold(work)));
  return most;
}

/** The lock file as process `pid`, started at `startTime`, would have left it. */
async function leaveLock(owner: { pid: number; startTime: string }): Promise<string> {
  const locks = createPaneLocks({ dir });
  await mkdir(dir, { recursive: true });
  let name = '';
  await locks.hold(ref, async () => {
    name = (await readdir(dir)).find((file) => file.endsWith('.lock')) ?? '';
  });
  const path = join(dir, name);
  await writeFile(path, JSON.stringify({ ...owner, nonce: 'theirs' }));
  return path;
}

async function endedPid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid ?? -1;
}

describe('pane locks', () => {
  it('lets one in at a time, in one process and without a folder', async () => {
    const locks = createPaneLocks({});
    expect(await mostAtOnce(Array.from({ length: 8 }, () => (work) => locks.hold(ref, work)))).toBe(1);
  });

  it('lets one in at a time through lock files alone', async () => {
    const holders = Array.from({ length: 8 }, () => createPaneLocks({ dir, processTable: table }));
    expect(await mostAtOnce(holders.map((locks) => (work) => locks.hold(ref, work)))).toBe(1);
    expect(await readdir(dir)).toEqual([]);
  });

  it('keeps panes apart', async () => {
    const locks = createPaneLocks({ dir });
    const panes = ['%1', '%2', '%3'].map((pane): PaneRef => Object.assign({}, ref, { pane }));
    let together: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      together = resolve;
    });
    let inside = 0;
    const work = (): Promise<void> => {
      inside += 1;
      if (inside === panes.length) together();
      return all;
    };
    expect(await Promise.all(panes.map((pane) => locks.hold(pane, work)))).toHaveLength(3);
  });

  it('frees the pane when the work throws', async () => {
    const locks = createPaneLocks({ dir });
    await expect(locks.hold(ref, () => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
    expect(await locks.hold(ref, async () => 'next')).toEqual({ locked: true, value: 'next' });
  });

  it('takes over the file of a process that is gone, by only one of many', async () => {
    await leaveLock({ pid: await endedPid(), startTime: 'now' });
    const holders = Array.from({ length: 6 }, () => createPaneLocks({ dir, processTable: table }));
    expect(await mostAtOnce(holders.map((locks) => (work) => locks.hold(ref, work)))).toBe(1);
    expect(await readdir(dir)).toEqual([]);
  });

  it('takes over the file of a process whose number another one has now', async () => {
    await leaveLock({ pid: process.ppid, startTime: 'before' });
    expect(await createPaneLocks({ dir, processTable: table, waitMs: 2_000 }).hold(ref, async () => 1)).toEqual({
      locked: true,
      value: 1,
    });
  });

  it('does not wait for ever for one that lives, and leaves its file', async () => {
    const path = await leaveLock({ pid: process.ppid, startTime: 'now' });
    const outcome = await createPaneLocks({ dir, processTable: table, waitMs: 50 }).hold(ref, async () => 1);
    expect(outcome).toMatchObject({
      locked: false,
      code: 'busy',
      reason: expect.stringContaining(`process ${process.ppid}`),
    });
    expect(await readFile(path, 'utf8')).toContain('theirs');
  });

  it('does not work at all where it cannot lock', async () => {
    await writeFile(dir, 'a file where the folder should be');
    let worked = false;
    const outcome = await createPaneLocks({ dir }).hold(ref, async () => {
      worked = true;
    });
    expect(outcome).toMatchObject({ locked: false, code: 'lock_unavailable' });
    expect(worked).toBe(false);
  });
});
