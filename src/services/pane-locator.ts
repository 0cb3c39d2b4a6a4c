import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessId } from '../core/observation.ts';
import type { ProcessTable } from '../ports/process-table.ts';
import type { Guard, PaneInfo, ProcessFacts, TerminalAdapter } from '../ports/terminal.ts';
import { agentInForeground } from './pane-guard.ts';

/** The pane of a process, or why none can be named. `failed`: it could not be looked for everywhere. */
export type Located =
  | { found: true; pane: PaneInfo; terminal: TerminalAdapter }
  | { found: false; reason: string; failed?: true };

export interface PaneLocatorOptions {
  processes: ProcessTable;
  terminals: readonly TerminalAdapter[];
}

/** Finds the pane a process runs in, each time afresh, by proof only: a cwd, a title or a name is none. */
export class PaneLocator {
  readonly #processes: ProcessTable;
  readonly #terminals: readonly TerminalAdapter[];

  constructor({ processes, terminals }: PaneLocatorOptions) {
    this.#processes = processes;
    this.#terminals = terminals;
  }

  async locate(process: ProcessId): Promise<Located> {
    const facts = await this.#facts(process);
    if (facts === null) return { found: false, reason: 'its process is gone' };
    if (facts.tty === null) return { found: false, reason: 'its process has no terminal' };
    const looks = this.#terminals.map(async (terminal) => ({ terminal, pane: await terminal.locate(facts) }));
    const outcomes = await untilFound(looks);
    const hits = outcomes.flatMap((outcome) =>
      outcome.status === 'fulfilled' && outcome.value.pane !== null
        ? [{ pane: outcome.value.pane, terminal: outcome.value.terminal }]
        : [],
    );
    const [hit, second] = hits;
    if (second !== undefined) return { found: false, reason: 'two multiplexers claim its terminal' };
    if (hit !== undefined) return { found: true, ...hit };
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    return failed === undefined
      ? { found: false, reason: 'it runs in no multiplexer pane AMC can reach' }
      : { found: false, reason: reasonOf(failed.reason), failed: true };
  }

  /** Proof, each time it is asked, that what is typed into this pane reaches this process. */
  guard(process: ProcessId, { tty }: Pick<PaneInfo, 'tty'>): Guard {
    return agentInForeground(this.#processes, process, tty ?? null);
  }

  async #facts(process: ProcessId): Promise<ProcessFacts | null> {
    const info = await this.#processes.get(process.pid);
    if (info === null || info.startTime !== process.startTime) return null;
    const [env, ancestors] = await Promise.all([
      this.#processes.environ(process.pid),
      this.#processes.ancestors(process.pid),
    ]);
    return { pid: process.pid, startTime: process.startTime, env, tty: info.tty, ancestors };
  }
}

/** Once one has proven where the process is, the others get this long to say otherwise: one that hangs is not waited for. */
const contradictionMs = 10;

/** What the looks came to: all of them, or those that were done when one had found something. */
async function untilFound<T extends { pane: PaneInfo | null }>(
  looks: readonly Promise<T>[],
): Promise<readonly PromiseSettledResult<T>[]> {
  const done: PromiseSettledResult<T>[] = [];
  const all = Promise.all(
    looks.map((look) =>
      look.then(
        (value) => void done.push({ status: 'fulfilled', value }),
        (reason: unknown) => void done.push({ status: 'rejected', reason }),
      ),
    ),
  );
  const found = Promise.any(looks.map(async (look) => ((await look).pane === null ? Promise.reject(none) : null)));
  const waited = new AbortController();
  await Promise.race([
    all,
    found.then(
      () => delay(contradictionMs, undefined, { signal: waited.signal }).catch(() => undefined),
      () => all,
    ),
  ]);
  waited.abort();
  return [...done];
}

const none = new Error('not here');

/** An error's own sentence, to stand inside another one. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
