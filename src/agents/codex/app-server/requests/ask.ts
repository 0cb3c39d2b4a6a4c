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
      return approve(action.choiceId, decisions);
    case 'deny':
      return deny(action.message, decisions);
    default:
      return refusal('wrong_action', `This request is approved or denied, it takes no ${action.type}.`);
  }
}

export function refusal(code: string, message: string, next?: string): Composed {
  return { ok: false, reason: { code, message, ...(next === undefined ? {} : { next }) } };
}

function approve(choiceId: string | undefined, decisions: readonly Decision[]): Composed {
  const decision =
    choiceId === undefined
      ? decisions.find(({ choice }) => choice.effect === 'allow')
      : decisions.find(({ choice }) => choice.id === choiceId);
  if (decision !== undefined) return composed(decision);
  const ids = decisions.map(({ choice }) => choice.id).join(', ');
  return refusal(
    'no_such_choice',
    `Expected one of ${ids}, got ${choiceId ?? 'no choice'}.`,
    'Load the request again.',
  );
}

function deny(message: string | undefined, decisions: readonly Decision[]): Composed {
  if (message !== undefined && message.trim() !== '') {
    return refusal(
      'takes_no_message',
      'Codex takes no message with a denial.',
      'Deny without a message, then send the message as a prompt.',
    );
  }
  const decision =
    decisions.find(({ choice }) => choice.effect === 'deny') ??
    decisions.find(({ choice }) => choice.effect === 'cancel');
  return decision === undefined ? refusal('no_such_choice', 'This request cannot be denied.') : composed(decision);
}

function composed({ choice, result }: Decision): Composed {
  return { ok: true, result, effect: choice.effect === 'allow' || choice.effect === 'allow_always' ? 'allow' : 'deny' };
}
