import type { Span } from '../../contract/usage.ts';
import { SpanKind } from '../../contract/usage.ts';

/** Kind, ms since the one before began, ms it took (null: it goes on), label ('': none). */
type PackedSpan = readonly [SpanKind, number, number | null, string];

/** Spans as one text; times in whole ms. A stretch has dozens, and a row for each would cost more than reading them. */
export function packSpans(spans: readonly Span[]): string {
  let before = 0;
  const packed = spans.map(({ kind, from, to, label = '' }): PackedSpan => {
    const start = Math.floor(from);
    const since = start - before;
    before = start;
    return [kind, since, to === null || !Number.isFinite(to) ? null : Math.floor(to) - start, label];
  });
  return JSON.stringify(packed);
}

/** Throws when the text is not what `packSpans` made. */
export function unpackSpans(text: string): Span[] {
  const packed: unknown = JSON.parse(text);
  if (!Array.isArray(packed) || !packed.every(isPackedSpan)) throw new Error('packed spans that cannot be read');
  let from = 0;
  return packed.map(([kind, since, took, label]) => {
    from += since;
    return { kind, from, to: took === null ? null : from + took, ...(label !== '' && { label }) };
  });
}

function isPackedSpan(value: unknown): value is PackedSpan {
  return (
    Array.isArray(value) &&
    SpanKind.options.some((kind) => kind === value[0]) &&
    typeof value[1] === 'number' &&
    (value[2] === null || typeof value[2] === 'number') &&
    typeof value[3] === 'string'
  );
}
