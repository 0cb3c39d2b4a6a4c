import { expect, it } from 'vitest';
import { snoozeUntil } from './snooze-times.ts';

const at = (day: number, hour: number, minute = 0): number => new Date(2026, 9, day, hour, minute).getTime();

it('is so long from now, or tomorrow at nine, on the last day of a month and over a change of the clocks too', () => {
  expect(snoozeUntil('15min', at(1, 12))).toBe(at(1, 12, 15));
  expect(snoozeUntil('4h', at(1, 23))).toBe(at(2, 3));
  expect(snoozeUntil('tomorrow', at(1, 0, 5))).toBe(at(2, 9));
  expect(snoozeUntil('tomorrow', at(31, 23, 59))).toBe(new Date(2026, 10, 1, 9).getTime());
  expect(snoozeUntil('tomorrow', at(24, 12))).toBe(at(25, 9));
});
