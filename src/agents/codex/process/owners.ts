import type { ProcessId } from '../../../core/observation.ts';
import type { CodexProcess } from './scan.ts';

/** The process of a thread, by proof. */
export interface Owner {
  process: ProcessId;
  /** It runs the thread itself; otherwise it shows what the background server runs. */
  runs: boolean;
  /** A person can type to it: it has a terminal, and this is the one thread it holds. */
  typeable: boolean;
  detail: string;
}

/** A thread that a background server has loaded. */
export interface LoadedThread {
  id: string;
  /** As a real path. */
  cwd: string | null;
}

/** Which process each thread belongs to. A thread for which there is no proof is left out: guessing is not allowed. */
export function ownersOf({
  processes,
  loaded,
}: {
  processes: readonly CodexProcess[];
  loaded: readonly LoadedThread[];
}): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const process of processes)
    for (const id of process.threads) if (process.role.role !== 'server') owners.set(id, runner(process));
  const viewers = processes.filter(
    ({ role, tty, threads }) => role.role === 'tui' && tty !== null && threads.length === 0,
  );
  for (const thread of loaded) {
    if (owners.has(thread.id)) continue;
    const viewer = named(thread, viewers) ?? alone(thread, viewers, loaded);
    if (viewer !== null) owners.set(thread.id, viewer);
  }
  return owners;
}

function runner({ id, role, tty, threads }: CodexProcess): Owner {
  const isOnly = threads.length === 1;
  return {
    process: id,
    runs: true,
    typeable: role.role === 'tui' && tty !== null && isOnly,
    detail: isOnly
      ? 'it holds the writer lock of the thread'
      : `it holds the writer locks of ${threads.length} threads`,
  };
}

function named({ id }: LoadedThread, viewers: readonly CodexProcess[]): Owner | null {
  const [first, ...more] = viewers.filter(({ role }) => role.role === 'tui' && role.resumes === id);
  return first === undefined || more.length > 0 ? null : viewer(first, 'its command line names the thread');
}

function alone(
  { id, cwd }: LoadedThread,
  viewers: readonly CodexProcess[],
  loaded: readonly LoadedThread[],
): Owner | null {
  if (cwd === null || loaded.some((other) => other.id !== id && other.cwd === cwd)) return null;
  const [first, ...more] = viewers.filter((process) => process.cwd === cwd);
  if (first === undefined || more.length > 0) return null;
  const { role } = first;
  if (role.role === 'tui' && role.resumes !== null && role.resumes !== id) return null;
  return viewer(first, 'the only Codex in its folder shows the only thread there');
}

function viewer({ id }: CodexProcess, detail: string): Owner {
  return { process: id, runs: false, typeable: false, detail };
}
