import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { ProcessId } from '../../../core/observation.ts';
import type { ProcessInfo, ProcessTable } from '../../../ports/process-table.ts';
import { roleOf, type CodexRole } from './command-line.ts';

/** A running `codex` of one CODEX_HOME. */
export interface CodexProcess {
  id: ProcessId;
  role: CodexRole;
  tty: string | null;
  /** Where it works, as a real path; null when it may not be read. */
  cwd: string | null;
  /** Threads whose writer lock it holds: it runs them itself. */
  threads: readonly string[];
  /** Its open files could be read, so `threads` is all of them. */
  readable: boolean;
}

/** Name of the folder in CODEX_HOME where a thread's writer holds `<thread id>.lock` open (FORMAT.md §5). */
export const LOCKS = 'thread-writer-locks';
const LOCK_FILE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.lock$/i;

/** Every running `codex` of this user that works in the given CODEX_HOME. */
export async function scanCodex({
  processTable,
  codexHome,
}: {
  processTable: ProcessTable;
  codexHome: string;
}): Promise<CodexProcess[]> {
  const home = await real(codexHome);
  const candidates = (await processTable.list()).filter(({ comm }) => basename(comm) === 'codex');
  const found = await Promise.all(candidates.map((info) => look({ processTable, info, home })));
  return found.filter((process) => process !== null);
}

export function lockedThread(path: string): string | null {
  return LOCK_FILE.exec(basename(path))?.[1]?.toLowerCase() ?? null;
}

async function look({
  processTable,
  info,
  home,
}: {
  processTable: ProcessTable;
  info: ProcessInfo;
  home: string;
}): Promise<CodexProcess | null> {
  const { pid, startTime, tty } = info;
  const environ = await processTable.environ(pid);
  const theirs = environ['CODEX_HOME'] ?? (environ['HOME'] === undefined ? null : join(environ['HOME'], '.codex'));
  if (theirs === null || (await real(theirs)) !== home) return null;
  const [argv, cwd, files] = await Promise.all([
    processTable.argv(pid),
    processTable.cwd(pid),
    processTable.openFiles(pid),
  ]);
  const role = roleOf(argv.slice(1));
  const threads = files
    .filter((path) => dirname(path) === join(home, LOCKS))
    .map(lockedThread)
    .filter((id) => id !== null);
  const base = cwd === null ? null : role.role === 'tui' && role.cd !== null ? resolve(cwd, role.cd) : cwd;
  return {
    id: { pid, startTime },
    role,
    tty,
    cwd: base === null ? null : await real(base),
    threads,
    readable: files.length > 0,
  };
}

async function real(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}
