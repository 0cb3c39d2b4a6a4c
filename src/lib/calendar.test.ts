import { fc } from '../../test/helpers/property.ts';
import { describe, expect, test } from 'vitest';
import { addDays, Calendar } from './calendar.ts';

describe('calendar', () => {
  test.each([
    ['UTC', '2026-03-29T23:59:59Z', '2026-03-29'],
    ['Europe/Berlin', '2026-03-28T22:59:59Z', '2026-03-28'],
    ['Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29'],
    ['Europe/Berlin', '2026-03-29T22:00:00Z', '2026-03-30'],
    ['Asia/Kolkata', '2026-06-01T18:29:59Z', '2026-06-01'],
    ['Asia/Kolkata', '2026-06-01T18:30:00Z', '2026-06-02'],
    ['Asia/Kathmandu', '2026-06-01T18:15:00Z', '2026-06-02'],
    ['America/St_Johns', '2026-06-02T02:29:00Z', '2026-06-01'],
  ])('in %s %s is on %s', (zone, at, day) => {
    expect(new Calendar(zone).dayOf(Date.parse(at))).toBe(day);
  });

  test('a day that is an hour shorter begins at midnight; one without a midnight at its first moment', () => {
    const startOf = (zone: string, day: string) => new Date(new Calendar(zone).startOf(day)).toISOString();
    expect(startOf('Europe/Berlin', '2026-03-30')).toBe('2026-03-29T22:00:00.000Z');
    expect(startOf('America/Santiago', '2026-09-06')).toBe('2026-09-06T04:00:00.000Z');
  });

  test('a day begins where the day before ends', () => {
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/Santiago', 'Pacific/Chatham');
    const moment = fc.integer({ min: Date.parse('2020-01-01T00:00:00Z'), max: Date.parse('2030-01-01T00:00:00Z') });
    fc.assert(
      fc.property(zone, moment, (name, at) => {
        const calendar = new Calendar(name);
        const day = calendar.dayOf(at);
        const start = calendar.startOf(day);
        expect(start <= at && at < calendar.startOf(addDays(day, 1))).toBe(true);
        expect([calendar.dayOf(start), calendar.dayOf(start - 1)]).toEqual([day, addDays(day, -1)]);
      }),
      { numRuns: 30 },
    );
  });

  test('no such zone is a RangeError', () => {
    expect(() => new Calendar('Mars/Base')).toThrow(RangeError);
  });

  test('days over the ends of months and years', () => {
    expect([addDays('2026-02-28', 1), addDays('2028-02-28', 1), addDays('2026-01-01', -1)]).toEqual([
      '2026-03-01',
      '2028-02-29',
      '2025-12-31',
    ]);
  });
});
