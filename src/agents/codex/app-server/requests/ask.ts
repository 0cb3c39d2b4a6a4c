import type { Action, DeliveryReason } from '../../../../contract/command.ts';
import type { Choice } from '../../../../contract/request.ts';
import type { ObservedRequest } from '../../../../core/observation.ts';
import type { JsonObject } from '../../../../lib/json.ts';
import type { Item, RpcId } from '../schemas.ts';

/** A question of the server to its clients, as it came. */
export interface ServerRequest {
  id: RpcId;
  method: string;
  params: unknown;
  /** ms since the epoch: when AMC heard it, for requests that do not say themselves. */
  heardAt: number;
  /** The item a request belongs to, when it was seen: an edit's diff is only in there. */
  item: (itemId: string) => Item | undefined;
}

/** What an answer comes to. */
export type Effect = 'allow' | 'deny' | 'answer';

export type Composed = { ok: true; result: JsonObject; effect: Effect } | { ok: false; reason: DeliveryReason };

/** Where Codex records which answer counted. Two clients can answer at once, and the server only says "resolved". */
export type Proof =
  /** The item ends as `declined` or goes on. */
  | { by: 'item' }
  /** The answer is the output of the tool call, in the rollout. */
  | { by: 'call_output'; agrees: (sent: JsonObject, output: JsonObject) => boolean }
  | { by: 'nothing' };

/** A question AMC understands, and how its answers are put. */
export interface Ask {
  threadId: string;
  itemId: string | null;
  request: ObservedRequest;
  /** Why a person must answer in the terminal; null when AMC can answer. */
  unanswerable: string | null;
  proof: Proof;
  compose(action: Action): Composed;
}

export type ParsedAsk = { kind: 'ask'; ask: Ask } | { kind: 'not_ours' } | { kind: 'malformed'; reason: string };

/** A choice with the server's own word for it. */
export interface Decision {
  choice: Choice;
  result: JsonObject;
}

/** Answers a request that is decided by choosing: approve takes the named choice or the first `allow`, deny the softest no. */
export function composeChoice(action: Action, decisions: readonly Decision[]): Composed {
  switch (action.type) {
    case 'approve':
      return choose(action.choiceId, ['allow'], decisions);
    case 'deny':
      return takesNoMessage(action.message) ?? choose(action.choiceId, ['deny', 'cancel'], decisions);
    default:
      return refusal('wrong_action', `This request is approved or denied, it takes no ${action.type}.`);
  }
}

export function refusal(code: string, message: string, next?: string): Composed {
  return { ok: false, reason: { code, message, ...(next === undefined ? {} : { next }) } };
}

/** The named choice, else the first that has the first effect there is. */
function choose(
  choiceId: string | undefined,
  effects: readonly Choice['effect'][],
  decisions: readonly Decision[],
): Composed {
  const byEffect = effects.flatMap((effect) => decisions.filter(({ choice }) => choice.effect === effect));
  const decision = choiceId === undefined ? byEffect[0] : decisions.find(({ choice }) => choice.id === choiceId);
  if (decision !== undefined) return composed(decision);
  const ids = decisions.map(({ choice }) => choice.id).join(', ');
  const given = choiceId ?? 'no choice';
  return refusal('no_such_choice', `Expected one of ${ids}, got ${given}.`, 'Load the request again.');
}

/** null: there is none. Codex takes no words with a refusal; losing them without a word would be worse. */
export function takesNoMessage(message: string | undefined): Composed | null {
  if (message === undefined || message.trim() === '') return null;
  return refusal(
    'takes_no_message',
    'Codex takes no message with a denial.',
    'Deny without a message, then send the message as a prompt.',
  );
}

function composed({ choice, result }: Decision): Composed {
  return { ok: true, result, effect: choice.effect === 'allow' || choice.effect === 'allow_always' ? 'allow' : 'deny' };
}
