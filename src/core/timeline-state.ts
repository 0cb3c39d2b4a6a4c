import type { Span, SpanKind } from '../contract/usage.ts';
import { isJsonObject } from '../lib/json.ts';

/** What a `SpanBuilder` must remember between records. Times in ms since the epoch. */
export interface SpanState {
  /** The newest time that any record told. */
  now: number | null;
  /** The newest time that the agent did something or was told to. */
  active: number | null;
  /** Since when the model is waited for; `to`: its newest record of that response. */
  model: { from: number; to: number | null } | null;
  /** Since when tools run without a break, and which. */
  tools: { from: number; labels: string[] } | null;
  /** Calls without a result. */
  open: { id: string; from: number; label: string; waits: boolean }[];
  /** Since when nobody does anything; null: somebody does. */
  idleSince: number | null;
}

export function freshState(): SpanState {
  return { now: null, active: null, model: null, tools: null, open: [], idleSince: null };
}

/** The state in a text; null when the text is not of this shape: from another version, or damaged. */
export function readState(text: string): SpanState | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isState(value) ? value : null;
}

/** Longer than this no tool, model or person is believed to have taken: a clock was wrong. */
const LONGEST_MS = 30 * 86_400_000;

/** A span; null when it would be empty or cannot be true. */
export function closedSpan(kind: SpanKind, from: number, to: number, label?: string): Span | null {
  if (!(to > from) || (kind !== 'idle' && to - from > LONGEST_MS)) return null;
  return { kind, from, to, ...(label === undefined ? {} : { label }) };
}

function isState(value: unknown): value is SpanState {
  if (!isJsonObject(value)) return false;
  const { now, active, model, tools, open, idleSince } = value;
  return (
    [now, active, idleSince].every(isTime) &&
    (model === null || (isJsonObject(model) && typeof model.from === 'number' && isTime(model.to))) &&
    (tools === null || (isJsonObject(tools) && typeof tools.from === 'number' && isTexts(tools.labels))) &&
    Array.isArray(open) &&
    open.every(isOpenCall)
  );
}

function isTime(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isOpenCall(call: unknown): boolean {
  if (!isJsonObject(call)) return false;
  const { id, from, label, waits } = call;
  return typeof id === 'string' && typeof from === 'number' && typeof label === 'string' && typeof waits === 'boolean';
}
