import { isUtf8 } from 'node:buffer';
import { isJsonObject, type JsonObject, parseJsonObject } from '../lib/json.ts';
import type { HookEvent } from '../ports/state-store.ts';

export type ParsedEvent =
  | { ok: true; event: HookEvent }
  /** `offset`: byte in the file; `reason` completes the sentence "the event …". */
  | { ok: false; offset: number; reason: string };

type Header = { ok: true; env: Record<string, string>; end: number } | { ok: false; offset: number; reason: string };

const MAGIC = 'amc1';
const NUL = 0;
const MAX_HEADER_BYTES = 1024 * 1024;
const MAX_VARIABLES = 100;
const VARIABLE = /^(?<key>[A-Z][A-Z0-9_]{0,63})=(?<value>.*)$/s;
const AGENT = /^[a-z][a-z0-9-]{0,31}$/;
/** Ids and event names are looked up, shown and logged: no control characters, no novels. */
const MAX_ID_LENGTH = 256;
const PLAIN = /^[^\p{Cc}\p{Cs}]+$/u;
/** Deeper JSON would overflow the stack of whoever walks through it. */
const MAX_DEPTH = 200;

/** Reads a spool file (format: hook/README.md). Never throws, whatever is in it. */
export function parseSpoolEvent({ bytes, name, at }: { bytes: Buffer; name: string; at: number }): ParsedEvent {
  if (bytes.length === 0) return { ok: false, offset: 0, reason: 'is empty' };
  const header = parseHeader(bytes);
  if (!header.ok) return header;
  const { env, end } = header;
  const parsed = parsePayload(bytes.subarray(end));
  if (!parsed.ok) return { ok: false, offset: end, reason: parsed.reason };
  const fields = eventFields(parsed.value, env);
  if (!fields.ok) return { ok: false, offset: end, reason: fields.reason };
  const { agent, sessionId, event } = fields;
  return { ok: true, event: { name, agent, sessionId, event, at, env, payload: parsed.value } };
}

function parseHeader(bytes: Buffer): Header {
  const env: Record<string, string> = {};
  for (let at = 0, entries = 0; ; entries += 1) {
    const end = bytes.indexOf(NUL, at);
    if (end === -1 || end > MAX_HEADER_BYTES) return { ok: false, offset: at, reason: 'has a header without end' };
    const text = bytes.toString('utf8', at, end);
    if (at === 0) {
      if (text !== MAGIC) return { ok: false, offset: 0, reason: `does not begin with ${MAGIC}` };
    } else if (text === '') {
      return { ok: true, env, end: end + 1 };
    } else {
      const { key, value } = VARIABLE.exec(text)?.groups ?? {};
      if (key === undefined || value === undefined)
        return { ok: false, offset: at, reason: 'has a header entry that is no variable' };
      if (entries > MAX_VARIABLES) return { ok: false, offset: at, reason: 'has too many header entries' };
      env[key] = value;
    }
    at = end + 1;
  }
}

function parsePayload(bytes: Buffer): { ok: true; value: JsonObject } | { ok: false; reason: string } {
  if (bytes.length === 0) return { ok: false, reason: 'has no payload' };
  if (!isUtf8(bytes)) return { ok: false, reason: 'is not UTF-8' };
  const parsed = parseJsonObject(bytes.toString('utf8'));
  if (!parsed.ok) return parsed;
  if (isDeeperThan(parsed.value, MAX_DEPTH)) return { ok: false, reason: `is nested deeper than ${MAX_DEPTH} levels` };
  return parsed;
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  const inner = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return inner.some((item) => isDeeperThan(item, depth - 1));
}

type Fields = { ok: true; agent: string; sessionId: string; event: string } | { ok: false; reason: string };

function eventFields(payload: JsonObject, env: Readonly<Record<string, string>>): Fields {
  const { session_id: sessionId, hook_event_name: event } = payload;
  const agent = env.AMC_AGENT ?? 'claude';
  if (!AGENT.test(agent)) return { ok: false, reason: 'names no agent that can be' };
  if (!isName(sessionId)) return { ok: false, reason: `has no usable session_id: ${kind(sessionId)}` };
  if (!isName(event)) return { ok: false, reason: `has no usable hook_event_name: ${kind(event)}` };
  return { ok: true, agent, sessionId, event };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_ID_LENGTH && PLAIN.test(value);
}

function kind(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? 'missing' : `a ${value === null ? 'null' : typeof value}`;
  return value.length > MAX_ID_LENGTH ? `${value.length} characters` : 'empty or with control characters';
}
