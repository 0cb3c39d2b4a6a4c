import type { ProcessId } from '../core/observation.ts';
import type { ProcessTable } from '../ports/process-table.ts';
import type { PaneInfo, ProcessFacts, TerminalAdapter } from '../ports/terminal.ts';

/** The pane of a process, or why none can be named. */
export type Located = { found: true; pane: PaneInfo; terminal: TerminalAdapter } | { found: false; reason: string };

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
    const outcomes = await Promise.allSettled(
      this.#terminals.map(async (terminal) => ({ terminal, pane: await terminal.locate(facts) })),
    );
    const hits: { terminal: TerminalAdapter; pane: PaneInfo }[] = [];
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled' && outcome.value.pane !== null) {
        hits.push({ terminal: outcome.value.terminal, pane: outcome.value.pane });
      }
    }
    const [hit, second] = hits;
    if (second !== undefined) return { found: false, reason: 'two multiplexers claim its terminal' };
    if (hit !== undefined) return { found: true, ...hit };
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    return {
      found: false,
      reason: failed === undefined ? 'it runs in no multiplexer pane AMC can reach' : String(failed.reason),
    };
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
