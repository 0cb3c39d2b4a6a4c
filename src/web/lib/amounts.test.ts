import { describe, expect, it } from 'vitest';
import { bytes, dollars, percent, short } from './amounts.ts';

describe('amounts', () => {
  it('take the largest unit, with one decimal where it matters', () => {
    expect([0, 812, 999, 1_000, 4_210, 9_960, 310_000_000, 2_100_000_000].map(bytes)).toEqual([
      '0 B',
      '812 B',
      '999 B',
      '1.0 kB',
      '4.2 kB',
      '10.0 kB',
      '310 MB',
      '2.1 GB',
    ]);
    expect([0, 812, 999.6, 4_210, 999_600, 1_310_000].map(short)).toEqual(['0', '812', '1.0k', '4.2k', '1.0M', '1.3M']);
  });

  it('tell cents where they matter', () => {
    expect([0, 0.004, 1.2, 99.99, 99.996, 1_234.5].map(dollars)).toEqual([
      '$0.00',
      '<$0.01',
      '$1.20',
      '$99.99',
      '$100',
      '$1,235',
    ]);
  });

  it('say 100 % only of all', () => {
    expect([percent(0, 10), percent(1_999, 2_000), percent(5, 5), percent(0, 0)]).toEqual([0, 99, 100, 100]);
  });
});
