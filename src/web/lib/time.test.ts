import { describe, expect, it } from 'vitest';
import { dayOf, exactTime, span, stopwatch, timeOfDay } from './time.ts';

describe('stopwatch', () => {
  it('counts like one', () => {
    expect([0, 42_900, 252_000, 3_852_000, 183_600_000].map(stopwatch)).toEqual([
      '0:00',
      '0:42',
      '4:12',
      '1:04:12',
      '2 d 3 h',
    ]);
  });

  it('shows nothing negative when clocks differ', () => {
    expect(stopwatch(-5_000)).toBe('0:00');
  });
});

describe('span', () => {
  it('takes the largest unit', () => {
    expect([0, 59_999, 60_000, 3_599_999, 7_200_000, 90_000_000].map(span)).toEqual([
      '0 s',
      '59 s',
      '1 min',
      '59 min',
      '2 h',
      '1 d',
    ]);
  });
});

describe('wall clock', () => {
  it('names the day only when it is another one', () => {
    const noon = new Date(2026, 10, 22, 12, 5, 9).getTime();
    expect(timeOfDay(noon, noon + 60_000)).toBe('12:05');
    expect(exactTime(noon, noon)).toBe('12:05:09');
    expect(timeOfDay(noon - 86_400_000, noon)).toMatch(/21.*12:05/);
    expect(timeOfDay(noon - 400 * 86_400_000, noon)).toMatch(/2025/);
  });
});

describe('dayOf', () => {
  it('is a word for the last two days, else a name, with the year when it is another one', () => {
    const now = new Date(2026, 2, 1, 0, 30).getTime();
    const ago = (days: number): ReturnType<typeof dayOf> => dayOf(now - days * 86_400_000, now);
    expect([ago(0), ago(1)]).toEqual(['today', 'yesterday']);
    expect(ago(3)).toEqual({ name: expect.stringMatching(/26/) });
    expect(ago(3)).not.toEqual({ name: expect.stringMatching(/2026/) });
    expect(ago(100)).toEqual({ name: expect.stringMatching(/2025/) });
  });
});
