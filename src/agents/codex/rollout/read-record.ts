import type { JsonObject } from '../../../lib/json.ts';
import { readEvent } from './event.ts';
import { contextFacts, historyBase, metaFacts } from './facts.ts';
import { prompt, reply } from './items.ts';
import { lacksPayload, type RolloutLine } from './line.ts';
import { FOLDED, folded, HIDDEN, note, odd, shown, UNKNOWN, type Outcome, type ReadContext } from './outcome.ts';
import { readResponseItem } from './response-item.ts';
import { recordedUsage } from './usage.ts';
import { textOrNull } from './values.ts';

/** What one record shows and says. Every type Codex 0.169.0 can write is here on purpose (FORMAT.md §6). */
export function readRecord(record: RolloutLine, context: ReadContext): Outcome {
  const reader = READERS[record.type];
  if (reader === undefined) return UNSHOWN.has(record.type) ? HIDDEN : UNKNOWN;
  if (lacksPayload(record)) return odd(`has no payload: ${record.type}`);
  return reader(record, context);
}

/** The agent's words for a record, e.g. `event_msg/item_completed/Plan`. */
export function typeOf({ type, kind, payload }: RolloutLine): string {
  if (kind === '' || type === 'retained_context') return type;
  if (kind !== 'item_completed') return `${type}/${kind}`;
  const item = payload['item'];
  const name = typeof item === 'object' && item !== null && 'type' in item ? textOrNull(item.type) : null;
  return name === null ? `${type}/${kind}` : `${type}/${kind}/${name}`;
}

type Reader = (record: RolloutLine, context: ReadContext) => Outcome;

const READERS: Readonly<Record<string, Reader>> = {
  response_item: readResponseItem,
  event_msg: readEvent,
  session_meta: ({ payload }, context) => ({ ...metaOutcome(payload, context), more: { facts: metaFacts(payload) } }),
  turn_context: ({ payload }) => folded({ facts: contextFacts(payload) }),
  compacted: (_, context) => note(context, 'compacted', 'The conversation was compacted'),
  token_usage_record: ({ payload }) => {
    const usage = recordedUsage(payload);
    return usage === null ? FOLDED : folded({ usage });
  },
  inter_agent_communication: ({ payload }, context) => interAgent(payload, context),
  realtime_item: ({ payload }, context) => realtimeItem(payload, context),
};

/** Whole prompts, and the bookkeeping of the model's context. */
const UNSHOWN = new Set([
  'dynamic_tools_updated',
  'inter_agent_communication_metadata',
  'retained_context',
  'security_risk_score',
  'state',
  'world_state',
]);

function metaOutcome(payload: JsonObject, context: ReadContext): Outcome {
  const base = historyBase(payload);
  if (base === null) return FOLDED;
  // That it was taken back is told where what was taken back would stand.
  if (base.sessionId === textOrNull(payload['id'])) return FOLDED;
  return note(context, 'continued', `Forked from the conversation ${base.sessionId}`);
}

function interAgent({ author, recipient, content }: JsonObject, context: ReadContext): Outcome {
  const text = textOrNull(content);
  if (text === null) return FOLDED;
  return note(
    context,
    'task',
    `${textOrNull(author) ?? 'an agent'} to ${textOrNull(recipient) ?? 'an agent'}: ${text}`,
  );
}

/** A spoken conversation. */
function realtimeItem({ type, role, text }: JsonObject, { place }: ReadContext): Outcome {
  const words = textOrNull(text);
  if (type !== 'transcript_segment' || words === null) return HIDDEN;
  return shown(role === 'user' ? prompt(place, words) : reply(place, words));
}
