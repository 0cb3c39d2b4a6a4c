import { expect, it } from 'vitest';
import { recordedRegistry } from '../../../test/fixtures/claude/fixtures.ts';
import { claimOf, isSameStart, modeOf, RegistryEntry, titleOf } from './registry-entry.ts';

const recorded = (scenario: Parameters<typeof recordedRegistry>[0]) =>
  recordedRegistry(scenario).map((text) => RegistryEntry.parse(JSON.parse(text)));

it('reads every state that a recorded session went through', () => {
  const entries = recorded('misc');
  const details = new Set(entries.map((entry) => claimOf(entry).detail));
  expect([...details]).toEqual([
    'registry: no status yet',
    'registry: idle',
    'registry: busy',
    'registry: waiting (input needed)',
    'registry: waiting (dialog open)',
    'registry: waiting (permission prompt)',
  ]);
  expect(new Set(entries.map(modeOf))).toEqual(new Set(['terminal']));
});

it('takes a name for a title only when somebody gave it', () => {
  const titles = recorded('misc').map(titleOf);
  expect(titles[0]).toBe(null);
  expect(titles.at(-1)).toEqual({ text: 'my good name', rank: 3 });
});

it('passes unknown fields and states by, and believes nothing without process and session', () => {
  const base = { pid: 1, sessionId: 's', procStart: 100 };
  expect(claimOf(RegistryEntry.parse({ ...base, status: 'dreaming', statusUpdatedAt: 5, more: {} }))).toEqual({
    activity: 'unknown',
    at: 5,
    detail: 'registry: dreaming',
  });
  expect(RegistryEntry.parse({ ...base, name: 5, cwd: null, startedAt: 'x' }).cwd).toBe(undefined);
  for (const odd of [null, 5, [], {}, { ...base, pid: '1' }, { ...base, sessionId: '' }, { pid: 1, sessionId: 's' }]) {
    expect(RegistryEntry.safeParse(odd).success).toBe(false);
  }
});

it('compares start times whatever blanks stand in them', () => {
  expect(isSameStart('Sun Nov 22  07:10:00 2026\n', 'Sun Nov 22 07:10:00 2026')).toBe(true);
  expect(isSameStart('100', '1000')).toBe(false);
});
