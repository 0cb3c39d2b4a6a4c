import { fc } from '../../test/helpers/property.ts';
import { describe, expect, test } from 'vitest';
import type { ConversationItem } from '../contract/conversation.ts';
import type { Span } from '../contract/usage.ts';
import { SpanBuilder, type TimedRecord, timelineOf } from './timeline.ts';

const base = { id: 'x', offset: 0 };
const prompt = (via?: 'queued'): ConversationItem => ({
  ...base,
  kind: 'prompt',
  text: 'go',
  images: 0,
  ...(via && { via }),
});
const reply: ConversationItem = { ...base, kind: 'reply', text: 'ok' };
const call = (callId: string, tool = 'Bash'): ConversationItem => ({
  ...base,
  kind: 'tool_call',
  callId,
  tool,
  summary: `${tool} it`,
  input: '',
});
const result = (callId: string): ConversationItem => ({ ...base, kind: 'tool_result', callId, ok: true, output: '' });
const interrupted: ConversationItem = { ...base, kind: 'note', note: 'interrupted', text: '' };

function at(seconds: number, ...items: ConversationItem[]): TimedRecord {
  return { at: seconds * 1000, items };
}

const ended = (seconds: number): TimedRecord => ({ at: seconds * 1000, items: [], facts: { turnEnded: true } });

function spansOf(...records: TimedRecord[]): string[] {
  const builder = new SpanBuilder(null);
  for (const record of records) builder.add(record);
  return builder.take().map(shown);
}

function shown({ kind, from, to, label }: Span): string {
  return [kind, `${from / 1000}-${(to ?? NaN) / 1000}`, label].filter((part) => part !== undefined).join(' ');
}

describe('spans of a file', () => {
  test('a turn: the model thinks, a tool runs, the model ends, nobody does anything until the next prompt', () => {
    expect(
      spansOf(
        at(10, prompt()),
        at(12, reply),
        at(13, call('a')),
        at(20, result('a')),
        at(22, reply),
        ended(23),
        at(60, prompt()),
      ),
    ).toEqual(['model 10-13', 'tool 13-20 Bash', 'model 20-22', 'idle 23-60']);
  });

  test('parallel tools are one span, from the first call to the last result', () => {
    expect(
      spansOf(
        at(1, prompt()),
        at(2, call('a'), call('b', 'Read')),
        at(5, result('b')),
        at(9, result('a')),
        at(10, reply),
        ended(10),
      ),
    ).toEqual(['model 1-2', 'tool 2-9 Bash, Read', 'model 9-10']);
  });

  test('a call that asks a person is waiting for them, beside a tool that runs', () => {
    const asking = { ...at(2, call('q', 'Ask'), call('a')), waits: ['q'] };
    expect(spansOf(at(1, prompt()), asking, at(4, result('a')), at(30, result('q')), at(31, reply), ended(31))).toEqual(
      ['model 1-2', 'tool 2-4 Bash', 'waiting_for_you 2-30 Ask it', 'model 30-31'],
    );
  });

  test('a prompt that was queued does not end what goes on', () => {
    expect(
      spansOf(at(1, prompt()), at(2, call('a')), at(4, prompt('queued')), at(9, result('a')), at(10, reply), ended(10)),
    ).toEqual(['model 1-2', 'tool 2-9 Bash', 'model 9-10']);
  });

  test('an interruption ends what goes on', () => {
    expect(spansOf(at(1, prompt()), at(2, call('a')), at(5, interrupted), ended(6), at(9, prompt()))).toEqual([
      'model 1-2',
      'tool 2-5 Bash',
      'idle 5-9',
    ]);
  });

  test('without an end of the turn, idle begins with the last word', () => {
    expect(spansOf(at(1, prompt()), at(3, reply), at(50, prompt()))).toEqual(['model 1-3', 'idle 3-50']);
  });

  test('an agent that died with a question open waited no longer than it wrote', () => {
    const asking = { ...at(2, call('q', 'Ask')), waits: ['q'] };
    expect(spansOf(at(1, prompt()), asking, at(200_000, prompt()))).toEqual(['model 1-2', 'idle 2-200000']);
  });

  test('what waits in memory goes on where reading goes on', () => {
    const first = new SpanBuilder(null);
    for (const record of [at(1, prompt()), at(2, call('a'))]) first.add(record);
    expect(first.take().map(shown)).toEqual(['model 1-2']);
    const second = new SpanBuilder(first.save());
    second.add(at(7, result('a')));
    expect(second.take().map(shown)).toEqual(['tool 2-7 Bash']);
  });

  test.each(['', '{', 'null', '{"now":"yesterday"}', '{"now":1,"open":{}}'])(
    'memory that is none begins anew: %s',
    (memory) => {
      const builder = new SpanBuilder(memory);
      for (const record of [at(1, prompt()), at(2, reply), ended(2), at(3, prompt())]) builder.add(record);
      expect(builder.take().map(shown)).toEqual(['model 1-2', 'idle 2-3']);
    },
  );

  test('a clock that is set back by hours measures nothing across it; by a second it stands still', () => {
    expect(spansOf(at(90_000, prompt()), at(10, reply), at(9, call('a')), at(14, result('a')))).toEqual([
      'tool 10-14 Bash',
    ]);
  });
});

const anyItem = fc.oneof(
  fc.constantFrom(prompt(), prompt('queued'), reply, interrupted),
  fc.constantFrom('a', 'b', 'c').map((id) => call(id)),
  fc.constantFrom('a', 'b', 'c').map(result),
);
const anyRecord: fc.Arbitrary<TimedRecord> = fc.record(
  {
    at: fc.oneof(fc.integer({ min: 1, max: 10_000_000 }), fc.constantFrom(NaN, Infinity, -5, 0, 4e15)),
    items: fc.array(anyItem, { maxLength: 3 }),
    facts: fc.record({ turnEnded: fc.boolean() }),
    waits: fc.subarray(['a', 'b']),
  },
  { requiredKeys: ['items'] },
);

describe('whatever the records say', () => {
  test('spans are real and in order', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 60 }), (records) => {
        const builder = new SpanBuilder(null);
        for (const record of records) builder.add(record);
        const spans = builder.take();
        for (const { from, to } of spans) expect(Number.isFinite(from) && to !== null && to > from).toBe(true);
        expect(spans.map(({ from }) => from)).toEqual(spans.map(({ from }) => from).sort((a, b) => a - b));
      }),
    );
  });

  test('it does not matter where reading stopped and went on', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 40 }), fc.nat(40), (records, cut) => {
        const whole = new SpanBuilder(null);
        for (const record of records) whole.add(record);
        const first = new SpanBuilder(null);
        for (const record of records.slice(0, cut)) first.add(record);
        const second = new SpanBuilder(first.save());
        for (const record of records.slice(cut)) second.add(record);
        const byTime = (spans: Span[]) => spans.map((span) => JSON.stringify(span)).sort();
        expect(byTime([...first.take(), ...second.take()])).toEqual(byTime(whole.take()));
      }),
    );
  });

  test('with a clock that only goes forward, no moment is both the model’s and nobody’s', () => {
    const forward = fc.array(fc.tuple(fc.nat(1000), anyRecord), { maxLength: 60 }).map((steps) => {
      let now = 1;
      return steps.map(([step, record]) => ({ ...record, at: (now += step) }));
    });
    fc.assert(
      fc.property(forward, (records) => {
        const builder = new SpanBuilder(null);
        for (const record of records) builder.add(record);
        const spans = builder.take().filter(({ kind }) => kind === 'model' || kind === 'idle');
        for (const [index, span] of spans.entries()) {
          expect(span.from).toBeGreaterThanOrEqual(spans[index - 1]?.to ?? 0);
        }
      }),
    );
  });
});

describe('timeline', () => {
  test('overlaps count once for each kind, what goes on counts until now, nonsense is left out', () => {
    const spans: Span[] = [
      { kind: 'tool', from: 5, to: 9 },
      { kind: 'tool', from: 0, to: 6 },
      { kind: 'waiting_for_you', from: 4, to: null },
      { kind: 'idle', from: NaN, to: 3 },
      { kind: 'model', from: 9, to: 2 },
    ];
    expect(timelineOf(spans, 20)).toEqual({
      spans: [spans[1], spans[2], spans[0]],
      totals: { model: 0, tool: 9, waiting_for_you: 16, idle: 0 },
    });
  });
});
