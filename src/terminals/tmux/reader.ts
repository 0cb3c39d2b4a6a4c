import type { UpstreamError } from '../../contract/errors.ts';
import type { PaneRef, ScreenSnapshot } from '../../ports/terminal.ts';
import { badReply, failureOf, paneGone } from './errors.ts';
import { createPaneFormat, isPaneId, oncePerPane, type TmuxPane } from './panes.ts';
import { snapshotRequest } from './snapshot.ts';
import type { TmuxReply, TmuxServer } from './server.ts';

export interface PaneReader {
  /** Every pane of the server, each once; none when it has ended. Throws when it does not answer. */
  list(server: TmuxServer): Promise<TmuxPane[]>;
  /** null: the pane is gone. It may be one of another epoch. */
  pane(server: TmuxServer, id: string): Promise<TmuxPane | null>;
  screen(server: TmuxServer, ref: PaneRef, options: { ansi: boolean; at: number }): Promise<ScreenSnapshot>;
  /** The pane as the last screen read showed it, with the time of that (`performance.now()`), when it is not long ago. */
  seenWithScreen(ref: PaneRef): { pane: TmuxPane; at: number } | null;
}

/** A look this young is not repeated. It is no proof either way: tmux refuses the write when anything has changed since. */
export const freshMs = 50;

/** `onProblem` gets what could not be read without harm to the rest. */
export function createPaneReader({ onProblem }: { onProblem: (problem: UpstreamError) => void }): PaneReader {
  const { format, start, parse } = createPaneFormat();
  let lastSeen: { pane: TmuxPane; at: number } | null = null;
  return { list: shareNext(list), pane, screen, seenWithScreen };

  function seenWithScreen({ server, epoch, pane: id }: PaneRef): { pane: TmuxPane; at: number } | null {
    const ref = lastSeen?.pane.info.ref;
    const isIt = ref?.server === server && ref.epoch === epoch && ref.pane === id;
    return isIt && lastSeen !== null && performance.now() - lastSeen.at < freshMs ? lastSeen : null;
  }

  async function list(server: TmuxServer): Promise<TmuxPane[]> {
    const reply = await read(server, ['list-panes', '-a', '-F', format]);
    if (reply.outcome === 'gone') return [];
    if (reply.outcome !== 'ok') throw failureOf(reply);
    const { panes, bad } = parse(reply.lines, server.socket);
    if (panes[0]) server.heard({ version: panes[0].serverVersion, pid: panes[0].serverPid });
    for (const line of bad) onProblem(badReply('a pane', line));
    if (panes.length === 0) throw badReply('its panes', bad[0] ?? '');
    return oncePerPane(panes);
  }

  async function pane(server: TmuxServer, id: string): Promise<TmuxPane | null> {
    if (!isPaneId(id)) return null;
    const reply = await read(server, ['display-message', '-p', '-t', id, format]);
    if (reply.outcome === 'gone' || saysNoPane(reply)) return null;
    if (reply.outcome !== 'ok') throw failureOf(reply);
    const { panes, bad } = parse(reply.lines, server.socket);
    if (bad.length > 0 || reply.lines.length === 0) throw badReply('a pane', bad[0] ?? '');
    return panes.find((found) => found.id === id) ?? null;
  }

  async function screen(
    server: TmuxServer,
    ref: PaneRef,
    { ansi, at }: { ansi: boolean; at: number },
  ): Promise<ScreenSnapshot> {
    if (!isPaneId(ref.pane)) throw paneGone(`there is no pane ${JSON.stringify(ref.pane)}`);
    const request = snapshotRequest(ref.pane, { ansi });
    const askedAt = performance.now();
    const reply = await read(server, [...request.commands, ';', 'display-message', '-p', '-t', ref.pane, format]);
    if (reply.outcome === 'gone' || saysNoPane(reply)) throw paneGone(`the pane ${ref.pane} is gone`);
    if (reply.outcome !== 'ok') throw failureOf(reply);
    const end = reply.lines.findIndex((line) => line.startsWith(start));
    const snapshot = request.parse(reply.lines.slice(0, end < 0 ? undefined : end), { epoch: ref.epoch, at });
    if (!snapshot) throw paneGone(`the pane ${ref.pane} is gone`);
    const shown = end < 0 ? undefined : parse(reply.lines.slice(end), server.socket).panes[0];
    if (shown) lastSeen = { pane: shown, at: askedAt };
    return snapshot;
  }
}

/** A server that ends in the middle leaves open whether it is gone or was replaced: asked again, it is one of them. */
async function read(server: TmuxServer, commands: readonly string[]): Promise<TmuxReply> {
  const reply = await server.call(commands);
  return reply.outcome === 'died' ? server.call(commands) : reply;
}

function saysNoPane(reply: TmuxReply): boolean {
  return reply.outcome === 'error' && reply.message.includes("can't find pane");
}

/** Callers that come while one look is under way share the next one: nobody gets an answer older than their question. */
function shareNext(look: (server: TmuxServer) => Promise<TmuxPane[]>): (server: TmuxServer) => Promise<TmuxPane[]> {
  const running = new Map<TmuxServer, Promise<unknown>>();
  const waiting = new Map<TmuxServer, Promise<TmuxPane[]>>();
  return (server) => {
    const before = running.get(server);
    if (!before) return start(server);
    const shared =
      waiting.get(server) ??
      before.then(() => {
        waiting.delete(server);
        return start(server);
      });
    waiting.set(server, shared);
    return shared;
  };

  function start(server: TmuxServer): Promise<TmuxPane[]> {
    const result = look(server);
    const settled = result
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        if (running.get(server) === settled) running.delete(server);
      });
    running.set(server, settled);
    return result;
  }
}
