import type { Action } from '../../../contract/command.ts';
import type { JsonObject } from '../../../lib/json.ts';
import type { Handover } from '../../../ports/agent.ts';
import { attachedParts } from '../attachments.ts';
import { prefixOf } from '../prefix.ts';
import type { Delivery } from './deliver.ts';
import { newestTurn } from './loaded.ts';
import { CHANNEL, handover, orAborted } from './reply.ts';
import type { RpcConnection, RpcReply } from './rpc.ts';
import { TurnReply } from './schemas.ts';
import type { ServerThread } from './thread.ts';

type Prompt = Extract<Action, { type: 'prompt' }>;

/** A prompt with what goes with it: into the running turn, or as a new one. */
export async function deliverPrompt(delivery: Delivery, { text, attachments = [] }: Prompt): Promise<Handover> {
  const reason = prefixOf(text);
  if (reason !== null) return { state: 'refused', via: CHANNEL, reason };
  const attached = await attachedParts(attachments);
  if (!attached.ok) return { state: 'refused', via: CHANNEL, reason: attached.reason };
  return sendTurn(delivery, [textPart(text), ...attached.parts]);
}

export function textPart(text: string): JsonObject {
  return { type: 'text', text, text_elements: [] };
}

async function sendTurn({ rpc, thread, signal }: Delivery, input: readonly JsonObject[]): Promise<Handover> {
  const turnId = thread.isActive ? await runningTurn(rpc, thread) : null;
  if (turnId !== null) {
    const params = { threadId: thread.id, input, expectedTurnId: turnId };
    const steered = await orAborted(rpc.request('turn/steer', params), signal);
    // The turn ended between the look and the word: the server says that it took nothing.
    if (!tookNothing(steered)) return handover(steered, 'sent into the running turn');
  }
  return startTurn({ rpc, thread, signal }, { input });
}

/** Begins a turn, with settings that hold from then on where they are given. */
export async function startTurn(
  { rpc, thread, signal }: Pick<Delivery, 'rpc' | 'thread' | 'signal'>,
  params: JsonObject,
): Promise<Handover> {
  const started = await orAborted(rpc.request('turn/start', { threadId: thread.id, ...params }), signal);
  if (started.state === 'result' && !TurnReply.safeParse(started.result).success) {
    const message = 'The Codex server replied in a form AMC does not know.';
    return { state: 'unknown', via: CHANNEL, reason: { code: 'odd_reply', message } };
  }
  return handover(started, 'sent as a new turn');
}

/** The turn that runs. Of a thread that AMC does not listen to (yet) it has to be asked for. */
export async function runningTurn(rpc: RpcConnection, thread: ServerThread): Promise<string | null> {
  if (thread.turnId !== null) return thread.turnId;
  const turn = await newestTurn(rpc, thread.id);
  return turn?.status === 'inProgress' ? turn.id : null;
}

/** `no active turn to steer`, `expected active turn id … but found …` (FORMAT.md §4). */
function tookNothing(reply: RpcReply): boolean {
  return reply.state === 'error' && /no active turn to steer/.test(reply.message);
}
