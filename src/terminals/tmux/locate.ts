import type { ProcessFacts } from '../../ports/terminal.ts';
import type { TmuxPane } from './panes.ts';

/** What a process's environment says of the pane it was started in. */
export interface TmuxEnv {
  socket: string;
  serverPid: number;
  /** Absent when the variable was dropped. */
  pane?: string;
}

/** `TMUX` is `<socket>,<server pid>,<session number>`; the socket's path may hold commas. */
export function readTmuxEnv(env: Readonly<Record<string, string>>): TmuxEnv | null {
  const match = /^(\/.+),(\d+),\d+$/.exec(env['TMUX'] ?? '');
  const [, socket, serverPid] = match ?? [];
  if (socket === undefined || serverPid === undefined) return null;
  const pane = env['TMUX_PANE'];
  return { socket, serverPid: Number(serverPid), ...(pane === undefined ? {} : { pane }) };
}

/**
 * The pane a process runs in, of one server's panes. Its terminal must be the pane's terminal, and either its environment
 * names the pane or it descends from the pane's own process. Where one of them says otherwise it is null: a terminal's
 * name is given to another pane when the first has ended, and environments are inherited.
 */
export function paneOfProcess({
  process,
  panes,
  env,
}: {
  process: ProcessFacts;
  panes: readonly TmuxPane[];
  env: TmuxEnv | null;
}): TmuxPane | null {
  if (process.tty === null) return null;
  const [pane, ...others] = panes.filter(
    (candidate) => candidate.info.tty === process.tty && candidate.info.state !== 'dead',
  );
  if (!pane || others.length > 0) return null;
  const named = env?.pane === undefined ? null : env.pane === pane.id && env.serverPid === pane.serverPid;
  const descends = pane.rootPid === process.pid || process.ancestors.includes(pane.rootPid);
  if (named === false) return null;
  return named === true || descends ? pane : null;
}
