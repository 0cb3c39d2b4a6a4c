import { describe, expect, it } from 'vitest';
import { isQuiet, quietUntil } from './quiet-hours.ts';

const NIGHT = { from: '22:30', to: '07:00' };
const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString();

describe('quiet hours', () => {
  it.each([
    ['before they begin', NIGHT, '2026-01-05T22:29:59Z', 'UTC', false],
    ['as they begin', NIGHT, '2026-01-05T22:30:00Z', 'UTC', true],
    ['at midnight', NIGHT, '2026-01-06T00:00:00Z', 'UTC', true],
    ['just before their end', NIGHT, '2026-01-06T06:59:59Z', 'UTC', true],
    ['at their end', NIGHT, '2026-01-06T07:00:00Z', 'UTC', false],
    ['by the clocks of the zone, not by UTC', NIGHT, '2026-01-05T21:30:00Z', 'Europe/Berlin', true],
    ['on the other side of the world', NIGHT, '2026-01-05T21:30:00Z', 'Asia/Kolkata', true],
    ['by day', { from: '09:00', to: '17:00' }, '2026-01-05T12:00:00Z', 'UTC', true],
    ['by day, after them', { from: '09:00', to: '17:00' }, '2026-01-05T17:00:00Z', 'UTC', false],
    ['never, when both ends are the same', { from: '09:00', to: '09:00' }, '2026-01-05T09:00:00Z', 'UTC', false],
    ['never, when there are none', null, '2026-01-05T03:00:00Z', 'UTC', false],
  ])('%s', (_what, quiet, time, zone, quietNow) => {
    expect(isQuiet(quiet, at(time), zone)).toBe(quietNow);
  });

  it.each([
    ['over midnight', NIGHT, '2026-01-05T23:10:30Z', 'UTC', '2026-01-06T07:00:00.000Z'],
    ['at once, when it is not quiet', NIGHT, '2026-01-05T12:00:30Z', 'UTC', '2026-01-05T12:00:30.000Z'],
    // Clocks go from 02:00 to 03:00: the night is an hour shorter.
    ['in the night clocks go forward', NIGHT, '2026-03-28T22:00:00Z', 'Europe/Berlin', '2026-03-29T05:00:00.000Z'],
    // From 03:00 back to 02:00: an hour longer.
    ['in the night clocks go back', NIGHT, '2026-10-24T21:00:00Z', 'Europe/Berlin', '2026-10-25T06:00:00.000Z'],
    // 02:30 does not come that night: it ends when clocks jump over it.
    [
      'at an end that is left out',
      { from: '23:00', to: '02:30' },
      '2026-03-29T00:30:00Z',
      'Europe/Berlin',
      '2026-03-29T01:00:00.000Z',
    ],
    // 02:30 comes twice: it ends the first time, and begins anew when clocks are put back to before it.
    [
      'at an end that comes twice',
      { from: '23:00', to: '02:30' },
      '2026-10-24T23:30:00Z',
      'Europe/Berlin',
      '2026-10-25T00:30:00.000Z',
    ],
    ['in a zone of half hours', NIGHT, '2026-01-05T20:00:00Z', 'Asia/Kolkata', '2026-01-06T01:30:00.000Z'],
  ])('end %s', (_what, quiet, time, zone, end) => {
    expect(iso(quietUntil(quiet, at(time), zone))).toBe(end);
  });
});
