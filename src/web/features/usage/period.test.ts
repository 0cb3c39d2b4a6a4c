import { describe, expect, it } from 'vitest';
import { beginOf, boundsOf, bucketsOf, daysOf, paramsOf, viewOf } from './period.ts';

const view = (query: string) => viewOf(new URLSearchParams(query));

describe('viewOf', () => {
  it('is 30 days of cost by model where the address says nothing', () => {
    expect(view('')).toEqual({ period: { type: 'range', range: '30' }, stack: 'model', measure: 'cost', project: '' });
    expect(paramsOf(view(''))).toEqual({});
  });

  it('comes back out of its own address', () => {
    for (const query of [
      'range=7&by=agent',
      'range=all&show=tokens',
      'from=2026-11-01&to=2026-11-07&by=project&project=/a b',
    ])
      expect(paramsOf(view(query))).toEqual(Object.fromEntries(new URLSearchParams(query)));
  });

  it('takes nothing that makes no sense', () => {
    for (const query of [
      'range=31',
      'from=2026-11-07&to=2026-11-01',
      'from=2026-13-01&to=2026-13-02',
      'from=x&to=y',
      'by=moon',
    ])
      expect(paramsOf(view(query))).toEqual({});
  });
});

describe('daysOf', () => {
  it('counts today, and knows no first day of everything', () => {
    expect(daysOf({ type: 'range', range: '7' }, '2026-03-03')).toEqual({ first: '2026-02-25', last: '2026-03-03' });
    expect(daysOf({ type: 'range', range: 'all' }, '2026-03-03')).toEqual({ first: null, last: '2026-03-03' });
  });

  it('asks for whole days of this machine, the last one included', () => {
    const { from = 0, to = 0 } = boundsOf({ type: 'days', from: '2026-11-01', to: '2026-11-02' }, '2026-11-20');
    expect([
      new Date(from).getHours(),
      new Date(from).getDate(),
      new Date(to).getHours(),
      new Date(to).getDate(),
    ]).toEqual([0, 1, 0, 3]);
    expect(boundsOf({ type: 'range', range: 'all' }, '2026-11-20')).toEqual({});
  });
});

describe('bucketsOf', () => {
  it('has a bar for each day, also where nothing was', () => {
    const { step, buckets } = bucketsOf('2026-02-26', '2026-03-02');
    expect([step, buckets.map(({ first }) => first)]).toEqual([
      'day',
      ['2026-02-26', '2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02'],
    ]);
  });

  it('goes by weeks from Monday, then by months, where days would be too many', () => {
    const weeks = bucketsOf('2026-01-01', '2026-06-30');
    expect([weeks.step, weeks.buckets[0]]).toEqual(['week', { first: '2025-12-29', last: '2026-01-04' }]);
    const months = bucketsOf('2023-11-05', '2026-11-05');
    expect([months.step, months.buckets.length, months.buckets[2]]).toEqual([
      'month',
      37,
      { first: '2024-01-01', last: '2024-01-31' },
    ]);
    expect(beginOf('2026-11-22', 'week')).toBe('2026-11-16');
  });
});
