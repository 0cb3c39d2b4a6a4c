import type { Action } from '../../../contract/command.ts';
import type { Handover } from '../../../ports/agent.ts';
import type { ModelChoice } from './models.ts';
import { deliverPlan } from './plan.ts';
import { deliverPrompt, runningTurn } from './prompt.ts';
import { aborted, CHANNEL, failed, handover, lost, notConnected, orAborted, refused } from './reply.ts';
import type { RpcConnection } from './rpc.ts';
import { compact, rename, setMode, setModel } from './set.ts';
import type { ServerThread } from './thread.ts';

export interface Delivery {
  rpc: RpcConnection;
  thread: ServerThread;
  /** The thread that asks what is answered: a subagent's, or `thread` itself. */
  asking: ServerThread;
  models: readonly ModelChoice[];
  /** Has the server tell of the thread for a while; false where it cannot. */
  listen: () => Promise<boolean>;
  now: () => number;
  /** The plan that waits, and whom to tell which words answer it; null: none does. */
  plan: { id: string; answered: (text: string) => void } | null;
  action: Action;
  signal: AbortSignal;
}

/**
 * Hands an action to the background server. Nothing is ever sent twice: what got no reply is `unknown`, and only after
 * the server said in so many words that it took nothing is another way tried.
 */
export function deliver(delivery: Delivery): Promise<Handover> {
  const { action, signal } = delivery;
  if (signal.aborted) return Promise.resolve(failed('aborted', 'It was given up before anything was sent.'));
  switch (action.type) {
    case 'prompt':
      return deliverPrompt(delivery, action);
    case 'interrupt':
      return interrupt(delivery);
    case 'mode':
      return setMode(delivery, action);
    case 'model':
      return setModel(delivery, action);
    case 'compact':
      return compact(delivery, action);
    case 'rename':
      return rename(delivery, action.title);
    case 'answer':
    case 'approve':
    case 'deny':
      return delivery.plan?.id === action.requestId
        ? deliverPlan(delivery, action)
        : answer(delivery, action.requestId);
    case 'clear':
    case 'close':
      return Promise.resolve(failed('unsupported', 'The Codex server cannot be asked for this; nothing was sent.'));
  }
}

async function interrupt({ rpc, thread, signal }: Delivery): Promise<Handover> {
  const turnId = await runningTurn(rpc, thread);
  if (turnId === null) return refused('not_running', 'Codex runs no turn that could be interrupted.');
  const reply = await orAborted(rpc.request('turn/interrupt', { threadId: thread.id, turnId }), signal);
  return handover(reply, 'asked to stop the turn');
}

async function answer({ rpc, asking, action, signal }: Delivery, requestId: string): Promise<Handover> {
  const prepared = asking.asks.prepare(requestId, action);
  if ('ok' in prepared) return { state: 'refused', via: CHANNEL, reason: prepared.reason };
  const { rpcId, composed } = prepared;
  const over = asking.asks.sent(requestId, composed);
  const written = await rpc.respond(rpcId, composed.result);
  if (written === 'not_sent') {
    asking.asks.unsent(requestId);
    return notConnected();
  }
  const how = written === 'lost' ? 'lost' : await Promise.race([over, aborted(signal)]);
  if (how === 'lost') return lost('the connection broke after the answer was sent');
  const note =
    how === 'resolved' ? 'the Codex server says it is resolved' : 'sent; the Codex server has not said anything yet';
  return { state: 'accepted', via: CHANNEL, note };
}
