import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { waitFor } from './wait-for.ts';

/** One process as /proc shows it. Start time (clock ticks since boot) makes a re-used pid recognisable. */
export interface ProcessInfo {
  pid: number;
  ppid: number;
  startTime: string;
  command: string;
}

export function allProcesses(): ProcessInfo[] {
  return allPids()
    .map(processInfo)
    .filter((info) => info !== undefined);
}

/** Every process whose environment or working directory names the directory. Never this process. */
export function processesOf(directory: string): ProcessInfo[] {
  return allPids()
    .filter((pid) => pid !== process.pid && belongsTo(pid, directory))
    .map(processInfo)
    .filter((info) => info !== undefined);
}

/** The process and all it started, parents first. Processes that left the tree (own session) are not in it. */
export function descendantsOf(rootPid: number): number[] {
  const children = new Map<number, number[]>();
  for (const info of allProcesses()) {
    children.set(info.ppid, [...(children.get(info.ppid) ?? []), info.pid]);
  }
  const found = [rootPid];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

export function processInfo(pid: number): ProcessInfo | undefined {
  const stat = readProc(pid, 'stat');
  if (stat === undefined) return undefined;
  // The name is in brackets and may itself hold spaces and brackets: fields start after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ppid] = fields;
  if (state === 'Z' || state === 'X') return undefined;
  const command = (readProc(pid, 'cmdline') ?? '').replaceAll('\0', ' ').trim();
  return { pid, ppid: Number(ppid), startTime: fields[19] ?? '', command };
}

/** Zombies count as gone: they run nothing, and only their parent can collect them. */
export function isAlive({ pid, startTime }: Pick<ProcessInfo, 'pid' | 'startTime'>): boolean {
  return processInfo(pid)?.startTime === startTime;
}

/** Asks each process to end, insists after a moment, and returns when all are gone. */
export async function endProcesses(processes: ProcessInfo[]): Promise<void> {
  for (const info of processes) signal(info, 'SIGTERM');
  const gone = () => processes.every((info) => !isAlive(info));
  try {
    await waitFor(gone, { timeoutMs: 1_500, what: 'processes to end' });
  } catch {
    for (const info of processes) signal(info, 'SIGKILL');
    await waitFor(gone, {
      timeoutMs: 5_000,
      what: `killed processes to end: ${processes.map(describeProcess).join(', ')}`,
    });
  }
}

/** For exit handlers, where nothing can be awaited. */
export function killProcessesNow(processes: ProcessInfo[]): void {
  for (const info of processes) signal(info, 'SIGKILL');
}

export function describeProcess({ pid, command }: ProcessInfo): string {
  return `${pid} ${command.slice(0, 120)}`;
}

function signal(info: ProcessInfo, name: NodeJS.Signals): void {
  if (!isAlive(info)) return;
  try {
    process.kill(info.pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}

/** `NAME=value` entries the process was started with; none when it is gone or someone else's. */
export function environmentOf(pid: number): string[] {
  return (readProc(pid, 'environ') ?? '').split('\0');
}

function belongsTo(pid: number, directory: string): boolean {
  if (environmentOf(pid).some((entry) => holdsPath(entry, directory))) return true;
  try {
    return holdsPath(`=${readlinkSync(`/proc/${pid}/cwd`)}`, directory);
  } catch {
    return false;
  }
}

function holdsPath(entry: string, directory: string): boolean {
  const value = entry.slice(entry.indexOf('=') + 1);
  return value === directory || value.startsWith(`${directory}/`);
}

function allPids(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
