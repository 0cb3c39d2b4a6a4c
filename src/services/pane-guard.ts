import type { ProcessId } from '../core/observation.ts';
import type { ProcessTable } from '../ports/process-table.ts';
import type { Guard } from '../ports/terminal.ts';

/**
 * Proof, at the moment it is asked, that what is typed into a terminal reaches this process: the same process still
 * runs there and its process group is the one the terminal gives its input to. A shell, an editor or a pager that came
 * to the foreground refuses.
 */
export function agentInForeground(processes: ProcessTable, process: ProcessId, tty: string | null): Guard {
  return async () => {
    const info = await processes.get(process.pid);
    if (info === null || info.startTime !== process.startTime) {
      return { ok: false, code: 'agent_gone', reason: "the agent's process is gone" };
    }
    if (tty !== null && info.tty !== tty) {
      return { ok: false, code: 'other_terminal', reason: 'the agent runs in another terminal now' };
    }
    if (info.tpgid !== info.pgrp) {
      return { ok: false, code: 'not_foreground', reason: 'another program is in the foreground of its terminal' };
    }
    return { ok: true };
  };
}
