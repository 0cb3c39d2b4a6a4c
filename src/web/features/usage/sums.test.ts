import { describe, expect, it } from 'vitest';
import type { UsageRow } from '../../../contract/usage.ts';
import { csvOf } from './csv.ts';
import { stackedOf } from './series.ts';
import { byValue, cacheShare, costOf, groupsOf, sumOf } from './sums.ts';

function row(parts: Partial<UsageRow>): UsageRow {
  const unpriced = parts.cost === null ? [parts.model ?? 'other'] : [];
  return { tokens: { input: 10, output: 5, cacheRead: 80, cacheWrite: 10 }, responses: 1, cost: 1, unpriced, ...parts };
}

describe('sums', () => {
  it('a cost that is not known is never 0', () => {
    expect(costOf(sumOf([row({ cost: 2 }), row({ cost: 3 })]))).toEqual({ known: 'all', cost: 5 });
    expect(costOf(sumOf([row({ cost: 2 }), row({ cost: null, model: 'x' })]))).toEqual({ known: 'part', cost: 2 });
    expect(costOf(sumOf([row({ cost: null, model: 'x' })]))).toEqual({ known: 'none' });
    expect([...sumOf([row({ cost: null, model: 'x' })]).unpriced]).toEqual([['x', 105]]);
  });

  it('the share of the cache is of what was read', () => {
    expect(cacheShare(sumOf([row({})]))).toBe(0.8);
    expect(cacheShare(sumOf([]))).toBeNull();
  });

  it('what has no price keeps its place by its tokens', () => {
    const groups = groupsOf(
      [row({ model: 'a', cost: null }), row({ model: 'b', cost: 0.1 })],
      ({ model = '' }) => model,
    );
    expect(groups.sort(byValue('cost')).map(({ id }) => id)).toEqual(['b', 'a']);
  });
});

describe('stackedOf', () => {
  const rows = Array.from({ length: 9 }, (_, index) => row({ day: '2026-11-02', model: `m${index}`, cost: 9 - index }));

  it('names the largest, and the rest together', () => {
    const { series, columns } = stackedOf(rows, {
      stack: 'model',
      measure: 'cost',
      first: '2026-11-01',
      last: '2026-11-03',
    });
    expect(series.map(({ label, sum }) => `${label} ${sum.cost}`)).toEqual([
      'm0 9',
      'm1 8',
      'm2 7',
      'm3 6',
      'm4 5',
      '4 others 10',
    ]);
    expect(columns.map(({ sum }) => sum.cost)).toEqual([0, 45, 0]);
    expect(columns[1]?.parts.reduce((all, { cost }) => all + cost, 0)).toBe(45);
    expect(new Set(series.map(({ colour }) => colour)).size).toBe(series.length);
  });

  it('sums the days of a week', () => {
    const year = [
      row({ day: '2026-01-05', model: 'a' }),
      row({ day: '2026-01-11', model: 'a' }),
      row({ day: '2026-01-12', model: 'a' }),
    ];
    const { step, columns } = stackedOf(year, {
      stack: 'model',
      measure: 'cost',
      first: '2026-01-01',
      last: '2026-06-01',
    });
    expect([step, columns[1]?.sum.cost, columns[2]?.sum.cost]).toEqual(['week', 2, 1]);
  });
});

describe('csvOf', () => {
  it('leaves out a cost that is not known, and lets no cell be a formula', () => {
    const text = csvOf([row({ day: '2026-11-02', agent: 'claude', project: '/a, "b"', model: '=x', cost: null })]);
    expect(text.split('\r\n')[1]).toBe(`2026-11-02,claude,"/a, ""b""",'=x,1,10,5,80,10,`);
  });
});
