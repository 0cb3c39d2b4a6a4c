import type { ProcessInfo, ProcessTable } from '../../ports/process-table.ts';
import type { ProcessFacts } from '../../ports/terminal.ts';
import { paneNumberOf } from './panes.ts';
import type { ServerProcess } from './server.ts';
import { serverSocket } from './server.ts';

/** A process's place, proven from the process table alone. */
export interface ProvenPlace {
  server: ServerProcess;
  pane: number;
  root: ProcessInfo;
}

/**
 * Climbs from a process to the nearest `zellij --server`. The child of the server it climbs through is the pane's root: its
 * environment names the pane, and it must have the process's own terminal. The environment of the process itself proves
 * nothing (it is inherited through other multiplexers and keeps a session's old name), but may not name another pane.
 */
export async function provePlace({
  process,
  processTable,
}: {
  process: ProcessFacts;
  processTable: ProcessTable;
}): Promise<ProvenPlace | null> {
  if (process.tty === null) return null;
  const climb = await climbToServer({ process, processTable });
  if (climb === null) return null;
  const [root, server] = await Promise.all([processTable.get(climb.rootPid), processTable.get(climb.serverPid)]);
  if (root === null || server === null || root.ppid !== server.pid || root.tty !== process.tty) return null;
  if (root.pid === process.pid && root.startTime !== process.startTime) return null;
  const pane = await paneNumberOf(processTable, root.pid);
  const named = process.env['ZELLIJ_PANE_ID'];
  if (pane === null || (named !== undefined && named !== String(pane))) return null;
  return { server: { pid: server.pid, startTime: server.startTime, socketPath: climb.socketPath }, pane, root };
}

async function climbToServer({ process, processTable }: { process: ProcessFacts; processTable: ProcessTable }) {
  let rootPid = process.pid;
  for (const pid of process.ancestors) {
    const mayBe = (await processTable.get(pid))?.comm.includes('zellij') === true;
    const socketPath = mayBe ? serverSocket(await processTable.argv(pid)) : null;
    if (socketPath !== null) return { rootPid, serverPid: pid, socketPath };
    rootPid = pid;
  }
  return null;
}
