import { basename } from 'node:path';
import { EnvironmentError } from '../contract/errors.ts';
import type { ProcessInfo, ProcessTable } from '../ports/process-table.ts';
import type { Run } from '../ports/subprocess.ts';
import { walkAncestors } from './process-ancestors.ts';
import { scrubbedEnv } from './subprocess.ts';

const timeoutMs = 3_000;
/** lstart takes five words (`Wed Nov 22 10:00:00 2026`); comm is last because it may hold blanks. */
const columns = 'pid=,ppid=,pgid=,tpgid=,state=,tty=,lstart=,comm=';

/**
 * Processes through `ps` and `lsof`, for systems without /proc (macOS). `startTime` is exact to the second only, and
 * an environment value is cut at its first blank, because `ps` prints both without a separator.
 */
export function createPsTable({ run }: { run: Run }): ProcessTable {
  return {
    get,
    environ,
    cwd,
    argv,
    list,
    ancestors: (pid) => walkAncestors(pid, async (of) => (await get(of))?.ppid),
    openFiles,
  };

  async function get(pid: number): Promise<ProcessInfo | null> {
    const [line] = await lines('ps', ['-p', String(pid), '-o', columns]);
    return line === undefined ? null : parsePsLine(line);
  }

  async function list(): Promise<ProcessInfo[]> {
    const found = await lines('ps', ['-U', String(process.getuid?.() ?? 0), '-o', columns]);
    return found.map(parsePsLine).filter((info) => info !== null);
  }

  async function environ(pid: number): Promise<Readonly<Record<string, string>>> {
    const [plain] = await lines('ps', ['-ww', '-p', String(pid), '-o', 'command=']);
    const [full] = await lines('ps', ['-Eww', '-p', String(pid), '-o', 'command=']);
    if (plain === undefined || full === undefined || !full.startsWith(plain)) return {};
    const pairs = full.slice(plain.length).matchAll(/(?:^| )([A-Za-z_][A-Za-z0-9_]*)=(\S*)/g);
    return Object.fromEntries([...pairs].map(([, name = '', value = '']): [string, string] => [name, value]));
  }

  async function argv(pid: number): Promise<string[]> {
    const [line] = await lines('ps', ['-ww', '-p', String(pid), '-o', 'command=']);
    return line === undefined ? [] : line.trim().split(/ +/);
  }

  async function cwd(pid: number): Promise<string | null> {
    const fields = await lines('lsof', ['-a', '-p', String(pid), '-d', 'cwd', '-Fn']);
    return fields.find((field) => field.startsWith('n'))?.slice(1) ?? null;
  }

  async function openFiles(pid: number): Promise<string[]> {
    const fields = await lines('lsof', ['-a', '-p', String(pid), '-d', '^cwd,^rtd,^txt,^mem', '-Ftn']);
    const paths = fields.filter((field, at) => field.startsWith('n/') && fields[at - 1] === 'tREG');
    return [...new Set(paths.map((field) => field.slice(1)))];
  }

  /** Both programs leave with 1 when there is nothing to tell. */
  async function lines(file: string, args: readonly string[]): Promise<string[]> {
    const result = await run(file, args, { timeoutMs, env: { ...scrubbedEnv(), LC_ALL: 'C' } });
    if (result.outcome === 'exited') return result.stdout.split('\n').filter((line) => line.trim() !== '');
    const why = result.outcome === 'not_started' ? result.code : result.outcome;
    throw new EnvironmentError({
      code: 'process_table_unavailable',
      message: `Cannot read the process table: ${file} ended with ${why}.`,
      next: `Check that ${file} works in a terminal.`,
    });
  }
}

export function parsePsLine(line: string): ProcessInfo | null {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(-?\d+)\s+(\S+)\s+(\S+)\s+(\S+ +\S+ +\d+ +[\d:]+ +\d+)\s+(.+?)\s*$/.exec(
    line,
  );
  if (!match) return null;
  const [, pid, ppid, pgrp, tpgid, state = '', tty = '', started = '', comm = ''] = match;
  if (state.startsWith('Z')) return null;
  return {
    pid: Number(pid),
    ppid: Number(ppid),
    startTime: started.replace(/ +/g, ' '),
    tty: tty.startsWith('?') ? null : `/dev/${tty}`,
    pgrp: Number(pgrp),
    tpgid: Number(tpgid) > 0 ? Number(tpgid) : -1,
    comm: basename(comm),
  };
}
