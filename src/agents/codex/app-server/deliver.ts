import type { Action } from '../../../contract/command.ts';
import type { Handover } from '../../../ports/agent.ts';
import { newestTurn } from './loaded.ts';
import type { RpcConnection, RpcReply } from './rpc.ts';
import { TurnReply } from './schemas.ts';
import type { ServerThread } from './thread.ts';

export const CHANNEL = 'codex-server';

export interface Delivery {
  rpc: RpcConnection;
  thread: ServerThread;
  action: Action;
  signal: AbortSignal;
}

/**
 * Hands an action to the background server. Nothing is ever sent twice: what got no reply is `unknown`, and only after
 * the server said in so many words that it took nothing is another way tried.
 */
export function deliver(delivery: Delivery): Promise<Handover> {
  if (delivery.signal.aborted) return Promise.resolve(failed('aborted', 'It was given up before anything was sent.'));
  switch (delivery.action.type) {
    case 'prompt':
      return prompt(delivery, delivery.action.text);
    case 'interrupt':
      return interrupt(delivery);
    default:
      return answer(delivery, delivery.action.requestId);
  }
}

async function prompt({ rpc, thread, signal }: Delivery, text: string): Promise<Handover> {
  const input = [{ type: 'text', text, text_elements: [] }];
  const turnId = thread.isActive ? await runningTurn(rpc, thread) : null;
  if (turnId !== null) {
    const steered = await orAborted(
      rpc.request('turn/steer', { threadId: thread.id, input, expectedTurnId: turnId }),
      signal,
    );
    // The turn ended between the look and the word: the server says that it took nothing.
    if (!tookNothing(steered)) return handover(steered, 'sent into the running turn');
  }
  const started = await orAborted(rpc.request('turn/start', { threadId: thread.id, input }), signal);
  if (started.state === 'result' && !TurnReply.safeParse(started.result).success) {
    return {
      state: 'unknown',
      via: CHANNEL,
      reason: { code: 'odd_reply', message: 'The Codex server replied in a form AMC does not know.' },
    };
  }
  return handover(started, 'sent as a new turn');
}

async function interrupt({ rpc, thread, signal }: Delivery): Promise<Handover> {
  const turnId = await runningTurn(rpc, thread);
  if (turnId === null) {
    return {
      state: 'refused',
      via: CHANNEL,
      reason: { code: 'not_running', message: 'Codex runs no turn that could be interrupted.' },
    };
  }
  const reply = await orAborted(rpc.request('turn/interrupt', { threadId: thread.id, turnId }), signal);
  return handover(reply, 'asked to stop the turn');
}

async function answer({ rpc, thread, action, signal }: Delivery, requestId: string): Promise<Handover> {
  const prepared = thread.asks.prepare(requestId, action);
  if ('ok' in prepared) return { state: 'refused', via: CHANNEL, reason: prepared.reason };
  const { rpcId, composed } = prepared;
  const over = thread.asks.sent(requestId, composed);
  const written = await rpc.respond(rpcId, composed.result);
  if (written === 'not_sent') {
    thread.asks.unsent(requestId);
    return notConnected();
  }
  const how = written === 'lost' ? 'lost' : await Promise.race([over, aborted(signal)]);
  if (how === 'lost') return lost('the connection broke after the answer was sent');
  const note =
    how === 'resolved' ? 'the Codex server says it is resolved' : 'sent; the Codex server has not said anything yet';
  return { state: 'accepted', via: CHANNEL, note };
}

/** The turn that runs. Of a thread that AMC does not listen to (yet) it has to be asked for. */
async function runningTurn(rpc: RpcConnection, thread: ServerThread): Promise<string | null> {
  if (thread.turnId !== null) return thread.turnId;
  const turn = await newestTurn(rpc, thread.id);
  return turn?.status === 'inProgress' ? turn.id : null;
}

/** `no active turn to steer`, `expected active turn id … but found …` (FORMAT.md §4). */
function tookNothing(reply: RpcReply): boolean {
  return reply.state === 'error' && /no active turn to steer/.test(reply.message);
}

function handover(reply: RpcReply, note: string): Handover {
  switch (reply.state) {
    case 'result':
      return { state: 'accepted', via: CHANNEL, note };
    case 'error':
      return {
        state: 'refused',
        via: CHANNEL,
        reason: { code: 'codex_refused', message: `The Codex server refused: ${reply.message}` },
      };
    case 'not_sent':
      return notConnected();
    case 'lost':
      return lost(reply.reason);
  }
}

function lost(why: string): Handover {
  const message = `It may or may not have arrived: ${why}.`;
  return {
    state: 'unknown',
    via: CHANNEL,
    reason: { code: 'connection_lost', message, next: 'Look at the conversation before you send it again.' },
  };
}

function notConnected(): Handover {
  return failed('not_connected', 'There is no connection to the Codex server; nothing was sent.');
}

function failed(code: string, message: string): Handover {
  return { state: 'failed', via: CHANNEL, reason: { code, message } };
}

function orAborted(reply: Promise<RpcReply>, signal: AbortSignal): Promise<RpcReply> {
  const gaveUp = aborted(signal).then((): RpcReply => ({ state: 'lost', reason: 'AMC stopped waiting for the reply' }));
  return Promise.race([reply, gaveUp]);
}

function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    else signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}
