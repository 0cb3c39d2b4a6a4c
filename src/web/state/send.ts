import { AmcError } from '../../contract/errors.ts';
import { isSettled } from '../../core/delivery.ts';
import type { Action, Command } from '../../contract/command.ts';
import type { SessionKey } from '../../contract/session.ts';
import { client, noteRefusal } from './connection.ts';
import { drop, fail, put, sameAim, type Outgoing } from './outbox.ts';
import { withCommand } from './reducer.ts';
import { useApp, type AppState } from './store.ts';

/** Sends an action once, however often it is asked for while it is on its way. Its fate is in the store. */
export function send({ sessionKey, action, holdMs = 0 }: Wanted): void {
  if (isUnderWay(useApp.getState(), sessionKey, action)) return;
  void dispatch({ key: newKey(), sessionKey, action, holdMs, at: Date.now() });
}

/** The same, and tells which command it became; null: it is under way already, or was not taken (then it is in the outbox). */
export async function sendOne({
  sessionKey,
  action,
  holdMs = 0,
}: Wanted): Promise<{ key: string; command: Command | null }> {
  const key = newKey();
  if (isUnderWay(useApp.getState(), sessionKey, action)) return { key, command: null };
  return { key, command: await dispatch({ key, sessionKey, action, holdMs, at: Date.now() }) };
}

/** Takes a command back of which nothing has been sent. Throws an `AmcError` when it has left already. */
export async function takeBack(id: string): Promise<void> {
  try {
    const command = await client.call('cancelCommand', { params: { id }, body: {} });
    useApp.setState((state) => ({ board: withCommand(state.board, command) }));
  } catch (error) {
    noteRefusal(error);
    throw error;
  }
}

/** Tries again with the same key, so that it cannot run twice even if the first try did arrive. */
export function sendAgain(outgoing: Outgoing): void {
  const { problem: _over, ...fresh } = outgoing;
  void dispatch(fresh);
}

/** What became of it was seen. */
export function noteSeen(id: string): void {
  useApp.setState(({ sent }) => ({ sent: new Set([...sent].filter((other) => other !== id)) }));
}

export function giveUp(key: string): void {
  useApp.setState(({ outbox }) => ({ outbox: drop(outbox, key) }));
}

interface Wanted {
  sessionKey: SessionKey;
  action: Action;
  /** How long it can be taken back before it is sent. */
  holdMs?: number;
}

async function dispatch(outgoing: Outgoing): Promise<Command | null> {
  const outbox = put(useApp.getState().outbox, outgoing);
  if (outbox === 'already') return null;
  useApp.setState({ outbox });
  const { key, sessionKey, action, holdMs } = outgoing;
  try {
    const body = { sessionKey, action, idempotencyKey: key, ...(holdMs > 0 ? { holdMs } : {}) };
    const command = await client.call('sendCommand', { body });
    useApp.setState((state) => ({
      board: withCommand(state.board, command),
      outbox: drop(state.outbox, key),
      sent: new Set([...state.sent, command.id]),
    }));
    return command;
  } catch (error) {
    noteRefusal(error);
    const known = error instanceof AmcError ? error : null;
    const problem = {
      message: known?.message ?? String(error),
      next: known?.next,
      mayHaveArrived: known?.fault !== 'user',
    };
    useApp.setState((state) => ({ outbox: fail(state.outbox, key, problem) }));
    return null;
  }
}

/** The same request is being answered, or the same done to the session, and the agent has not had its say yet. */
function isUnderWay({ board }: AppState, sessionKey: SessionKey, action: Action): boolean {
  for (const command of board.commands.values()) {
    if (command.sessionKey === sessionKey && !isSettled(command.delivery) && sameAim(command.action, action))
      return true;
  }
  return false;
}

/** Not `randomUUID`, which browsers have on secure origins only; AMC may be opened over a private network. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
