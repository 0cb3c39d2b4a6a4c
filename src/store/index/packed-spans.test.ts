import { expect, it } from 'vitest';
import { fc } from '../../../test/helpers/property.ts';
import { SpanKind, type Span } from '../../contract/usage.ts';
import { packSpans, unpackSpans } from './packed-spans.ts';

const span = fc
  .record({
    kind: fc.constantFrom(...SpanKind.options),
    from: fc.nat(),
    took: fc.option(fc.nat()),
    label: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  })
  .map(({ kind, from, took, label }): Span => {
    return { kind, from, to: took === null ? null : from + took, ...(label !== undefined && { label }) };
  });

it('gives back what it was given, in the same order', () => {
  fc.assert(fc.property(fc.array(span), (spans) => void expect(unpackSpans(packSpans(spans))).toEqual(spans)));
});

it('cuts times to whole ms', () => {
  expect(unpackSpans(packSpans([{ kind: 'idle', from: 10.9, to: 12.2 }]))).toEqual([
    { kind: 'idle', from: 10, to: 12 },
  ]);
});

it.each(['', '{}', '[1]', '[["idle",1]]', '[["sleeping",1,1,""]]', '[["idle","1",1,""]]'])(
  'does not read %j',
  (text) => {
    expect(() => unpackSpans(text)).toThrow(/cannot be read|JSON/);
  },
);
