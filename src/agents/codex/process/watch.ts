import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessTable } from '../../../ports/process-table.ts';
import { ownersOf, type LoadedThread, type Owner } from './owners.ts';
import { LOCKS, lockedThread, scanCodex, type CodexProcess } from './scan.ts';

/** How threads and processes belong together, at one moment. */
export interface Ownership {
  owners: ReadonlyMap<string, Owner>;
  /** Threads whose writer lock any running Codex holds, servers included, with its process. */
  holders: ReadonlyMap<string, CodexProcess>;
  /** How many terminals of this CODEX_HOME there are. */
  terminals: number;
  /** All of them are known: a thread that is not in `holders` is held by nobody. */
  complete: boolean;
}

const NONE: Ownership = { owners: new Map(), holders: new Map(), terminals: 0, complete: false };

/** Looks which processes hold which threads; looks at every process of the user only when something changed. */
export class ProcessWatch {
  readonly #processTable: ProcessTable;
  readonly #codexHome: string;
  #processes: readonly CodexProcess[] = [];
  #locks: readonly string[] | null = null;
  #scannedFor = '';
  #now: Ownership = NONE;

  constructor({ processTable, codexHome }: { processTable: ProcessTable; codexHome: string }) {
    this.#processTable = processTable;
    this.#codexHome = codexHome;
  }

  get now(): Ownership {
    return this.#now;
  }

  /** `fresh`: something happened, so look at everything; else only when the locks, the threads or a known process changed. */
  async look({ loaded, fresh }: { loaded: readonly LoadedThread[]; fresh: boolean }): Promise<Ownership> {
    const locks = await locksIn(this.#codexHome);
    const reason = [...(locks ?? []), '|', ...loaded.map(({ id }) => id)].join(' ');
    const idle = locks === null && loaded.length === 0 && this.#processes.length === 0;
    if (!idle && (fresh || reason !== this.#scannedFor || !(await this.#allAlive()))) {
      this.#processes = await scanCodex({ processTable: this.#processTable, codexHome: this.#codexHome });
      this.#scannedFor = reason;
    }
    this.#locks = locks;
    this.#now = await this.#ownership(loaded);
    return this.#now;
  }

  async isAlive({ pid, startTime }: { pid: number; startTime: string }): Promise<boolean> {
    return (await this.#processTable.get(pid))?.startTime === startTime;
  }

  async #allAlive(): Promise<boolean> {
    const alive = await Promise.all(this.#processes.map(({ id }) => this.isAlive(id)));
    return alive.every(Boolean);
  }

  async #ownership(loaded: readonly LoadedThread[]): Promise<Ownership> {
    const real = await Promise.all(
      loaded.map(async ({ id, cwd }) => ({ id, cwd: cwd === null ? null : await realOr(cwd) })),
    );
    return {
      owners: ownersOf({ processes: this.#processes, loaded: real }),
      holders: new Map(this.#processes.flatMap((process) => process.threads.map((id) => [id, process] as const))),
      terminals: this.#processes.filter(({ role, tty }) => role.role === 'tui' && tty !== null).length,
      // Versions without the folder take no locks, so their threads may be held all the same.
      complete: this.#locks !== null && this.#processes.every(({ readable }) => readable),
    };
  }
}

/** null: this Codex takes no locks, or never ran here. */
async function locksIn(codexHome: string): Promise<readonly string[] | null> {
  const names = await readdir(join(codexHome, LOCKS)).catch(() => null);
  return names === null ? null : names.filter((name) => lockedThread(name) !== null).sort();
}

async function realOr(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
