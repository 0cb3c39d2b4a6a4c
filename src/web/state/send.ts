import { AmcError } from '../../contract/errors.ts';
import { isSettled } from '../../core/delivery.ts';
import type { Action } from '../../contract/command.ts';
import type { SessionKey } from '../../contract/session.ts';
import { client, noteRefusal } from './connection.ts';
import { drop, fail, put, requestOf, type Outgoing } from './outbox.ts';
import { withCommand } from './reducer.ts';
import { useApp, type AppState } from './store.ts';

/** Sends an action once, however often it is asked for while it is on its way. Its fate is in the store. */
export function send({ sessionKey, action }: { sessionKey: SessionKey; action: Action }): void {
  if (isUnderWay(useApp.getState(), sessionKey, action)) return;
  void dispatch({ key: newKey(), sessionKey, action, at: Date.now() });
}

/** Tries again with the same key, so that it cannot run twice even if the first try did arrive. */
export function sendAgain(outgoing: Outgoing): void {
  const { problem: _over, ...fresh } = outgoing;
  void dispatch(fresh);
}

export function giveUp(key: string): void {
  useApp.setState(({ outbox }) => ({ outbox: drop(outbox, key) }));
}

async function dispatch(outgoing: Outgoing): Promise<void> {
  const outbox = put(useApp.getState().outbox, outgoing);
  if (outbox === 'already') return;
  useApp.setState({ outbox });
  const { key, sessionKey, action } = outgoing;
  try {
    const command = await client.call('sendCommand', { body: { sessionKey, action, idempotencyKey: key } });
    useApp.setState((state) => ({ board: withCommand(state.board, command), outbox: drop(state.outbox, key) }));
  } catch (error) {
    noteRefusal(error);
    const known = error instanceof AmcError ? error : null;
    const problem = {
      message: known?.message ?? String(error),
      next: known?.next,
      mayHaveArrived: known?.fault !== 'user',
    };
    useApp.setState((state) => ({ outbox: fail(state.outbox, key, problem) }));
  }
}

/** The same request is being answered, or the same session interrupted, and the agent has not had its say yet. */
function isUnderWay({ board }: AppState, sessionKey: SessionKey, action: Action): boolean {
  const request = requestOf(action);
  if (request === null && action.type !== 'interrupt') return false;
  for (const command of board.commands.values()) {
    if (command.sessionKey !== sessionKey || isSettled(command.delivery)) continue;
    if (request === null ? command.action.type === 'interrupt' : requestOf(command.action) === request) return true;
  }
  return false;
}

/** Not `randomUUID`, which browsers have on secure origins only; AMC may be opened over a private network. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
