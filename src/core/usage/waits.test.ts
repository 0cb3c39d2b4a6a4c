import { fc } from '../../../test/helpers/property.ts';
import { expect, test } from 'vitest';
import type { Span } from '../../contract/usage.ts';
import { waitedHours, waitsOf, withWaits } from './waits.ts';

const wait = (from: number, to: number | null, label?: string): Span => ({
  kind: 'waiting_for_you',
  from,
  to,
  ...(label === undefined ? {} : { label }),
});

test('a wait ends with the answer in its own scope and about its own call', () => {
  expect(
    waitsOf([
      { at: 10, scope: 'main', mark: 'asked', label: 'Bash', call: 'b' },
      { at: 11, scope: 'sub', mark: 'asked', label: 'Write' },
      { at: 12, scope: 'main', mark: 'answered', call: 'another' },
      { at: 20, scope: 'main', mark: 'answered', call: 'b' },
      { at: 30, scope: 'sub', mark: 'answered' },
    ]),
  ).toEqual([wait(10, 20, 'Bash'), wait(11, 30, 'Write')]);
});

test('asking again ends the wait before; the end of the session ends all; the last goes on', () => {
  expect(
    waitsOf([
      { at: 10, scope: 'main', mark: 'asked' },
      { at: 15, scope: 'main', mark: 'asked' },
      { at: 16, scope: 'sub', mark: 'asked' },
      { at: 20, scope: null, mark: 'answered' },
      { at: 40, scope: 'main', mark: 'asked' },
      { at: NaN, scope: 'main', mark: 'answered' },
    ]),
  ).toEqual([wait(10, 15), wait(15, 20), wait(16, 20), wait(40, null)]);
});

test('waiting is taken off the tool, and ends with it at the latest', () => {
  const spans: Span[] = [
    { kind: 'model', from: 0, to: 10_000 },
    { kind: 'tool', from: 10_000, to: 30_000, label: 'Bash' },
    { kind: 'tool', from: 40_000, to: 50_000, label: 'Read' },
  ];
  expect(withWaits(spans, [wait(10_500, 22_000, 'Bash'), wait(39_900, 90_000)], 100_000)).toEqual([
    spans[0],
    { kind: 'tool', from: 10_000, to: 10_500, label: 'Bash' },
    wait(10_500, 22_000, 'Bash'),
    { kind: 'tool', from: 22_000, to: 30_000, label: 'Bash' },
    wait(39_900, 50_000),
  ]);
});

test('hours hold exactly the time waited', () => {
  const anyWait = fc.tuple(fc.nat(20_000_000), fc.nat(9_000_000)).map(([from, length]) => wait(from, from + length));
  fc.assert(
    fc.property(fc.array(anyWait, { maxLength: 8 }), (waits) => {
      const hours = waitedHours(waits);
      const minutes = new Set<number>();
      for (const { from, to } of waits)
        for (let at = from; at < (to ?? 0); at += 1000) minutes.add(Math.floor(at / 1000));
      const sum = hours.reduce((total, { ms }) => total + ms, 0);
      expect(Math.abs(sum / 1000 - minutes.size)).toBeLessThanOrEqual(waits.length * 2);
      for (const { hour, ms } of hours) expect(hour % 3_600_000 === 0 && ms > 0 && ms <= 3_600_000).toBe(true);
    }),
  );
});

test('hours: over the hour, overlaps once, what goes on not at all', () => {
  const hour = 3_600_000;
  expect(waitedHours([wait(hour - 10, hour + 20), wait(hour, hour + 5), wait(hour + 30, null)])).toEqual([
    { hour: 0, ms: 10 },
    { hour, ms: 20 },
  ]);
});
