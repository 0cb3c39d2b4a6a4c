import { Buffer } from 'node:buffer';
import type { Line } from '../../../lib/line-splitter.ts';
import type { RecordReading } from '../../../ports/transcripts.ts';
import { timeOf } from './time.ts';

/**
 * Records that only repeat others or are never shown are known by their first bytes; parsing them would cost as much as
 * reading what they repeat. null: the line has to be read.
 */
export function peek({ bytes }: Line): RecordReading | null {
  if (bytes === null || bytes.length < SHORTEST || bytes[bytes.length - 1] !== CLOSING_BRACE) return null;
  const at = typeAt(bytes);
  if (at === -1 || (bytes[at] !== EVENT && bytes[at] !== WORLD)) return null;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const head = HEAD.exec(view.toString('latin1', at, at + HEAD_BYTES));
  if (head === null) return null;
  const [, type, kind = '', item, itemId] = head;
  const passed = type === 'world_state' ? WORLD_STATE : passedOver(kind, item);
  if (passed === null || itemId === NESTED || view.includes(GLUED)) return null;
  if (item === 'CommandExecution' && view.includes(READS_A_FILE)) return null;
  const time = timeOf(view.toString('latin1', TIME, TIME + TIME_BYTES));
  return time === null ? passed : { ...passed, at: time };
}

/** `{"timestamp":"2026-11-22T07:31:29.971Z","ordinal":12,"type":"event_msg",…`; `ordinal` since the paginated mode. */
function typeAt(bytes: Uint8Array): number {
  let at = TIME + TIME_BYTES + 2;
  if (bytes[TIME - 1] !== QUOTE || bytes[at - 2] !== QUOTE) return -1;
  if (bytes[at + 1] === ORDINAL) at = bytes.indexOf(COMMA, at) + 1;
  return at === 0 || bytes[at + 1] !== TYPE ? -1 : at + '"type":"'.length;
}

const SHORTEST = 96;
const TIME = '{"timestamp":"'.length;
const TIME_BYTES = 24;
const HEAD_BYTES = 280;
const [QUOTE, COMMA, CLOSING_BRACE] = [0x22, 0x2c, 0x7d];
/** First letters of `ordinal`, `type`, `event_msg` and `world_state`. */
const [ORDINAL, TYPE, EVENT, WORLD] = [0x6f, 0x74, 0x65, 0x77];
/** Inside a text the quotes would be escaped. */
const GLUED = Buffer.from('}{"timestamp":');
const READS_A_FILE = Buffer.from('{"type":"read",');
/** Begins the ids of what a script did: it is told nowhere else. */
const NESTED = 'exec-';

const HEAD =
  /^(event_msg|world_state)","payload":\{(?:"type":"(\w+)"(?:,"thread_id":"[^"\\]*","turn_id":"[^"\\]*","item":\{"type":"(\w+)"(?:,"id":"([^"\\]{0,5}))?)?)?/;

function passedOver(kind: string, item: string | undefined): RecordReading | null {
  const known = kind === 'item_completed' ? REPEATED_ITEMS.get(item ?? '') : REPEATED_EVENTS.get(kind);
  return known ?? null;
}

function folded(prefix: string, names: readonly string[]): ReadonlyMap<string, RecordReading> {
  return new Map(names.map((name) => [name, { type: `${prefix}/${name}`, fate: 'folded', items: [] }]));
}

const REPEATED_EVENTS = folded('event_msg', [
  'agent_message',
  'agent_reasoning',
  'agent_reasoning_raw_content',
  'thread_settings_applied',
  'user_message',
]);
const REPEATED_ITEMS = folded('event_msg/item_completed', [
  'AgentMessage',
  'CommandExecution',
  'McpToolCall',
  'Reasoning',
  'UserMessage',
]);
const WORLD_STATE: RecordReading = { type: 'world_state', fate: 'hidden', items: [] };
