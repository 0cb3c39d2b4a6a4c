import type { ProcessInfo, ProcessTable } from '../../ports/process-table.ts';
import type { PaneInfo } from '../../ports/terminal.ts';
import type { ListedPane, ListedTab } from './listing.ts';
import { isSynchronized, stateOf } from './listing.ts';
import { epochOf } from './server.ts';
import type { Session } from './sessions.ts';

/** The process Zellij started in each pane, by pane number. */
export type PaneRoots = ReadonlyMap<number, ProcessInfo>;

/** The children of a session's server that have a terminal, by the pane number in their environment; two of one number count as none. */
export async function findPaneRoots({
  processTable,
  serverPid,
}: {
  processTable: ProcessTable;
  serverPid: number;
}): Promise<PaneRoots> {
  const children = (await processTable.list()).filter(({ ppid, tty }) => ppid === serverPid && tty !== null);
  const numbers = await Promise.all(children.map(({ pid }) => paneNumberOf(processTable, pid)));
  const roots = new Map<number, ProcessInfo>();
  for (const [index, child] of children.entries()) {
    const number = numbers[index] ?? null;
    const unique = numbers.filter((other) => other === number).length === 1;
    if (number !== null && unique) roots.set(number, child);
  }
  return roots;
}

/** The pane number Zellij put into a process's environment (`ZELLIJ_PANE_ID`); null without one. */
export async function paneNumberOf(processTable: ProcessTable, pid: number): Promise<number | null> {
  const { ZELLIJ_PANE_ID: id } = await processTable.environ(pid);
  return id !== undefined && /^\d{1,9}$/.test(id) ? Number(id) : null;
}

export function paneInfo({
  session,
  pane,
  tabs,
  root,
}: {
  session: Session;
  pane: ListedPane;
  tabs: readonly ListedTab[];
  root: ProcessInfo | undefined;
}): PaneInfo {
  const { socket, server } = session;
  const command = pane.pane_command ?? pane.terminal_command;
  return {
    ref: {
      terminal: 'zellij',
      server: socket.dir,
      epoch: epochOf(server),
      session: socket.session,
      pane: `terminal_${pane.id}`,
    },
    label: `${socket.session}:${pane.tab_name}.${pane.id}`,
    title: pane.title,
    ...(root === undefined ? {} : { rootPid: root.pid }),
    ...(root?.tty == null ? {} : { tty: root.tty }),
    ...(command == null ? {} : { command }),
    ...(pane.pane_cwd == null ? {} : { cwd: pane.pane_cwd }),
    cols: pane.pane_content_columns,
    rows: pane.pane_content_rows,
    state: stateOf(pane),
    // Zellij does not tell whether somebody has scrolled; what is written reaches the program all the same (FORMAT.md).
    inMode: false,
    inputOff: false,
    synchronized: isSynchronized(pane, tabs),
  };
}
