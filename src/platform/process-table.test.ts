import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProcessTable } from '../ports/process-table.ts';
import { createProcTable } from './process-table-proc.ts';
import { createPsTable, parsePsLine } from './process-table-ps.ts';
import { createProcessTable } from './process-table.ts';
import { run } from './subprocess.ts';

const hasLsof = (await run('lsof', ['-v'], { timeoutMs: 5_000 })).outcome === 'exited';

let dir: string;
let child: ChildProcess;

beforeEach(async () => {
  dir = await realpath(await mkdtemp(join(tmpdir(), 'amc-')));
  await using log = await open(join(dir, 'open.log'), 'w').then((file) => ({
    fd: file.fd,
    [Symbol.asyncDispose]: () => file.close(),
  }));
  const script = 'console.log("up"); process.stdin.resume()';
  child = spawn(process.execPath, ['-e', script, 'an argument', ''], {
    cwd: dir,
    env: { PATH: '/bin', ODD: 'a=b\nc', __proto__x: '1', EMPTY: '' },
    stdio: ['pipe', 'pipe', 'ignore', log.fd],
  });
  if (child.stdout) await once(child.stdout, 'data');
});

afterEach(async () => {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(dir, { recursive: true });
});

const pidOf = (process: ChildProcess): number => process.pid ?? -1;

describe.runIf(process.platform === 'linux')('the table from /proc', () => {
  const table = createProcTable();

  it('tells everything about a process', async () => {
    const pid = pidOf(child);
    expect(await table.get(pid)).toMatchObject({
      pid,
      ppid: process.pid,
      comm: 'node',
      startTime: expect.stringMatching(/^\d+$/),
    });
    expect(await table.cwd(pid)).toBe(dir);
    expect((await table.argv(pid)).slice(-2)).toEqual(['an argument', '']);
    expect(await table.environ(pid)).toEqual({ PATH: '/bin', ODD: 'a=b\nc', __proto__x: '1', EMPTY: '' });
    expect(await table.openFiles(pid)).toEqual([join(dir, 'open.log')]);
    expect((await table.ancestors(pid))[0]).toBe(process.pid);
    expect((await table.list()).map((info) => info.pid)).toEqual(expect.arrayContaining([pid, process.pid]));
  });

  it('keeps the path of a folder that was deleted', async () => {
    await rm(dir, { recursive: true });
    expect(await table.cwd(pidOf(child))).toBe(dir);
    expect(await table.openFiles(pidOf(child))).toEqual([]);
    dir = await mkdtemp(join(tmpdir(), 'amc-'));
  });

  it('reads nothing from a process that has ended', async () => {
    const pid = pidOf(child);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await table.get(pid)).toBeNull();
    expect([await table.environ(pid), await table.cwd(pid), await table.argv(pid)]).toEqual([{}, null, []]);
    expect([await table.ancestors(pid), await table.openFiles(pid)]).toEqual([[], []]);
  });
});

describe('the table from ps', () => {
  const table: ProcessTable = createPsTable({ run });

  it('tells the same process', async () => {
    const pid = pidOf(child);
    const [byPs, byDefault] = [await table.get(pid), await createProcessTable().get(pid)];
    expect(byPs).toMatchObject({ pid, ppid: process.pid, pgrp: byDefault?.pgrp, tty: byDefault?.tty, comm: 'node' });
    expect((await table.get(pid))?.startTime).toBe(byPs?.startTime);
    expect((await table.ancestors(pid))[0]).toBe(process.pid);
    expect((await table.list()).map((info) => info.pid)).toContain(pid);
  });

  it.runIf(hasLsof)('tells its folder and open files', async () => {
    expect(await table.cwd(pidOf(child))).toBe(dir);
    expect(await table.openFiles(pidOf(child))).toEqual([join(dir, 'open.log')]);
  });

  it('knows that a process is gone', async () => {
    expect(await table.get(2 ** 22 + 1)).toBeNull();
  });

  it('reads lines as macOS prints them', () => {
    expect(
      parsePsLine('  501     1   501   510 S+   ttys003  Wed Nov  4 09:05:00 2026     /Applications/My App/node'),
    ).toEqual({
      pid: 501,
      ppid: 1,
      pgrp: 501,
      tpgid: 510,
      tty: '/dev/ttys003',
      startTime: 'Wed Nov 4 09:05:00 2026',
      comm: 'node',
    });
    expect(parsePsLine('  501     1   501     0 Ss   ??       Wed Nov  4 09:05:00 2026     launchd')).toMatchObject({
      tty: null,
      tpgid: -1,
    });
    expect(parsePsLine('  501     1   501     0 Z    ??       Wed Nov  4 09:05:00 2026     (node)')).toBeNull();
    expect(parsePsLine('garbage')).toBeNull();
  });

  it('cuts the environment out of what ps -E prints', async () => {
    const outputs = ['node x.js A=1\n', 'node x.js A=1 TMUX=/tmp/s,1,0 TMUX_PANE=%2 HOME=/h\n'];
    const fake = createPsTable({
      run: async () => ({ outcome: 'exited', exitCode: 0, stdout: outputs.shift() ?? '', stderr: '' }),
    });
    expect(await fake.environ(1)).toEqual({ TMUX: '/tmp/s,1,0', TMUX_PANE: '%2', HOME: '/h' });
  });

  it('says when ps cannot answer', async () => {
    const hung = createPsTable({ run: async () => ({ outcome: 'timeout', stdout: '', stderr: '' }) });
    await expect(hung.get(1)).rejects.toMatchObject({ code: 'process_table_unavailable', fault: 'environment' });
  });
});
