import { fc } from '../../../../test/helpers/property.ts';
import { expect, it } from 'vitest';
import { timeOf } from './time.ts';

it('reads the times Codex writes as Date.parse does', () => {
  const years = { min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true };
  fc.assert(fc.property(fc.date(years), (date) => timeOf(date.toISOString()) === date.getTime()));
});

it.each(['2026-11-22T07:31:30Z', '2026-11-22T07:31:30.123456789Z', '2026-11-22T09:31:30.052+02:00', '2026-11-22'])(
  'reads %s too',
  (text) => expect(timeOf(text)).toBe(Date.parse(text)),
);

it.each(['', 'no time', '2026-13-45T99:99:99.999Z', '2026-11-22T0a:31:30.052Z', '2026-11-22T25:00:00.000Z'])(
  '%j is none',
  (text) => expect(timeOf(text)).toBeNull(),
);
