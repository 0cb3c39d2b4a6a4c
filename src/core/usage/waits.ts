import type { Span } from '../../contract/usage.ts';
import { clip, type Interval, lengthOf, union, without } from './intervals.ts';

/**
 * A moment at which an agent began to wait for a person, or stopped. An agent's adapter makes them from what only AMC
 * kept (hook events); transcripts do not tell of permissions.
 */
export interface WaitMark {
  /** ms since the epoch. */
  at: number;
  /** Who waits: at most one wait is open in each. null, of an end: everybody. */
  scope: string | null;
  mark: 'asked' | 'answered';
  /** What it is about. */
  label?: string;
  /** Which call it is about; an end with one ends only the wait with the same. */
  call?: string;
}

/** Waiting spans from marks in the order they were recorded in. One that was never answered goes on (`to: null`). */
export function waitsOf(marks: readonly WaitMark[]): Span[] {
  const open = new Map<string, { from: number; label: string | undefined; call: string | undefined }>();
  const spans: Span[] = [];
  const close = (scope: string, to: number | null): void => {
    const wait = open.get(scope);
    open.delete(scope);
    if (wait === undefined || (to !== null && to <= wait.from)) return;
    const { from, label } = wait;
    spans.push({ kind: 'waiting_for_you', from, to, ...(label === undefined ? {} : { label }) });
  };
  for (const { at, scope, mark, label, call } of marks) {
    if (!Number.isFinite(at)) continue;
    for (const name of scope === null ? [...open.keys()] : [scope]) {
      if (mark === 'asked' || call === undefined || call === open.get(name)?.call) close(name, at);
    }
    if (mark === 'asked' && scope !== null) open.set(scope, { from: at, label, call });
  }
  for (const scope of open.keys()) close(scope, null);
  return spans.sort((a, b) => a.from - b.from);
}

/** Each wait ends at the latest with the tool span that it stopped: the hooks do not tell of Escape. */
export function boundedWaits(spans: readonly Span[], waits: readonly Span[]): Span[] {
  const tools = spans.filter(({ kind }) => kind === 'tool');
  return waits.map((wait) => endWithTool(wait, tools));
}

/** A permission is asked for this long before or after its call is written, at most. */
const SAME_MOMENT_MS = 2_000;

/** The spans of a transcript with the waits for permissions in them (`boundedWaits`). What was waited is taken off the tools. */
export function withWaits(spans: readonly Span[], waits: readonly Span[], now: number): Span[] {
  const cut = boundedWaits(spans, waits);
  const waiting = cut.map(({ from, to }) => ({ from, to: to ?? now }));
  const others = spans.flatMap((span) => (span.kind === 'tool' ? minus(span, waiting, now) : [span]));
  return [...others, ...cut].sort((a, b) => a.from - b.from);
}

function endWithTool(wait: Span, tools: readonly Span[]): Span {
  const tool = tools.find(
    ({ from, to }) => to !== null && wait.from >= from - SAME_MOMENT_MS && wait.from < to && (wait.to ?? Infinity) > to,
  );
  return tool === undefined ? wait : { ...wait, to: tool.to };
}

function minus(span: Span, waiting: readonly Interval[], now: number): Span[] {
  const whole = { from: span.from, to: span.to ?? now };
  return without(whole, waiting).map(({ from, to }) => ({
    ...span,
    from,
    to: span.to === null && to === whole.to ? null : to,
  }));
}

const HOUR_MS = 3_600_000;

/**
 * How long was waited in each UTC hour, every moment once: the rows of `HistoryStore.waited`. Spans of one session at a
 * time; two agents that wait at once count twice. What goes on is not counted.
 */
export function waitedHours(spans: readonly Span[]): { hour: number; ms: number }[] {
  const waits = spans.flatMap(({ kind, from, to }) =>
    kind === 'waiting_for_you' && to !== null ? [{ from, to }] : [],
  );
  const hours = new Map<number, number>();
  for (const { from, to } of union(waits)) {
    for (let hour = Math.floor(from / HOUR_MS) * HOUR_MS; hour < to; hour += HOUR_MS) {
      const part = clip({ from, to }, hour, hour + HOUR_MS);
      if (part !== null) hours.set(hour, (hours.get(hour) ?? 0) + lengthOf([part]));
    }
  }
  return [...hours].map(([hour, ms]) => ({ hour, ms })).sort((a, b) => a.hour - b.hour);
}
