import { fc } from '../../../test/helpers/property.ts';
import { describe, expect, test } from 'vitest';
import { UsageReport, UsageGroup, type UsageRow } from '../../contract/usage.ts';
import { PRICE_TABLE } from '../../core/usage/price-table.ts';
import type { UsageFact } from '../../ports/history-store.ts';
import type { UsageRequest } from '../../ports/transcript-index.ts';
import { factsStore, type Facts } from '../../../test/helpers/facts-store.ts';
import { runUsage } from './run.ts';
import { withPermissionWaits } from './waited.ts';

function fact(at: string | null, change: Partial<UsageFact> & { out?: number } = {}): UsageFact {
  const { out = 10, ...rest } = change;
  return {
    at: at === null ? null : Date.parse(at),
    agent: 'claude',
    sessionId: 's1',
    agentId: null,
    project: '/p/amc',
    model: 'claude-opus-4-6',
    tokens: { input: 1, output: out, cacheRead: 100, cacheWrite: 1000 },
    cacheWriteHour: 0,
    tier: null,
    ...rest,
  };
}

function report(facts: Facts, request: Partial<UsageRequest> = {}) {
  const whole = { by: ['day'] as const, from: null, to: null, timeZone: 'UTC', ...request };
  return { ...runUsage({ store: factsStore(facts), request: whole, prices: PRICE_TABLE }), complete: true };
}

const shown = ({ day, agent, project, model, session, subagent, tokens, responses }: UsageRow) =>
  [day, agent, project, model, session, subagent, tokens.output, responses]
    .filter((part) => part !== undefined)
    .join(' ');

describe('rows', () => {
  test('days are days of the zone that is asked for, also when its clocks change', () => {
    const facts = [
      fact('2026-03-28T22:59:59Z', { out: 1 }),
      fact('2026-03-28T23:00:00Z', { out: 2 }),
      fact('2026-03-29T21:59:59Z', { out: 4 }),
      fact('2026-03-29T22:00:00Z', { out: 8 }),
    ];
    expect(report({ facts }, { timeZone: 'Europe/Berlin' }).rows.map(shown)).toEqual([
      '2026-03-28 1 1',
      '2026-03-29 6 2',
      '2026-03-30 8 1',
    ]);
  });

  test('groups combine; within a day what cost most is first', () => {
    const facts = [
      fact('2026-11-02T10:00:00Z', { model: 'claude-haiku-4-5' }),
      fact('2026-11-02T11:00:00Z'),
      fact('2026-11-01T10:00:00Z', {
        model: 'gpt-5.3-codex',
        agent: 'codex',
        tokens: { input: 5, output: 7, cacheRead: 0, cacheWrite: 0 },
      }),
      fact('2026-11-02T12:00:00Z', { out: 5 }),
    ];
    expect(report({ facts }, { by: ['day', 'agent', 'model'] }).rows.map(shown)).toEqual([
      '2026-11-01 codex gpt-5.3-codex 7 1',
      '2026-11-02 claude claude-opus-4-6 15 2',
      '2026-11-02 claude claude-haiku-4-5 10 1',
    ]);
  });

  test('subagents are told apart from the main conversation; sessions have their titles', () => {
    const facts = [fact('2026-11-02T10:00:00Z'), fact('2026-11-02T10:00:00Z', { agentId: 'a1', out: 3 })];
    const sessions = { 'claude:s0': { project: 'x', title: 'Other' }, 'claude:s1': { project: 'x', title: 'Fix it' } };
    const { rows } = report({ facts, sessions }, { by: ['session', 'subagent'] });
    expect(rows.map(({ session, subagent, title }) => [session, subagent, title])).toEqual([
      ['claude:s1', null, 'Fix it'],
      ['claude:s1', 'a1', 'Fix it'],
    ]);
  });

  test('without groups there is one row; a time that is not known has no day and comes last', () => {
    const facts = [fact(null, { out: 2 }), fact('2026-11-02T10:00:00Z')];
    expect(report({ facts }, { by: [] }).rows.map(shown)).toEqual(['12 2']);
    expect(report({ facts }).rows.map(shown)).toEqual(['2026-11-02 10 1', '2 1']);
  });

  test('a reply without a token is none of a model', () => {
    const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
    const { rows, total } = report({ facts: [fact('2026-11-02T10:00:00Z', { model: '<synthetic>', tokens: none })] });
    expect([rows, total.responses, total.cost]).toEqual([[], 0, 0]);
  });
});

describe('cost', () => {
  test('a model without a price makes the cost of its rows and of the total unknown, and is named', () => {
    const facts = [
      fact('2026-11-01T10:00:00Z'),
      fact('2026-11-02T10:00:00Z', { model: 'my-model' }),
      fact('2026-11-02T10:00:00Z', { tier: 'warp' }),
    ];
    const { rows, total, pricesOf } = report({ facts });
    expect(rows.map(({ cost, unpriced }) => [cost, unpriced])).toEqual([
      [(5 + 250 + 50 + 6250) / 1_000_000, []],
      [null, ['claude-opus-4-6 (warp)', 'my-model']],
    ]);
    expect([total.cost, total.unpriced]).toEqual([null, ['claude-opus-4-6 (warp)', 'my-model']]);
    expect(pricesOf).toBe(PRICE_TABLE.asOf);
  });
});

describe('the rest of a report', () => {
  test('limits: the newest of each window', () => {
    const limit = (name: string, usedPercent: number, at: number) =>
      ({ agent: 'codex', name, usedPercent, windowMinutes: 300, resetsAt: null, at }) as const;
    const { limits } = report({ limits: [limit('weekly', 9, 5), limit('5 h', 40, 9), limit('5 h', 80, 4)] });
    expect(limits.map(({ name, usedPercent }) => [name, usedPercent])).toEqual([
      ['5 h', 40],
      ['weekly', 9],
    ]);
  });

  test('no such zone is told as the person’s error', () => {
    expect(() => report({}, { timeZone: 'Mars/Base' })).toThrow(
      expect.objectContaining({ code: 'zone_unknown', fault: 'user' }),
    );
  });

  test('it fits the contract', () => {
    const facts = [fact('2026-11-01T10:00:00Z')];
    const by = [...UsageGroup.options];
    expect(() => UsageReport.parse(JSON.parse(JSON.stringify(report({ facts }, { by }))))).not.toThrow();
  });
});

describe('waited', () => {
  const span = (from: string, to: string | null) =>
    ({ kind: 'waiting_for_you', from: Date.parse(from), to: to === null ? null : Date.parse(to) }) as const;
  const spans = {
    'claude:s1': [span('2026-11-01T17:50:00Z', '2026-11-01T19:10:00Z')],
    'claude:s2': [span('2026-11-02T10:00:00Z', '2026-11-02T10:05:00Z')],
  };
  const sessions = { 'claude:s1': { project: 'amc', title: '' }, 'claude:s2': { project: 'web', title: '' } };

  test('per day of the zone; an hour that two days share is divided by its minutes', () => {
    expect(report({ spans }).waited).toEqual([
      { day: '2026-11-01', ms: 80 * 60_000 },
      { day: '2026-11-02', ms: 5 * 60_000 },
    ]);
    expect(report({ spans }, { timeZone: 'Asia/Kolkata' }).waited).toEqual([
      { day: '2026-11-01', ms: 40 * 60_000 },
      { day: '2026-11-02', ms: 45 * 60_000 },
    ]);
  });

  test('of one session, of one project, within the time asked for', () => {
    const two = [{ day: '2026-11-02', ms: 5 * 60_000 }];
    expect(report({ spans, sessions }, { sessionKey: 'claude:s2' }).waited).toEqual(two);
    expect(report({ spans, sessions }, { project: 'web' }).waited).toEqual(two);
    const from = Date.parse('2026-11-01T19:00:00Z');
    expect(report({ spans, sessions }, { project: 'amc', from }).waited).toEqual([
      { day: '2026-11-01', ms: 10 * 60_000 },
    ]);
  });

  test('what only the hooks told is added', () => {
    const request = { by: [], from: null, to: null, timeZone: 'UTC' };
    const waits = [[span('2026-11-02T11:00:00Z', '2026-11-02T11:01:00Z'), span('2026-11-02T12:00:00Z', null)]];
    expect(withPermissionWaits(report({ spans }), waits, request).waited).toEqual([
      { day: '2026-11-01', ms: 80 * 60_000 },
      { day: '2026-11-02', ms: 6 * 60_000 },
    ]);
  });
});

describe('whatever is summed', () => {
  const tokens = fc.nat(50_000);
  const anyFact: fc.Arbitrary<UsageFact> = fc.record({
    at: fc.option(fc.integer({ min: Date.parse('2026-03-01'), max: Date.parse('2026-11-30') })),
    agent: fc.constantFrom('claude', 'codex'),
    sessionId: fc.constantFrom('s1', 's2'),
    agentId: fc.option(fc.constantFrom('a1', 'a2')),
    project: fc.constantFrom('/p/a', '/p/b'),
    model: fc.constantFrom('claude-opus-4-6', 'gpt-5.3-codex', 'my-model'),
    tokens: fc.record({ input: tokens, output: tokens, cacheRead: tokens, cacheWrite: fc.constant(0) }),
    cacheWriteHour: fc.constant(0),
    tier: fc.option(fc.constantFrom('fast', 'priority'), { freq: 5 }),
  });

  test('rows of any groups sum to the total, and no two are of the same group', () => {
    const request = fc.tuple(fc.subarray([...UsageGroup.options]), fc.constantFrom('UTC', 'Asia/Kathmandu'));
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 40 }), request, (facts, [by, timeZone]) => {
        const { rows, total } = report({ facts }, { by, timeZone });
        const sum = (pick: (row: UsageRow) => number) => rows.reduce((all, row) => all + pick(row), 0);
        for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite'] as const) {
          expect(sum((row) => row.tokens[kind])).toBe(total.tokens[kind]);
          expect(total.tokens[kind]).toBe(facts.reduce((all, { tokens: one }) => all + one[kind], 0));
        }
        expect(sum(({ responses }) => responses)).toBe(total.responses);
        if (total.cost !== null) expect(sum(({ cost }) => cost ?? NaN)).toBeCloseTo(total.cost, 8);
        expect(new Set(rows.flatMap(({ unpriced }) => unpriced))).toEqual(new Set(total.unpriced));
        const names = rows.map(({ day, agent, project, model, session, subagent }) =>
          JSON.stringify([day, agent, project, model, session, subagent]),
        );
        expect(new Set(names).size).toBe(rows.length);
      }),
    );
  });
});
