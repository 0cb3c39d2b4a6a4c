import { join } from 'node:path';
import type { SourceHealth } from '../contract/health.ts';
import type { Log } from '../platform/log.ts';
import type { Env } from '../platform/paths.ts';
import { createProcessTable } from '../platform/process-table.ts';
import { run } from '../platform/subprocess.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProcessTable } from '../ports/process-table.ts';
import type { TerminalAdapter } from '../ports/terminal.ts';
import { createTmux } from '../terminals/tmux/adapter.ts';
import { createZellij } from '../terminals/zellij/adapter.ts';

export interface Machine {
  processes: ProcessTable;
  terminals: readonly TerminalAdapter[];
  /** Asks every multiplexer anew whether it is there. */
  probe(): Promise<void>;
  health(): readonly SourceHealth[];
  dispose(): Promise<void>;
}

/** This machine: its processes and the multiplexers that may run on it. */
export function createMachine({ dataDir, clock, log }: { env: Env; dataDir: string; clock: Clock; log: Log }): Machine {
  const processes = createProcessTable();
  const lockDir = join(dataDir, 'locks');
  const onProblem = (problem: { code: string; message: string }): void =>
    log.warn(problem.message, { code: problem.code });
  const terminals = [
    createTmux({ run, clock, processTable: processes, lockDir, onProblem }),
    createZellij({ run, clock, processTable: processes, lockDir }),
  ];
  const found = new Map<string, SourceHealth>();
  return {
    processes,
    terminals,
    probe: async () => {
      for (const terminal of terminals) found.set(terminal.terminal, await probe(terminal, clock));
    },
    health: () => [...found.values()],
    dispose: async () => {
      await Promise.all(terminals.map((terminal) => terminal.dispose()));
    },
  };
}

async function probe(terminal: TerminalAdapter, clock: Clock): Promise<SourceHealth> {
  const { available, detail } = await terminal.probe();
  return { name: terminal.terminal, state: available ? 'ok' : 'absent', detail, at: clock() };
}
